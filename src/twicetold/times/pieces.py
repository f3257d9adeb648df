"""The pieces that time expressions are made of, found by the patterns of a language's table.

Stronger readings come first and keep their place: written dates, then phrases, then weekdays, years, times of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, partial

from twicetold.quantities.lexicon import fold
from twicetold.quantities.numbers import Number, numbers
from twicetold.times.calendars import BUDDHIST, GREGORIAN, LUNAR, SOLAR
from twicetold.times.clocks import clocks
from twicetold.times.lexicon import Lexicon, around, listed
from twicetold.times.piece import Piece

_ISO = re.compile(r"(?<![\d/.-])(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?(?![\d-])")
_NUMERIC = re.compile(r"(?<![\d/.:-])(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?![\d/:-]|\.\d)")
_SCORE = re.compile(r"\s?[-–]\s?(\d+)")
_IN_BRACKETS = re.compile(r"\((?P<d>\d{1,2})\)")
_SHORT = re.compile(r"\.?,?\s*\d")  # what stands behind an abbreviated day
_YEAR = re.compile(r"(?<![\d.,:/$€£₹-])([12]\d{3})(?![\d:/]|[.,]\d|\s?%)")
_SIGNS = "〇零一二三四五六七八九十"
_SIGN_VALUE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


def pieces(text: str, lex: Lexicon, counted: Sequence[Number] | None = None) -> list[Piece]:
    """Return the pieces in order, not overlapping; where two overlap the stronger kind stays.

    `counted` are the text's numbers where they are at hand.
    """
    kept: list[Piece] = []
    taken = [False] * (len(text) + 1)
    shifts = partial(_shifts, counted=counted)
    for source in (_written, _signs, _named, shifts, _points, _weekdays, _days, _years, clocks, _parts):
        for piece in source(text, lex):
            if not any(taken[piece.start : piece.end]):
                taken[piece.start : piece.end] = [True] * (piece.end - piece.start)
                kept.append(piece)
    return sorted(kept, key=lambda p: p.start)


def _date(
    start: int, end: int, year: int | None, month: int | None, day: int | None, calendar: str | None = None
) -> Piece:
    if calendar is None:
        calendar = _calendar_of(year)
    if year is not None and calendar == GREGORIAN and 2400 <= year <= 2643:
        year -= BUDDHIST
    return Piece(start=start, end=end, kind="date", year=year, month=month, day=day, calendar=calendar)


def _calendar_of(year: int | None) -> str:
    """Guess the calendar of a year without a month name: 13xx and the first years of 14xx are Solar Hijri in news."""
    return SOLAR if year is not None and 1300 <= year <= 1410 else GREGORIAN


def _written(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield dates in digits alone, in ISO order or in the language's."""
    for m in _ISO.finditer(text):
        yield _date(m.start(), m.start() + 10, int(m[1]), int(m[2]), int(m[3]))
    for m in _NUMERIC.finditer(text):
        a, b, c = int(m[1]), int(m[3]), int(m[4])
        if len(m[1]) == 4:
            yield _date(m.start(), m.end(), a, b, c)
        elif len(m[4]) == 4:
            day, month = (a, b) if lex.order != "mdy" and not (b > 12 >= a) else (b, a)
            yield _date(m.start(), m.end(), c, month, day)


