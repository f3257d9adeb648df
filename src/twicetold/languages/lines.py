"""What a line of a report is, by its look and the words of the tables: dateline, caption, furniture, or text.

Both the reader (which line is the headline) and the splitter (each statement's kind) ask here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twicetold.languages import scripts
from twicetold.languages.rules import Rules, fold
from twicetold.model import Kind, Span

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(rf"{scripts.LETTER}+(?:['’.-]{scripts.LETTER}+)*\.?")
_NUMBER = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?[:.hH٫]\s?\d{2}(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?!\d)")
_CJK_DATE = re.compile(r"\d+\s?[月월]\s?\d+\s?[日일]")
_CODE = re.compile(
    r"[\W_]*(?P<label>[^:：#№]{1,40}?)\s*(?:[:：#№]|No\.|no\.)\s*(?P<code>[\w/.-]*\d[\w/.-]*)\W*"
)
_PARENTHESIS = re.compile(r"[(（\[［【][^()（）\[\]［］【】]{0,60}[)）\]］】]")
_LAST_PARENTHESIS = re.compile(r"[(（\[［]([^()（）\[\]［］]{2,80})[)）\]］]\W*$")
_AFTER_PLACE = re.compile(r"[,،，;/|–—-]|\s(?=\d)")
_INNER_END = re.compile(r"[.!?।۔。！？]\s*[^\s\d\"'”’»)]\S*\s")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[@#]\w+|\S+@\S+\.\w+")
_POST = re.compile(r"[—–-]+\s.{0,60}\(@\w+\).{0,40}")
_LONGEST_TITLE = 180
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that shows something: where it stands without the space around, whether a blank one follows."""

    start: int
    end: int
    blank_after: bool


def lines(text: str) -> list[Line]:
    """Return the lines that show something, in order. The text's end counts as a blank line."""
    found: list[Line] = []
    at = 0
    for stop, after in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        start, end = trim(text, at, stop)
        if start < end:
            found.append(Line(start, end, False))
        elif found and not found[-1].blank_after:
            found[-1] = Line(found[-1].start, found[-1].end, True)
        at = after
    if found:
        found[-1] = Line(found[-1].start, found[-1].end, True)
    return found


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without white space at its ends; an empty one where it shows nothing at all."""
    piece = text[start:end]
    if not _INVISIBLE.sub("", piece).strip():
        return start, start
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def line_kind(line: str, rules: Rules) -> Kind | None:
    """Return what a whole line is, `None` for the text of the report (or its headline)."""
    if len(line) > 250:
        return None
    if not re.search(r"\w", line):
        return "boilerplate"
    if not _ADDRESS.sub("", line).strip(" ,;|·") or _POST.fullmatch(line):
        return "boilerplate"
    plain = fold(_INVISIBLE.sub("", line)).strip()
    if _is_dateline(line, rules):
        return "dateline"
    if _is_code(line, rules) or _is_furniture(plain, rules) or _is_byline(line, rules):
        return "boilerplate"
    return _caption_or_credit(line, plain, rules)


def ends_like_sentence(line: str, rules: Rules) -> bool:
    """Whether a line's last mark is one that ends a sentence, closing quotation marks and brackets aside."""
    bare = line.rstrip("".join(rules.closers | rules.either) + " \u00a0\u202f")
    return bool(bare) and (bare[-1] in rules.strong or bare[-1] in rules.weak)


def headline(text: str, found: Sequence[Line], rules: Rules) -> Span | None:
    """Return where the headline stands, or `None` where the text does not clearly start with one.

    It is the first line, datelines and furniture aside, where that is short, ends in no full stop, and has
    text behind it that reads like sentences.
    """
    for position, line in enumerate(found[:6]):
        words = text[line.start : line.end]
        if line_kind(words, rules) is not None:
            continue
        if len(words) > _LONGEST_TITLE or words[-1] in ".।۔。．:：,،，;":
            return None
        if len(words) > _LONGEST_TITLE // 2 and _INNER_END.search(words):
            return None
        rest = [text[other.start : other.end] for other in found[position + 1 : position + 41]]
        body = [other for other in rest if line_kind(other, rules) is None and fold(other) != fold(words)]
        if not body or not _reads_like_text(words, body, line.blank_after, rules):
            return None
        return Span(line.start, line.end)
    return None


def _reads_like_text(title: str, body: Sequence[str], blank_after: bool, rules: Rules) -> bool:
    ended = sum(ends_like_sentence(line, rules) for line in body[:20])
    if 2 * ended >= len(body[:20]):
        # "?" and "!" end headlines and sentences alike: among lines of one length it is a sentence
        return not ends_like_sentence(title, rules) or blank_after or len(title) < len(body[0])
    return max(map(len, body)) >= 2 * len(title) and blank_after


