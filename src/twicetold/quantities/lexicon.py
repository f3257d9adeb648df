"""The table "quantities" of a language made ready: words to values, phrases to patterns, unit names to units.

Names of units and currencies come from CLDR (through Babel) for every language; the table adds what CLDR lacks:
colloquial and inflected forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twicetold.languages.lookup import table

# CLDR unit -> what we call it
CLDR_UNITS = {
    "length-kilometer": "km", "length-meter": "m", "length-centimeter": "cm", "length-millimeter": "mm",
    "length-mile": "mile", "length-foot": "ft", "length-yard": "yd", "length-inch": "in",
    "mass-kilogram": "kg", "mass-gram": "g", "mass-tonne": "t", "mass-pound": "lb",
    "area-square-kilometer": "km²", "area-square-meter": "m²", "area-hectare": "ha", "area-acre": "acre",
    "volume-liter": "l", "volume-cubic-meter": "m³", "duration-year": "year", "duration-month": "month",
    "duration-week": "week", "duration-day": "day", "duration-hour": "hour", "duration-minute": "minute",
    "duration-second": "second", "temperature-celsius": "°C", "temperature-fahrenheit": "°F",
    "power-megawatt": "MW", "power-gigawatt": "GW", "power-kilowatt": "kW",
    "speed-kilometer-per-hour": "km/h", "speed-mile-per-hour": "mph",
}  # fmt: skip
CURRENCIES = (
    "USD EUR GBP INR PKR BDT LKR JPY CNY KRW RUB UAH TRY PLN CHF"
    " IRR SAR AED EGP ILS IDR VND BRL MXN CAD AUD SEK"
)
SIGNS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH",
    "₪": "ILS", "₩": "KRW", "₫": "VND", "﷼": "IRR", "৳": "BDT", "Rs": "rupee", "Rs.": "rupee", "रु": "INR",
    "रु.": "INR", "රු.": "LKR", "රු": "LKR", "ரூ.": "rupee", "ரூ": "rupee", "zł": "PLN", "R$": "BRL", "Rp": "IDR",
    "C$": "CAD", "A$": "AUD", "HK$": "HKD", "CHF": "CHF",
}  # fmt: skip
SYMBOLS = {
    "km": "km", "m": "m", "cm": "cm", "mm": "mm", "kg": "kg", "g": "g", "km²": "km²", "m²": "m²", "m³": "m³",
    "ha": "ha", "km/h": "km/h", "kmh": "km/h", "mph": "mph", "°C": "°C", "°F": "°F", "°": "°", "MW": "MW", "GW": "GW",
    "kW": "kW", "км": "km", "м": "m", "см": "cm", "мм": "mm", "кг": "kg", "га": "ha", "т": "t", "млн т": "t",
    "㎞": "km", "㎡": "m²", "㎏": "kg", "℃": "°C", "km2": "km²", "sq km": "km²", "lb": "lb", "lbs": "lb",
}  # fmt: skip
STEM = 3  # letters at least of a number word with a case ending
LARGE = 20  # value from which a number word is looked for with one
BOUNDS = ("about", "more", "least", "less", "most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What is known of numbers in one language."""

    code: str
    decimal: str
    group: str
    words: Mapping[str, float]  # every word or phrase with its value, folded
    scales: Mapping[str, float]  # those that multiply what stands before them
    vague: Mapping[str, float]  # "hundreds"
    plus: Mapping[str, float]
    halves: frozenset[str]  # "and a half", behind a number or its scale
    fraction: re.Pattern[str] | None  # "thirds": two thirds are no two
    joiners: frozenset[str]
    attached: str  # a letter that joins from within the next word
    ones_first: bool
    compound: re.Pattern[str] | None  # splits a word that several number words were run into
    signs: re.Pattern[str] | None  # a run of numeral signs, in scripts without spaces
    weak: frozenset[str]
    never: frozenset[str]
    approximate: frozenset[str]
    attached_scales: Mapping[str, float]
    suffixes: re.Pattern[str] | None
    stems: frozenset[str]  # first `STEM` letters of the large numbers that may have such a suffix
    ordinals: re.Pattern[str] | None
    ordinals_before: re.Pattern[str] | None
    counters: re.Pattern[str] | None
    before: Mapping[str, re.Pattern[str] | None]  # bound -> pattern that ends where the number begins
    after: Mapping[str, re.Pattern[str] | None]
    between: re.Pattern[str] | None
    link: re.Pattern[str] | None  # what stands between the ends of "between 5 and 10"
    range: re.Pattern[str]
    percent_before: re.Pattern[str] | None
    unit_names: Mapping[str, str]  # folded name -> unit
    unit: re.Pattern[str]
    longest: int  # most words in a phrase
    heads: frozenset[str]  # first words of all phrases
    dates: re.Pattern[str] | None  # what follows digits that are a date
    both: re.Pattern[str] | None  # "the two": not a count
    counted: Mapping[str, tuple[float, str]]  # one word for number and unit: يومين, two days
    scale_first: bool  # "million 3" for 3 million
    unit_first: bool  # "kilometres 12"


