"""Reading and splitting: sentence ends on ntrex with peers, languages, re-encoded texts, speed.

`python -m bench.splitting`. Peers (`pip install sentencex pysbd`) are left out where they are not installed.
"""

from __future__ import annotations

import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from bench.gold import shared
from twicetold.languages.detect import detect
from twicetold.languages.rules import rules
from twicetold.model import Report
from twicetold.reading.legacy import decode_legacy
from twicetold.statements import split, split_text

Figure = tuple[str, float, str]
Cutter = Callable[[str], list[str]]

LANGUAGES = {
    "ar": "arb",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "hi": "hin",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
    "ur": "urd",
    "zh": "zho-CN",
}
ENDS = frozenset(".!?…।॥۔؟。！？‽")
CLOSERS = "\"'”’»›)]}」』】“‘«„ \u00a0\u202f\u200f\u200e"
ENCODINGS = {
    "ar": ("cp1256", "iso8859_6"),
    "de": ("cp1252", "iso8859_15"),
    "es": ("cp1252", "cp850"),
    "fr": ("cp1252", "mac_roman"),
    "ru": ("cp1251", "koi8_r", "iso8859_5", "cp866"),
    "tr": ("cp1254",),
    "uk": ("cp1251", "koi8_u"),
    "ur": ("cp1256",),
    "zh": ("gb18030", "big5hkscs"),
}


@cache
def documents(language: str) -> tuple[tuple[str, ...], ...]:
    """Return ntrex documents, each a tuple of its lines."""
    folder = shared() / "data" / "ntrex"
    names = (folder / "documents.txt").read_text("utf-8").splitlines()
    lines = (folder / f"{LANGUAGES[language]}.txt").read_text("utf-8").split("\n")[: len(names)]
    found: dict[str, list[str]] = {}
    for name, line in zip(names, lines, strict=True):
        found.setdefault(name, []).append(unicodedata.normalize("NFC", line).strip())
    return tuple(tuple(part) for part in found.values())


def joined(lines: tuple[str, ...], language: str) -> tuple[str, list[int]]:
    """Return a document in one line, and where those of its lines end that carry end punctuation."""
    gap = "" if rules(language).joined else " "
    ends, at = [], 0
    for line in lines:
        at += len(line)
        if line.rstrip(CLOSERS)[-1:] in ENDS:
            ends.append(at)
        at += len(gap)
    return gap.join(lines), ends


def ends_of(pieces: list[str], text: str) -> set[int]:
    """Return where the pieces end, white space aside; a peer that loses or changes text loses its place."""
    ends, at = set(), 0
    for piece in pieces:
        bare = piece.strip()
        found = text.find(bare, at) if bare else -1
        if found >= 0:
            at = found + len(bare)
            ends.add(at)
    return ends


def judged(cutter: Cutter, language: str) -> tuple[float, float, float]:
    """Return recall of line ends, sentences a line and sentences a second."""
    hit = ends = count = lines = 0
    spent = 0.0
    for document in documents(language):
        text, wanted = joined(document, language)
        started = time.perf_counter()
        pieces = cutter(text)
        spent += time.perf_counter() - started
        found = ends_of(pieces, text)
        hit += sum(end in found for end in wanted)
        ends, count, lines = ends + len(wanted), count + len(pieces), lines + len(document)
    return hit / ends, count / lines, count / spent


def ours(language: str) -> Cutter:
    return lambda text: [span.quote(text) for span in split_text(text, language)]


def sentencex(language: str) -> Cutter | None:
    if find_spec("sentencex") is None:
        return None
    from sentencex import segment

    return lambda text: [piece for piece in segment(language, text) if piece.strip()]


def pysbd(language: str) -> Cutter | None:
    if find_spec("pysbd") is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pysbd import Segmenter

        try:
            cut = Segmenter(language=language, clean=False)
        except ValueError:
            return None
    return lambda text: [piece for piece in cut.segment(text) if piece.strip()]


def sentence_ends() -> Iterator[Figure]:
    makers = {"twicetold": ours, "sentencex": sentencex, "pysbd": pysbd}
    for language in LANGUAGES:
        for name, maker in makers.items():
            cutter = maker(language)
            if cutter is not None:
                recall, a_line, speed = judged(cutter, language)
                yield f"ends.{language}.{name}", recall, f"{a_line:.3f} sentences a line, {speed:,.0f}/s"


def told_languages() -> Iterator[Figure]:
    """Share of texts whose language is told: documents, lines, the first 30 characters of lines."""
    for language in LANGUAGES:
        lines = [line for document in documents(language) for line in document]
        whole = [" ".join(document) for document in documents(language)]
        for unit, texts in (("document", whole), ("line", lines), ("30 letters", [x[:30] for x in lines])):
            right = sum(detect(text).code == language for text in texts)
            yield f"language.{language}.{unit}", right / len(texts), f"of {len(texts)}"


def library_alone(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None else ""


def encodings(step: int = 10) -> Iterator[Figure]:
    """Share of re-encoded texts that are read right, by us and by charset-normalizer alone."""
    for language, names in ENCODINGS.items():
        lines = [line for document in documents(language) for line in document][::step]
        whole = ["\n".join(document) for document in documents(language)[:: max(1, step // 3)]]
        for encoding in names:
            for unit, texts in (("line", lines), ("document", whole)):
                data = [text.encode(encoding, "ignore") for text in texts]
                data = [each for each in data if not each.isascii()]
                wanted = [each.decode(encoding).replace("\r", "") for each in data]
                right = sum(decode_legacy(d)[0] == w for d, w in zip(data, wanted, strict=True))
                alone = sum(library_alone(d) == w for d, w in zip(data, wanted, strict=True))
                note = f"charset-normalizer alone {alone / len(data):.3f}, of {len(data)}"
                yield f"encoding.{language}.{encoding}.{unit}", right / len(data), note


def speed() -> Iterator[Figure]:
    for language in ("en", "hi", "zh"):
        lines = [line for document in documents(language) for line in document]
        text = "\n".join((lines * 12)[:10_000])
        report = Report(id="A", text=text, language=language)
        started = time.perf_counter()
        count = len(split(report))
        spent = time.perf_counter() - started
        yield (
            f"speed.{language}",
            count / spent,
            f"statements/s with kinds and languages; {count} in {spent:.2f} s",
        )


def run() -> list[Figure]:
    """Measure everything; each figure with its name and a note."""
    return [*sentence_ends(), *told_languages(), *encodings(), *speed()]


def installed(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} not installed"


def main() -> None:
    print(", ".join(map(installed, ("twicetold", "sentencex", "pysbd", "charset-normalizer", "py3langid"))))
    for name, figure, note in run():
        print(f"{name:36} {figure:12.4f}  {note}")


if __name__ == "__main__":
    main()