@cache
def _sign_patterns(code: str, eras: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return the patterns of dates in signs (2022年5月30日), and of a day alone (30日), of a language, or `None`."""
    n = rf"(?:\d{{1,4}}|[{_SIGNS}]{{1,4}}|元)"
    marks = {"zh": "年月[日号號]", "ja": "年月日", "ko": "년월일", "vi": ""}.get(code)
    if not marks:
        return None
    y, m, d = marks[0], marks[1], marks[2:]
    not_span = r"(?![间間간])"
    era = f"(?P<era>{'|'.join(eras)})?\\s*" if eras else "(?P<era>)"
    ym = (
        rf"{era}(?P<y>{n})\s*{y}{not_span}(?:\s*(?P<m>{n})\s*{m}(?:[份]|(?:\s*(?P<d>{n})\s*{d}{not_span}))?)?"
    )
    md = rf"(?P<m2>{n})\s*{m}(?![间間])(?:份|\s*(?P<d2>{n})\s*{d}{not_span})?"
    alone = rf"(?<![\d月월{_SIGNS}第])(?P<d>\d{{1,2}})\s?{d}{not_span}(?![前後后以内內连連目分付])"
    return re.compile(f"{ym}|{md}"), re.compile(alone)


def _signs(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield the dates of scripts that mark year, month and day by a sign."""
    found = _sign_patterns(lex.code, tuple(lex.eras))
    if found is None:
        return
    for m in found[0].finditer(text):
        if m["y"]:
            year = _number(m["y"])
            if m["era"]:
                year += lex.eras[m["era"]]
            elif year < 1000 and not (m["m"] and 50 <= year < 100):
                continue  # 5年: five years
            yield _date(m.start(), m.end(), year, _maybe(m["m"]), _maybe(m["d"]))
        elif _number(m["m2"]) <= 12 and not text[m.end() : m.end() + 1].startswith(("曜",)):
            yield _date(m.start(), m.end(), None, _number(m["m2"]), _maybe(m["d2"]), GREGORIAN)
    if lex.code in ("ja", "zh"):
        for m in found[1].finditer(text):
            if 1 <= int(m["d"]) <= 31:
                yield Piece(start=m.start(), end=m.end(), kind="date", day=int(m["d"]), calendar="day")


def _maybe(sign: str | None) -> int | None:
    return None if sign is None else _number(sign)


def _number(sign: str) -> int:
    """Return the value of digits or of signs such as 二〇二二 and 三十一."""
    if sign == "元":
        return 1
    if sign.isdigit() and sign.isascii():
        return int(sign)
    if "十" in sign:
        tens, _, ones = sign.partition("十")
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int("".join(str(_SIGN_VALUE.get(c, 0)) for c in sign) or 0)


def _named(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield dates around the name of a month: day on one side, year behind."""
    said = around(lex, r"\s*(?:{})(?![^\W\d_])", "year_after")
    for m in _months(text, lex):
        calendar, month, start, end = m
        if lex.month and (twin := lex.month.match(text, end + 1)) and text[end : end + 1] in ("/", "("):
            end = twin.end()  # مايو/أيار: one month, two names
        left, right = _around(lex)
        day = year = None
        if found := left.search(text[max(0, start - 24) : start]):
            day, start = int(found["d"]), start - min(24, start) + found.start()
        if (found := right.match(text, end)) and (found["y"] or day is None):
            if found["d"] and day is None and not _score(text, found):
                day, end = int(found["d"]), found.end("d") if not found["y"] else end
                end = max(end, found.end("all"))
            if found["y"]:
                year, end = int(found["y"]), found.end("all")
                if said and (word := said.match(text, end)):
                    end = word.end()
        if (
            year is None
            and lex.order == "ymd"
            and (found := _year_left().search(text[max(0, start - 12) : start]))
        ):
            year, start = int(found["y"]), start - min(12, start) + found.start()
        if day is None and year is None and not _cued(text, start, end, lex):
            continue
        yield _date(start, end, year, month, day, calendar)


def _score(text: str, found: re.Match[str]) -> bool:
    """Whether a number behind a month begins a score ("in June 3-2") rather than a range of days ("June 3-5")."""
    after = _SCORE.match(text, found.end("d"))
    return after is not None and not int(found["d"]) < int(after[1]) <= 31


def _months(text: str, lex: Lexicon) -> Iterator[tuple[str, int, int, int]]:
    """Yield calendar, number, start and end of every month that is named."""
    if lex.month:
        for m in lex.month.finditer(text):
            if lex.capital and m[0][0].islower():
                continue  # they march, it may
            calendar, month = lex.months[" ".join(fold(m[0].rstrip(".")).split())]
            yield calendar, month, m.start(), m.end()
    for word in lex.words.get("month_word", ()):
        for m in re.finditer(rf"(?<!\w){word}\s+(\d{{1,2}})(?!\d)", text, re.IGNORECASE):
            yield GREGORIAN, int(m[1]), m.start(), m.end()


@cache
def _patterns(
    code: str, of: str, ordinal: str, day_word: str, year_word: str
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    del code  # only tells languages apart in the cache
    link = rf"(?:\s*(?:{of})\s+|\s*(?:{of})\s*(?=['’])|[\s.-]*)" if of else r"[\s.-]*"
    tail = rf"(?:\s?(?:{ordinal})(?![^\W\d_]))?" if ordinal else ""
    before = rf"(?:(?:{day_word})\s+)?" if day_word else ""
    # "3-5 May": what stands before the hyphen is read in ranges.py
    alone = r"(?:(?<![\d.,:/-])|(?<=(?<![\d.,:/-])\d-)|(?<=(?<![\d.,:/-])\d\d-))"
    left = rf"{before}{alone}(?P<d>3[01]|[12]\d|0?[1-9]){tail}{link}$"
    year = (
        rf"(?:{year_word})?\s*(?P<y>[12]\d{{3}})(?!\d|[.,]\d)"
        if year_word
        else r"(?P<y>[12]\d{3})(?!\d|[.,]\d)"
    )
    # a full stop ends the sentence behind "May 3." where a language writes its ordinals without one
    stop = r"\." if r"\." in ordinal else r"\.\d"
    right = (
        rf"(?P<all>(?:\s+(?P<d>3[01]|[12]\d|0?[1-9])(?![\d:]|{stop}){tail})?"
        rf"(?:\s*[,،]?\s*(?:{of or 'zzz'})?\s*{year})?)"
    )
    return re.compile(left, re.IGNORECASE), re.compile(right, re.IGNORECASE)


def _around(lex: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _patterns(
        lex.code, listed(lex, "of"), lex.ordinal, listed(lex, "day_word"), listed(lex, "year_word")
    )


@cache
def _year_left() -> re.Pattern[str]:
    return re.compile(r"(?P<y>[12]\d{3})\s+(?:වසරේ\s+)?$")


def _cued(text: str, start: int, end: int, lex: Lexicon) -> bool:
    """Whether a month that stands alone is one: behind "in", "last", before "of 2020" and the like."""
    before = around(lex, r"(?<![^\W_])(?:{})\s+$", "year_before", "last_before", "next_before", "of", "on")
    after = around(lex, r"\s+(?:{})(?!\w)", "year_after", "last_after", "next_after")
    if before and before.search(text[max(0, start - 20) : start]):
        return True
    return bool(after and after.match(text, end))


@cache
def _unit(lex: Lexicon) -> re.Pattern[str]:
    """Return the pattern of a unit of time behind a number."""
    form = rf"\s*(?P<u>{lex.unit})" if lex.joined else rf"[\s-]*(?P<u>{lex.unit})(?!\w)"
    return re.compile(form, re.IGNORECASE)


def _shifts(text: str, lex: Lexicon, counted: Sequence[Number] | None = None) -> Iterator[Piece]:
    """Yield "three days ago", "in two weeks", "the past five years"."""
    if not lex.unit:
        return
    if counted is None:
        counted = numbers(text, lex.numbers)
    if lex.joined:  # a sign for "day" behind digits is no quantity, but may be a count of days here
        digits = (
            Number(m.start(), m.end(), float(m[0]), "digits")
            for m in re.finditer(r"(?<!\d)\d{1,3}(?!\d)", text)
        )
        counted = [*counted, *(n for n in digits if all(n.start != c.start for c in counted))]
    for number in counted:
        if not float(number.value).is_integer() or not 1 <= number.value <= 200 or number.kind == "vague":
            continue
        m = _unit(lex).match(text, number.end)
        if not m:
            continue
        unit = lex.units[" ".join(fold(m["u"]).split())]
        piece = _shifted(text, (number.start, m.end()), int(number.value), unit, lex)
        if piece:
            yield piece


def _shifted(text: str, at: tuple[int, int], count: int, unit: str, lex: Lexicon) -> Piece | None:
    start, end = at
    head = text[max(0, start - 24) : start]
    for key, sign in (("ago", -1), ("ahead", 1)):
        after = around(lex, r"\s*(?:{})" + ("" if lex.joined else r"(?!\w)"), f"{key}_after")
        if after and (m := after.match(text, end)):
            return Piece(start=start, end=m.end(), kind="shift", number=sign * count, code=unit)
    for key, sign in (("span", 0), ("ago", -1), ("ahead", 1)):
        bound = "" if lex.joined else r"(?<![^\W_])"
        before = around(lex, bound + r"(?:{})\s*$", f"{key}_before")
        if before and (m := before.search(head)):
            code = unit if sign else f"P{unit}"
            return Piece(
                start=start - len(head) + m.start(),
                end=end,
                kind="shift",
                number=(sign or 1) * count,
                code=code,
            )
    after = around(lex, r"\s*(?:{})(?!\w)", "span_after")
    if after and (m := after.match(text, end)):
        return Piece(start=start, end=m.end(), kind="shift", number=count, code=f"P{unit}")
    return None


def _points(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield "yesterday", "last week", "nowadays"."""
    if lex.point:
        for m in lex.point.finditer(text):
            yield Piece(
                start=m.start(), end=m.end(), kind="point", code=lex.points[" ".join(fold(m[0]).split())]
            )
    if lex.loosely:
        for m in lex.loosely.finditer(text):
            yield Piece(
                start=m.start(), end=m.end(), kind="loose", code=lex.loose[" ".join(fold(m[0]).split())]
            )


def _weekdays(text: str, lex: Lexicon) -> Iterator[Piece]:
    if not lex.weekday:
        return
    left, right = r"(?:^|(?<=\W))(?:{})\s*$", r"\s+(?:{})(?!\w)"
    last, after_last = around(lex, left, "last_before"), around(lex, right, "last_after")
    coming, after_coming = around(lex, left, "next_before"), around(lex, right, "next_after")
    for m in lex.weekday.finditer(text):
        word = m[0]
        if len(word) <= 3 and word.isascii() and not _short_day(text, m):
            continue
        side, start, end = 0, m.start(), m.end()
        head = text[max(0, start - 20) : start]
        for words, way in ((last, -1), (coming, 1)):
            if words and (b := words.search(head)):
                side, start = way, start - len(head) + b.start()
        for words, way in ((after_last, -1), (after_coming, 1)):
            if words and (b := words.match(text, end)):
                side, end = way, b.end()
        yield Piece(
            start=start, end=end, kind="weekday", number=lex.weekdays[" ".join(fold(word).split())], side=side
        )


def _short_day(text: str, m: re.Match[str]) -> bool:
    """Whether "Sun", "Mo", "Sa" is an abbreviated day: a dot or a date follows, and it begins with a capital."""
    return m[0][:1].isupper() and _SHORT.match(text, m.end()) is not None


def _days(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield days without a month: in brackets behind a weekday, "Thursday (9)", or before a word for it, 9 तारीख़."""
    patterns = [_IN_BRACKETS] if lex.weekday else []
    if alone := around(lex, r"(?<![\d.,:/-])\(?(?P<d>\d{1,2})\)?\s?(?:{})(?![^\W\d_])", "day_alone"):
        patterns.append(alone)
    for k, pattern in enumerate(patterns):
        for m in pattern.finditer(text):
            head = text[max(0, m.start() - 24) : m.start()]
            named = list(lex.weekday.finditer(head)) if lex.weekday else []
            if not 1 <= int(m["d"]) <= 31 or (k == 0 and not (named and not head[named[-1].end() :].strip())):
                continue
            coming = around(lex, r"(?:^|(?<=\W))(?:{})\s*$", "next_before")
            side = int(bool(coming and coming.search(head)))
            place = m.span("d") if k == 0 else m.span()
            yield Piece(
                start=place[0], end=place[1], kind="date", day=int(m["d"]), calendar="day", side=side,
                number=lex.weekdays[" ".join(fold(named[-1][0]).split())] + 1 if k == 0 else 0,
            )  # fmt: skip


def _years(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield years behind or before a word that says so, and in brackets."""
    before = around(lex, r"(?<![^\W_])(?:{})[\s-]*$", "year_before")
    after = around(lex, r"\s*(?:{})(?![^\W\d_])", "year_after")
    last = -99
    for m in _YEAR.finditer(text):
        year = int(m[1])
        if not (1200 <= year <= 1500 or 1800 <= year <= 2099 or 2500 <= year <= 2600):
            continue
        head = text[max(0, m.start() - 24) : m.start()]
        bracket = head.endswith(("(", "（")) and text[m.end() : m.end() + 1] in (")", "）")
        told = before and before.search(head)
        said = after and after.match(text, m.end())
        beside = last >= m.start() - 8 and "." not in text[last : m.start()]  # 2019 and 2021, 2019–2021
        if not (bracket or told or said or beside) or (year < 1500 and lex.code not in ("fa", "ar", "ur")):
            continue
        last = m.end()
        yield _date(
            m.start(), m.end(), year, None, None, LUNAR if 1430 <= year <= 1460 and lex.code == "ar" else None
        )


def _parts(text: str, lex: Lexicon) -> Iterator[Piece]:
    """Yield parts of the day; they count only beside a day."""
    if lex.part:
        for m in lex.part.finditer(text):
            yield Piece(
                start=m.start(), end=m.end(), kind="part", code=lex.parts[" ".join(fold(m[0]).split())]
            )