def fold(text: str) -> str:
    """Return the form in which words are compared."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text.casefold())  # ΐ casefolds to three code points
    return plain.replace("\u0307", "").replace("’", "'")


@cache
def lexicon(code: str) -> Lexicon:
    """Return the lexicon of a language; a language without a table gets the fallback's."""
    found = table(code, "quantities")
    data = found.data
    joined = bool(data.get("signs"))
    scales = _values(data.get("scales", ""))
    words = _from_zero(data.get("from_zero", "")) | _values(data.get("words", ""))
    vague, plus = _values(data.get("vague", "")), _values(data.get("plus", ""))
    units = _units(found.asked_for if not found.is_fallback else "en", data)
    counted = _counted(data.get("counted", ""))
    words |= {word: value for word, (value, _) in counted.items()}
    halves = frozenset(fold(w) for w in items(data.get("half", "")))
    every = [*words, *scales, *vague, *plus, *halves]
    return Lexicon(
        code=found.code,
        decimal=data["decimal"],
        group=data["group"] + "\u00a0\u202f" * (" " in data["group"]),
        words=words,
        scales=scales,
        vague=vague,
        plus=plus,
        halves=halves,
        fraction=_phrases(data.get("fractions", ""), r"[\s-]*{}", joined=True, close=not joined),
        joiners=frozenset(items(data.get("joiners", ""))),
        attached=data.get("attached", ""),
        ones_first=bool(data.get("ones_first")),
        compound=_compound(words, scales, data) if data.get("compound") else None,
        signs=_signs(words, scales, vague) if joined else None,
        weak=frozenset(fold(w) for w in items(data.get("weak", ""))),
        never=frozenset(fold(w) for w in items(data.get("weak_alone", ""))),
        approximate=frozenset(fold(w) for w in items(data.get("approx_words", ""))),
        attached_scales=_values(data.get("attached_scales", "")),
        suffixes=re.compile(data["suffixes"], re.IGNORECASE) if "suffixes" in data else None,
        stems=frozenset(
            word[:STEM] for word in (*scales, *words) if scales.get(word, words.get(word, 0)) >= LARGE
        ),
        ordinals=_ordinals(data.get("ordinals", "")),
        ordinals_before=_phrases(data.get("ordinals_before", ""), "{}$", joined=joined),
        counters=_alternatives(data["counters"].split()) if "counters" in data else None,
        before={b: _before(data, b, joined=joined) for b in BOUNDS},
        after={
            b: _phrases(data.get(f"{b}_after", ""), r"[\s,(]*{}", joined=True, close=not joined)
            for b in BOUNDS
        },
        between=_phrases(data.get("between", ""), r"{}\s*$", joined=joined),
        link=_link(data, joined=joined),
        range=_range(data, joined=joined),
        percent_before=_phrases(data.get("percent_before", ""), r"{}\s*$", joined=joined),
        unit_names=units,
        unit=_unit_pattern(units, joined=joined),
        longest=max((len(e.split()) for e in every), default=1),
        heads=frozenset(e.split()[0] for e in every),
        dates=re.compile(rf"\s?(?:{data['dates']})") if "dates" in data else None,
        both=_phrases(data.get("both", ""), r"{}\s*$", joined=joined),
        counted=counted,
        scale_first=bool(data.get("scale_first")),
        unit_first=bool(data.get("unit_first")),
    )


def items(text: str) -> list[str]:
    """Return the parts of a list with commas, or lines, between."""
    return [part.strip() for part in re.split(r",|\n", text) if part.strip()]


def _values(text: str) -> dict[str, float]:
    pairs = (item.rsplit("=", 1) for item in items(text))
    return {" ".join(fold(word).split()): float(value) for word, value in pairs}


def _counted(text: str) -> dict[str, tuple[float, str]]:
    pairs = (item.rsplit("=", 1) for item in items(text))
    return {fold(word): (float(told.split()[0]), told.split()[1]) for word, told in pairs}


def _from_zero(text: str) -> dict[str, float]:
    return {fold(word): float(n) for n, words in enumerate(text.split()) for word in words.split("/")}


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return re.compile("|".join(re.escape(w) for w in ordered), re.IGNORECASE)


def _phrases(text: str, form: str, *, joined: bool, close: bool = False) -> re.Pattern[str] | None:
    """Return a pattern for any of the phrases; `joined` scripts need no word boundary before, `close` one after."""
    words = [re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in items(text)]
    if not words:
        return None
    words.sort(key=lambda w: (-len(w), w))
    core = "(?:" + "|".join(words) + ")" + (r"(?![^\W\d_])" if close else "")
    return re.compile(("" if joined else r"(?<![^\W_])") + form.replace("{}", core), re.IGNORECASE)


