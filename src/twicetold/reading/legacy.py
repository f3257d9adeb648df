"""Bytes of an older encoding to text.

A library (charset-normalizer) proposes. On short texts and on the many Latin code pages it errs, so its
proposal and the encodings that news was ever written in are all read, and each reading is judged by the
letters of the language that it then seems to be in. The note says who decided.
"""

from __future__ import annotations

import logging
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from twicetold.languages import scripts
from twicetold.languages.detect import detect
from twicetold.languages.lookup import FALLBACK, table

# In order of how likely they are met; a tie goes to the first. The second figure is what an encoding that is
# rare in files of news must make good by fitting better.
ENCODINGS: tuple[tuple[str, float], ...] = (
    ("cp1252", 0.0),
    ("cp1251", 0.0),
    ("gb18030", 0.0),
    ("cp932", 0.0),
    ("big5hkscs", 0.01),
    ("cp949", 0.0),
    ("cp1256", 0.0),
    ("cp1250", 0.01),
    ("cp1254", 0.01),
    ("cp1253", 0.01),
    ("cp1255", 0.01),
    ("euc_jp", 0.0),
    ("cp874", 0.01),
    ("koi8_r", 0.01),
    ("koi8_u", 0.01),
    ("cp1257", 0.02),
    ("cp1258", 0.02),
    ("iso8859_2", 0.02),
    ("iso8859_15", 0.02),
    ("iso8859_5", 0.02),
    ("iso8859_6", 0.02),
    ("iso8859_7", 0.02),
    ("iso8859_8", 0.02),
    ("iso8859_9", 0.02),
    ("cp866", 0.03),
    ("mac_cyrillic", 0.05),
    ("mac_roman", 0.08),
    ("cp850", 0.08),
    ("cp852", 0.08),
    ("iso8859_16", 0.08),
)
_ESCAPED = ("iso2022_jp", "iso2022_kr")
SAMPLE = 6_000  # bytes, of lines that hold any beyond ASCII
# The library's own choice stands where no other reading is better by this much of what a letter counts.
MARGIN = 0.02
# Below this no reading is text. Of 2,213 lines and beginnings of lines (12 to 300 characters, 39 pairs of language
# and encoding) none fits worse; of slices of programs, images of numbers, compressed and random data of 30 bytes
# and more that hold no control character either, 19 in 20 do.
LEAST_FIT = -0.2
# Encodings of several bytes a letter: one damaged byte and no strict reading is right.
_SEVERAL_BYTES = ("gb18030", "cp932", "big5hkscs", "cp949", "euc_jp")
_DAMAGED, _SURE = 0.03, 0.3  # share of malformed places, and fit, that such a reading is believed with
_DOUBTFUL, _BETTER = (
    0.5,
    0.2,
)  # it is tried where no strict reading fits this well, and must fit so much better
_PUNCTUATION = frozenset(
    "“”‘’„‚«»‹›¿¡ªº–—…·•°©®™、。，！？：；（）「」『』《》〈〉【】・ー،؛؟٪٫٬\u00a0\u202f\u3000\u200c\u200e\u200f"
)
# What a letter is worth that is not among its language's frequent ones.
_UNLISTED = {"Latin": -0.9, "Hangul": 0.3, "Han": 0.0}
# Scripts whose words never run into Latin letters: where they do, the bytes were read wrongly.
_NEVER_MIXED = frozenset({"Cyrillic", "Greek", "Arabic", "Hebrew", "Thai"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, a note that says which encoding was decided on and by whom, and how well its letters fit (at most 1)."""

    text: str
    notes: tuple[str, ...]
    fit: float = 1.0
    codec: str | None = None  # that other bytes of the same source may be read with, strictly


def decode_legacy(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text and a note that says which encoding was decided on, and by whom. Never fails."""
    found = best_reading(data)
    return found.text, found.notes


def best_reading(data: bytes) -> Reading:
    """Return the reading that fits best. Never fails; what is no text at all fits worse than `LEAST_FIT`."""
    if data.isascii():
        return Reading(*_escaped(data))
    proposed = _proposed(data)
    sample = _sample(data)
    readings: list[tuple[float, int, str, float]] = []
    for position, (encoding, malus) in enumerate(_candidates(proposed)):
        fit = _fit(sample, encoding)
        if fit is not None:
            readings.append(
                (fit - malus + (MARGIN if encoding == proposed else 0.0), -position, encoding, fit)
            )
    for _, _, encoding, fit in sorted(readings, reverse=True):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        who = "charset-normalizer" if encoding == proposed else "by the letters of its language"
        found = Reading(text, (f"decoded as {encoding.replace('_', '-')} ({who})",), fit, encoding)
        return found if fit >= _DOUBTFUL else _damaged(data, sample, fit + _BETTER) or found
    text = data.decode("cp1252", "replace")
    note = "no encoding fits; read as cp1252, what it has not replaced by U+FFFD"
    return _damaged(data, sample, LEAST_FIT) or Reading(text, (note,), -1.0)


def _damaged(data: bytes, sample: bytes, least: float) -> Reading | None:
    """Return a reading in an encoding of several bytes a letter, a few of them wrong, that fits `least` or better."""
    readings = []
    for encoding in _SEVERAL_BYTES:
        text = sample.decode(encoding, "replace")
        bad = text.count("\ufffd")
        fit = _fit_of(text.replace("\ufffd", ""))
        if bad <= max(1, _DAMAGED * len(text)) and fit >= max(_SURE, least):
            readings.append((fit, encoding))
    if not readings:
        return None
    fit, encoding = max(readings)
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd")
    places = f"{bad} malformed place{'s' * (bad != 1)} replaced by U+FFFD"
    return Reading(text, (f"decoded as {encoding.replace('_', '-')} with {places}",), fit)


def _escaped(data: bytes) -> tuple[str, tuple[str, ...]]:
    for encoding in _ESCAPED:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.isascii():
            return text, (f"decoded as {encoding.replace('_', '-')} (by its escape sequences)",)
    return data.decode("ascii"), ()


def _proposed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").setLevel(logging.ERROR)
    best = from_bytes(data[:200_000]).best()
    return best.encoding if best is not None else None


def _candidates(proposed: str | None) -> list[tuple[str, float]]:
    """All encodings to read; what the library proposes beyond them comes last, as a rare one."""
    known = {encoding for encoding, _ in ENCODINGS}
    rare = [(proposed, 0.1)] if proposed and proposed not in known and not proposed.startswith("utf") else []
    return [*ENCODINGS, *rare]


def _sample(data: bytes) -> bytes:
    """Return all of a short text, else its first lines with bytes beyond ASCII.

    No encoding read here has a line end inside a letter.
    """
    if len(data) <= SAMPLE:
        return data
    lines, size = [], 0
    for line in data.splitlines():
        if line.isascii():
            continue
        lines.append(line[:SAMPLE])
        size += len(line)
        if size >= SAMPLE:
            break
    return b"\n".join(lines)


def _fit(sample: bytes, encoding: str) -> float | None:
    """Return how well a reading fits, at most 1; `None` where the bytes are not of the encoding."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4 or len(sample) < SAMPLE:
            return None
        text = sample[: error.start].decode(encoding)  # the sample ends inside a letter
    return _fit_of(text)


def _fit_of(text: str) -> float:
    """Return how well the letters of a text fit the language it seems to be in, at most 1."""
    text = unicodedata.normalize("NFC", text)
    told = detect(text)
    counts = scripts.count("".join(char for char in text if not char.isascii()))
    foreign = scripts.main_script(counts) if counts else "Latin"
    if foreign == "Latin":
        return max(_worth(text, frozenset(_alphabet(told.code))), -1.0) * (0.5 + 0.5 * told.score)
    # a handful of foreign letters in a text of plain Latin words are Latin letters read wrongly
    latin = scripts.count(text)["Latin"]
    stray = max(0.0, 2 * latin / (latin + counts[foreign]) - 1) if counts else 0.0
    return (
        max((_worth(text, frozenset(_alphabet(code))) for code in _of_script(foreign)), default=-1.0) - stray
    )


def _alphabet(code: str) -> str:
    letters: str = table(FALLBACK, "detect").data["alphabets"].get(code, "")
    return letters


@cache
def _of_script(script: str) -> list[str]:
    """Languages whose frequent letters are known and of a script; Japanese and Chinese answer for Han."""
    known: dict[str, str] = table(FALLBACK, "detect").data["alphabets"]
    found = [code for code, letters in known.items() if scripts.script(letters[0]) == script]
    return [*found, *(["ja"] if script == "Han" else ["zh"] if script == "Kana" else [])]


def _worth(text: str, alphabet: frozenset[str]) -> float:
    """Return the mean worth of the letters beyond ASCII: 1 each where they belong, less than 0 where not."""
    worth, seen = 0.0, 0
    for (before, letter), times in Counter(zip(" " + text, text, strict=False)).items():
        if not letter.isascii():
            seen += times
            worth += times * _one(before, letter, alphabet)
        pair = {scripts.script(before), scripts.script(letter)}
        if "Latin" in pair and pair & _NEVER_MIXED:
            worth -= times
        if before.islower() and letter.isupper() and not before.isascii():
            worth -= times  # "äSprichst": a quotation mark read as a letter
    return worth / seen if seen else 0.0


def _one(before: str, letter: str, alphabet: frozenset[str]) -> float:
    """Return what a character beyond ASCII is worth behind the one before it: at most 1."""
    script = scripts.script(letter)
    if letter in alphabet:
        return 1.0 if before.islower() or not before.isupper() else 0.5
    if letter in _PUNCTUATION:
        return 0.6
    if letter.isupper():
        if letter.lower() not in alphabet:
            return -0.7
        return 0.8 if not before.isalpha() else -0.8 if before.islower() else 0.0
    if unicodedata.category(letter)[0] == "M":
        return 0.3 if before.isalpha() else -1.5
    if script is None:
        # a fraction, a box or a control inside a word: no reading is right that has it
        return -6.0 if before.isalpha() and not letter.isalpha() else -1.5
    return _UNLISTED.get(script, -0.3)
