"""Numbers written in digits, of any script and with any grouping, as atoms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from twicetold.quantities.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a number: what it is worth, and whether it multiplies what stands before it."""

    start: int
    end: int
    value: float
    scale: bool
    digits: bool
    word: str
    joined: bool = False  # a joiner ("and", و) stands before it


@cache
def _digit_table() -> dict[int, str]:
    return {
        c: str(unicodedata.decimal(chr(c)))
        for c in (*range(0x660, 0x1100), *range(0x17E0, 0x1820), *range(0xFF10, 0xFF1A))
        if unicodedata.category(chr(c)) == "Nd"
    }


def ascii_digits(text: str) -> str:
    """Return the text with every digit as 0-9; offsets stay."""
    return text if text.isascii() else text.translate(_digit_table())


@cache
def _digits_pattern(decimal: str, group: str) -> re.Pattern[str]:
    """Return the pattern of a written number: Western or Indian groups, then a decimal part, or a fraction sign."""
    g, d = re.escape(group), re.escape("".join(dict.fromkeys(decimal + ".,")))
    western = rf"\d{{1,3}}(?:(?P<g>[{g}])\d{{3}})(?:(?P=g)\d{{3}})*(?!\d)"
    indian = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    whole = rf"(?:(?P<grouped>{western}|{indian})|(?P<plain>\d+))"
    return re.compile(rf"{whole}(?:(?P<mark>[{d}])(?P<part>\d+))?(?P<fraction>[½¼¾⅓⅔])?|(?P<alone>[½¼¾])")


def written(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Yield numbers in digits; those inside words, times and version numbers are none."""
    end = 0
    for found in _digits_pattern(lexicon.decimal, lexicon.group).finditer(text):
        start = found.start()
        if start < end or not _stands_alone(text, found, lexicon):
            end = max(end, found.end() if start >= end else end)
            continue
        end = found.end()
        yield Atom(start, found.end(), _value(found, lexicon), scale=False, digits=True, word="")


def _stands_alone(text: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    before, after = text[: found.start()][-2:], text[found.end() : found.end() + 2]
    if before[-1:] and (
        before[-1] in "_@#/\\"
        or (before[-1].isalpha() and before[-1].isascii() and not _sign_before(text, found.start()))
    ):
        return False
    if re.fullmatch(r"[^\W\d_][-‑]", before) and before[0].isascii():
        return False  # F-16, Covid-19
    if (
        re.fullmatch(r"\d[:.]", before)
        or re.match(r":\d|[.,]\d|/\d", after)
        or (before[-1:] == ":" and before[:1].isdigit())
    ):
        return False
    if lexicon.ordinals_before and lexicon.ordinals_before.search(
        text[max(0, found.start() - 4) : found.start()]
    ):
        return False
    if lexicon.dates and lexicon.dates.match(text, found.end()):
        return False
    return not (lexicon.ordinals and lexicon.ordinals.match(text, found.end()))


def _sign_before(text: str, at: int) -> bool:
    """Whether a currency code or sign ends right here: US$5, Rs500, CHF12."""
    return bool(re.search(r"(?:\b(?:Rs|CHF|EUR|USD|GBP|INR|PKR|RMB|Rp))$", text[max(0, at - 4) : at]))


def _value(found: re.Match[str], lexicon: Lexicon) -> float:
    if found["alone"]:
        return unicodedata.numeric(found["alone"])
    whole = re.sub(r"\D", "", found["grouped"] or found["plain"])
    value = float(f"{whole}.{found['part']}") if found["part"] else float(whole)
    if found["part"] and not found["grouped"] and _groups(found, lexicon) and whole != "0":
        value = float(whole + found["part"])  # 12.500 where the comma is decimal
    return value + (unicodedata.numeric(found["fraction"]) if found["fraction"] else 0.0)


def _groups(found: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a mark before three digits groups thousands: it does where the language's decimal mark is another."""
    either = "." in lexicon.decimal and "," in lexicon.decimal  # Arabic news use both both ways
    return len(found["part"]) == 3 and (either or found["mark"] not in lexicon.decimal)