def _before(data: Mapping[str, Any], bound: str, *, joined: bool) -> re.Pattern[str] | None:
    # an article or the like may stand between: "more than the 40"
    return _phrases(data.get(bound, ""), r"{}[\s\"(]*$", joined=joined)


def _ordinals(text: str) -> re.Pattern[str] | None:
    """Return a pattern for what makes digits an ordinal; a dot only where a lower-case letter or nothing follows."""
    marks = [
        r"\.(?=\s+[^\W\d_])"
        if m == "."
        else (r"\s?" if len(m) > 1 and not m.isascii() else "") + re.escape(m)
        for m in items(text)
    ]
    return (
        re.compile(f"(?:{'|'.join(sorted(marks, key=len, reverse=True))})(?![^\\W\\d_])") if marks else None
    )


def _compound(
    words: Mapping[str, float], scales: Mapping[str, float], data: Mapping[str, Any]
) -> re.Pattern[str]:
    parts = [w for w in (*words, *scales) if " " not in w and len(w) > 1] + items(data.get("joiners", ""))
    return _alternatives(parts)


def _signs(
    words: Mapping[str, float], scales: Mapping[str, float], vague: Mapping[str, float]
) -> re.Pattern[str]:
    single = "".join(re.escape(w) for w in (*words, *scales) if len(w) == 1)
    longer = [re.escape(w) for w in sorted((*words, *vague), key=len, reverse=True) if len(w) > 1]
    spoken = "|".join([*longer, f"[{single}]"])
    return re.compile(rf"(?:{spoken})(?:\s?(?:\d[\d,，.]*)?(?:{spoken}))*")


def _link(data: Mapping[str, Any], *, joined: bool) -> re.Pattern[str] | None:
    words = [*items(data.get("and", "")), *items(data.get("range", ""))]
    if not words:
        return None
    ordered = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
    loose = joined or bool(data.get("attached_and"))
    before, after = (r"\s*", r"[\s-]*") if loose else (r"\s+", r"\s+")
    return re.compile(f"{before}(?:{ordered}){after}", re.IGNORECASE)


def _range(data: Mapping[str, Any], *, joined: bool) -> re.Pattern[str]:
    words = "|".join(
        re.escape(w).replace(r"\ ", r"\s+") for w in sorted(items(data.get("range", "")), key=len)[::-1]
    )
    gap = r"\s*" if joined else r"\s+"
    spoken = f"|{gap}(?:{words}){gap}" if words else ""
    return re.compile(rf"(?:\s?[-–—~～〜]\s?{spoken})", re.IGNORECASE)


def _units(language: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return every name of a unit: CLDR's, then the table's, then symbols."""
    names = {fold(k): v for k, v in _cldr(language).items()}
    names |= {fold(w): "%" for w in ("%", "٪", "％", *items(data.get("percent", "")))}
    names |= {fold(w): "pp" for w in items(data.get("points", ""))}
    names |= {fold(w): "person" for w in items(data.get("people", ""))}
    for item in items(data.get("units", "")):
        word, unit = item.rsplit("=", 1)
        names[fold(word)] = unit
    names |= {fold(s): u for s, u in SYMBOLS.items() if fold(s) not in names}
    names |= {fold(s): u for s, u in SIGNS.items()}
    names |= {c.casefold(): c for c in CURRENCIES.split()}
    return names


def _cldr(language: str) -> dict[str, str]:
    """Return names of units and currencies that CLDR has for a language."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_currency_name
    from babel.units import format_unit

    names: dict[str, str] = {}
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return names
    for unit, ours in CLDR_UNITS.items():
        for count in (1, 2, 5, 100, 1.5):
            said = format_unit(count, unit, length="long", locale=locale)
            name = re.sub(r"[\d.,٫\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]+", "", said).strip(
                " \u00a0\u200f\u200e"
            )
            if name and len(name) > 1 and not name.isdigit():
                names.setdefault(name, ours)
    for currency in CURRENCIES.split():
        for several in (None, 1, 2, 5):
            names.setdefault(get_currency_name(currency, count=several, locale=locale), currency)
    return names


def _unit_pattern(names: Mapping[str, str], *, joined: bool) -> re.Pattern[str]:
    """Return a pattern for a unit right after a number; the longest name wins; words end at a word's end."""
    loose = [n for n in names if joined or not n[-1].isalnum() or n in ("°c", "°f")]
    words = [n for n in names if n not in loose]

    def either(some: list[str]) -> str:
        some = sorted(some, key=lambda n: (-len(n), n))
        return "|".join(re.escape(n).replace(r"\ ", r"\s+").replace("'", "['’]") for n in some)

    return re.compile(
        rf"[\s\u00a0\u202f-]{{0,2}}(?:(?P<word>{either(words)})(?![^\W\d_])|(?P<loose>{either(loose)}))"
        if words
        else rf"[\s\u00a0\u202f-]{{0,2}}(?P<loose>{either(loose)})",
        re.IGNORECASE,
    )