def _is_dateline(line: str, rules: Rules) -> bool:
    """Tell a date or a time and little else; before it a place, around it an agency in brackets.

    Every word must be known from the tables, but the place before a comma or dash (at most four words).
    """
    if len(line) > 100 or not _NUMBER.search(line):
        return False
    bare = _PARENTHESIS.sub(" ", line)
    if (
        rules.dateline_ends
        and len(line) <= 40
        and _CJK_DATE.search(line)
        and line.endswith(rules.dateline_ends)
    ):
        return True
    words = [fold(word) for word in _WORD.findall(bare)]
    named = [w for w in words if w.rstrip(".") in rules.months or w.rstrip(".") in rules.weekdays]
    dated = _DATE.search(bare) or _CJK_DATE.search(bare) or (named and _NUMBER.search(bare))
    if not dated and not (_CLOCK.search(bare) and not _unknown(bare, rules)):
        return False
    return not _unknown(bare, rules) or any(
        not _unknown(bare[cut.end() :], rules) and len(_WORD.findall(bare, 0, cut.start())) <= 4
        for cut in _AFTER_PLACE.finditer(bare)
    )


def _unknown(part: str, rules: Rules) -> list[str]:
    """Return the words that no table of dates knows. In Chinese and Japanese the known ones are cut out."""
    if rules.joined:
        known = sorted(rules.months | rules.weekdays | rules.date_words, key=lambda w: (-len(w), w))
        part = re.sub("|".join(map(re.escape, [w for w in known if not w.isascii()])), " ", fold(part))
    known_words = rules.months | rules.weekdays | rules.date_words
    return [
        w for w in map(fold, _WORD.findall(part)) if w.rstrip(".") not in known_words and w not in known_words
    ]


def _is_code(line: str, rules: Rules) -> bool:
    match = _CODE.fullmatch(line)
    if match is None or len(line) > 80:
        return False
    label = [fold(word).rstrip(".") for word in _WORD.findall(match["label"])]
    digits = sum(char.isdigit() for char in match["code"])
    if len(label) > 4 or digits < 3:
        return False
    return digits >= 2 and any(word in rules.code_words for word in label)


def _is_furniture(plain: str, rules: Rules) -> bool:
    bare = plain.strip(" \t\u00a0-–—•·|:：»«>→()[]【】.…*#!")
    if bare in rules.furniture_lines or any(phrase in plain for phrase in rules.furniture_anywhere):
        return True
    words = re.findall(r"[^\s|/•·,،]+", bare)
    if len(words) <= 25 and words and all(word.strip("()[]:.") in rules.share_words for word in words):
        return True
    return len(words) <= 16 and _starts(bare, rules.furniture_starts, rules)


def _starts(plain: str, phrases: Sequence[str], rules: Rules) -> bool:
    """Whether the line begins with one of the phrases, as whole words where the script has spaces."""
    for phrase in phrases:
        if plain.startswith(phrase):
            after = plain[len(phrase) : len(phrase) + 1]
            if not after.isalpha() or rules.joined or not phrase[-1].isalpha():
                return True
    return False


def _is_byline(line: str, rules: Rules) -> bool:
    """Tell a line of names and nothing else: "By Ana Brel", "(Nordwind)", "— Nordwind"."""
    if len(line) > 90:
        return False
    inner = re.fullmatch(r"\s*[(（\[［【]([^()（）]{2,50})[)）\]］】]\W*", line)
    if inner and len(inner[1].split()) <= 5 and not ends_like_sentence(inner[1], rules):
        return True
    words = line.split()
    if len(words) < 2 or len(words) > 10 or ends_like_sentence(line, rules):
        return False
    if words[0] in ("—", "–", "-", "--") and len(words) <= 6:
        return all(word[:1].isupper() for word in words[1:] if word[:1].isalpha())
    names = [word for word in words[1:] if word[:1].isalpha() and len(word) > 3]
    return fold(words[0]) in rules.byline_words and bool(names) and all(n[:1].isupper() for n in names)


def _caption_or_credit(line: str, plain: str, rules: Rules) -> Kind | None:
    if len(line) <= 160 and _starts(plain, rules.credit_starts, rules):
        return "boilerplate" if not ends_like_sentence(line, rules) or len(line) <= 60 else None
    if _starts(plain, rules.caption_starts, rules):
        told = re.split(r"[:：=＝]", line, maxsplit=1)[-1]
        return "caption" if _says_something(told, rules) else "boilerplate"
    if _starts(re.split(r"\s[–—|/-]\s", plain)[-1], rules.caption_starts, rules):
        return "caption"  # "The wreck on Friday – Photo: Orvana"
    last = _LAST_PARENTHESIS.search(line)
    if last and last.start() > 15 and re.search("[:：/]", last[1]):
        words = _WORD.findall(last[1])
        credited = any(fold(word).rstrip(".") in rules.credit_words for word in words)
        named = " / " in last[1] and all(word[0].isupper() for word in words if len(word) > 3)
        return "caption" if credited or named else None
    return None


def _says_something(told: str, rules: Rules) -> bool:
    """Whether a picture's line tells what is seen, not only who took it."""
    words: list[str] = _WORD.findall(told)
    if rules.joined:
        return len(told.strip()) > 12
    if scripts.main_script(scripts.count(told) or {"Latin": 0}) in scripts.CASED:
        return sum(word[:1].islower() for word in words if len(word) > 2) >= 2
    return len(words) > 4
