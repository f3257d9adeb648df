"""Bytes of plain text in, a report or a skip out.

The encoding is told by what is certain first (byte-order mark, well-formed UTF-8, the zeros of UTF-16 and
UTF-32), then by `legacy.decode_legacy`. What was decided stands in the report's notes.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from twicetold.languages.detect import detect
from twicetold.languages.lines import headline, lines
from twicetold.languages.rules import rules
from twicetold.model import Report, Skip
from twicetold.reading.legacy import LEAST_FIT, best_reading, decode_legacy
from twicetold.reading.text import normalise, repairs
from twicetold.settings import Settings

STAGE = "reading"
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"(\xb5/\xfd", "zstandard data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (image, sound or video)"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text (RTF) document"),
)
# Control characters that text does not hold: all but tab, line ends, form feed and escape (ISO 2022).
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_MANY_CONTROLS, _WIDE_CONTROLS = 0.05, 0.15
# In bytes that are no UTF-8 they tell more: no legacy text of ours has one, most scraps of binary data do.
_LEGACY_CONTROLS, _SHORT = 0.01, 40
_MOST_ODD = 0.1  # share of a text behind a byte-order mark that no text holds
_ENDS = b"\x00\x1a"  # what C and DOS end a text with


def read_bytes(data: bytes, *, source: str, settings: Settings | None = None) -> Report | Skip:
    """Return the report that these bytes hold, or the skip that says why there is none.

    The report's `notes` say the encoding where it was not plain UTF-8, and what was repaired. Its id is a
    digest of source and text; its language is detected, its title the headline where the text clearly starts
    with one.
    """
    settings = settings or Settings()
    if len(data) > settings.max_bytes:
        return _too_big(source, f"{len(data):,} bytes", settings)
    if not data.strip():
        return _skip(source, "empty", "the input has no text" if data else "the input has no bytes")
    decoded = _decode(data)
    if isinstance(decoded, str):
        return _skip(source, "binary", decoded)
    text, notes = decoded
    return from_text(text, source=source, notes=notes)


def from_text(text: str, *, source: str, notes: tuple[str, ...] = ()) -> Report | Skip:
    """Return the report of a text that is already decoded, or the skip that says why there is none."""
    notes = (*notes, *repairs(text))
    text = normalise(text)
    if not text.strip() or not lines(text):
        return _skip(source, "empty", "nothing but white space")
    told = detect(text)
    first = headline(text, lines(text), rules(told.code))
    return Report(
        id=hashlib.blake2b(f"{source}\n{text}".encode(), digest_size=8).hexdigest(),
        text=text,
        title=first.quote(text) if first else None,
        language=told.code,
        language_score=told.score,
        source=source,
        notes=notes,
    )


def _skip(source: str, reason: str, detail: str) -> Skip:
    return Skip(source=source, stage=STAGE, reason=reason, detail=detail)


def _too_big(source: str, size: str, settings: Settings) -> Skip:
    detail = f"{size}; the limit max_bytes is {settings.max_bytes:,} (TWICETOLD_MAX_BYTES raises it)"
    return _skip(source, "too big", detail)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]] | str:
    """Return text and notes, or in words what the bytes are when they are no text."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return f"it is {name}"
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :].decode(codec, "replace"), codec)
    ended = data.rstrip(_ENDS)
    if not ended.strip():
        return _controls_in(data, len(data) - len(ended))
    controls = len(ended) - len(ended.translate(None, _CONTROLS))
    try:
        text = data.decode("utf-8")
        certain = True
    except UnicodeDecodeError:
        certain = False
    # letters of two or four bytes leave many zeros and other controls, or are no UTF-8
    wide = None if certain and controls < _WIDE_CONTROLS * len(data) else _wide(data)
    if wide:
        text = data.decode(wide, "replace")
        note = f"decoded as {wide.upper()} (no byte-order mark; told by its zero bytes)"
        return text, (note, *_replaced(text))
    if certain:
        if controls > max(1, _MANY_CONTROLS * len(data)):
            return _controls_in(data, controls)
        return decode_legacy(data) if re.search(rb"\x1b[$(]", data[:4096]) else (text, ())
    return _narrow(data, controls)


def _marked(text: str, codec: str) -> tuple[str, tuple[str, ...]] | str:
    """Return a text behind a byte-order mark with notes, or in words why it is none."""
    odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Co") for char in text if char not in "\t\n\r\f\v")
    odd += text.count("\ufffd")
    if odd > _MOST_ODD * len(text):
        return f"a byte-order mark, and {odd:,} of the {len(text):,} characters behind it are none of a text"
    notes = () if codec == "utf-8" else (f"decoded as {codec.upper()} by its byte-order mark",)
    return text, (*notes, *_replaced(text))


def _narrow(data: bytes, controls: int) -> tuple[str, tuple[str, ...]] | str:
    """Return text and notes of bytes that are neither UTF-8 nor UTF-16, or in words why they are no text."""
    damaged = _damaged_utf8(data)
    allowed = (_LEGACY_CONTROLS if damaged is None else _MANY_CONTROLS) * len(data)
    if controls > (allowed if len(data) < _SHORT else max(1, allowed)):
        return _controls_in(data, controls)
    if damaged:
        return damaged
    found = best_reading(data)
    if found.fit < LEAST_FIT:
        return f"its {len(data):,} bytes make no words in any encoding"
    return found.text, found.notes


def _controls_in(data: bytes, controls: int) -> str:
    return f"{controls:,} control character{'s' * (controls != 1)} in {len(data):,} bytes"


def _replaced(text: str) -> tuple[str, ...]:
    count = text.count("\ufffd")
    return (f"{count} malformed characters replaced by U+FFFD",) if count else ()


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark: by where zero bytes stand, and that the beginning decodes."""
    sample = data[: 4096 - 4096 % 4]
    for codec, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if len(data) % width or len(data) < 2 * width:
            continue
        if not _zeros_fit(sample, codec, width):
            continue
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        if sum(char.isprintable() or char.isspace() for char in text) > 0.9 * len(text):
            return codec
    return None


def _zeros_fit(sample: bytes, codec: str, width: int) -> bool:
    """Whether zeros stand where this codec puts them: the high bytes of spaces and line ends at the least."""
    high = width - 1 if codec.endswith("le") else 0
    low = 0 if codec.endswith("le") else width - 1
    highs, lows = sample[high::width], sample[low::width]
    if width == 4:
        return highs.count(0) == len(highs) and lows.count(0) < 0.1 * len(lows)
    spaces = sum(1 for h, low in zip(highs, lows, strict=False) if h == 0 and low in b" \n\r.,0123456789")
    return (
        highs.count(0) > 0.02 * len(highs) and spaces > 0.02 * len(highs) and lows.count(0) < 0.02 * len(lows)
    )


def _damaged_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few bad bytes (a cut end, a pasted byte): kept, the bad ones replaced and counted."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not char.isascii() for char in text) - bad
    if good < 10 or bad > 0.05 * good:
        return None
    return text, (f"UTF-8 with {bad} malformed {'place' if bad == 1 else 'places'}, replaced by U+FFFD",)
