"""Reading web pages: main text with peers in the same run, titles in front, dates, speed; JSON Lines speed.

`python -m bench reading`. The measure is that of the field's article-extraction benchmark: shingles of four words,
precision and recall averaged over pages, F1 of the two means. Peers that are no dependency of ours (`pip install
newspaper4k boilerpy3`) are left out where they are not installed.
"""

from __future__ import annotations

import gzip
import html
import json
import logging
import re
import statistics
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.gold import shared
from twicetold.model import Report
from twicetold.reading import ReadOptions, read
from twicetold.reading.dates import days, parse_date
from twicetold.reading.pages import read_page
from twicetold.reading.pages.said import said_by
from twicetold.reading.pages.tree import decode_page, parse

Figure = tuple[str, float, str]
Counts = tuple[int, int, int]
CODES = {"English": "en", "Greek": "el", "Polish": "pl", "Russian": "ru", "Chinese": "zh"}
SETS = ("pages-en", *(f"pages-5 {code}" for code in CODES.values()))
# The best single library of the run on the development pages; ours must be above it in each.
TARGETS = {
    "pages-en F1": (">=", 0.974),
    "pages-5 en F1": (">=", 0.950),
    "pages-5 el F1": (">=", 0.962),
    "pages-5 pl F1": (">=", 0.794),
    "pages-5 ru F1": (">=", 0.865),
    "pages-5 zh F1": (">=", 0.884),
    "JSON Lines, reports a second": (">=", 1000.0),
}
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Page:
    """A raw page with the gold text."""

    group: str
    name: str
    data: bytes
    gold: str


@cache
def pages() -> tuple[Page, ...]:
    """Return every development page."""
    data = shared() / "data"
    found = [
        Page(
            "pages-en",
            name,
            gzip.decompress((data / "pages-en/html" / f"{name}.html.gz").read_bytes()),
            gold["articleBody"],
        )
        for name, gold in sorted(json.loads((data / "pages-en/ground-truth.json").read_text("utf-8")).items())
    ]
    languages = json.loads((data / "pages-5/doc_lg.json").read_text("utf-8"))
    for path in sorted((data / "pages-5/html").iterdir()):
        marked = (data / "pages-5/reference" / path.name).read_text("utf-8", "replace")
        gold = html.unescape(re.sub(r"<[^>]+>", "\n", marked))
        found.append(Page(f"pages-5 {CODES[languages[path.name]]}", path.name, path.read_bytes(), gold))
    return tuple(found)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words; a shorter text is one run."""
    words = WORD.findall(text)
    runs = (tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
    return Counter(run for run in runs if run)


def agreement(gold: str, found: str) -> Counts:
    """Return the shingles shared, only found and only gold."""
    a, b = shingles(gold), shingles(found)
    return (a & b).total(), (b - a).total(), (a - b).total()


def f1(counts: Iterable[Counts]) -> tuple[float, float, float]:
    """Return precision, recall and F1 as the field's benchmark does: means over pages, then the F1 of the means."""
    several = list(counts)
    precision = statistics.mean([_ratio(t, f) for t, f, m in several if t + f > 0] or [0.0])
    recall = statistics.mean([_ratio(t, m) for t, f, m in several if t + m > 0] or [0.0])
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _ratio(shared_runs: int, others: int) -> float:
    return shared_runs / (shared_runs + others) if shared_runs else 0.0


def run(*, quick: bool = False) -> list[Figure]:
    """Measure everything; `quick` takes every third page."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    chosen = pages()[:: 3 if quick else 1]
    try:
        return [*_extraction(chosen), *_dates(chosen), *_speed(chosen)]
    finally:
        logging.disable(logging.NOTSET)


def _extraction(chosen: tuple[Page, ...]) -> list[Figure]:
    figures: list[Figure] = []
    decoded = {page.name: decode_page(page.data)[0] for page in chosen}
    ours = {page.name: read_page(page.data) for page in chosen}
    figures += _table(chosen, {name: found.get("text", "") for name, found in ours.items()}, "", "main text")
    with_title = {name: _with_title(found) for name, found in ours.items()}
    note = "as the report has it: the title in front (gold of pages-5 has it mostly, gold of pages-en never)"
    figures += [(f"{name}, report", *rest) for name, *rest in _table(chosen, with_title, "", note)]
    for peer, (extract, described) in _peers().items():
        started = time.perf_counter()
        texts = {page.name: _safely(extract, decoded[page.name]) for page in chosen}
        each = f"{described}; {len(chosen) / (time.perf_counter() - started):.0f} pages a second"
        figures += _table(chosen, texts, f" · {peer}", each)
    return figures


def _table(chosen: tuple[Page, ...], texts: dict[str, str], suffix: str, note: str) -> list[Figure]:
    figures = []
    for group in SETS:
        counts = [agreement(page.gold, texts[page.name]) for page in chosen if page.group == group]
        precision, recall, both = f1(counts)
        figures.append(
            (f"{group} F1{suffix}", both, f"P {precision:.3f} R {recall:.3f}, {len(counts)} pages; {note}")
        )
    return figures


def _with_title(found: dict[str, Any]) -> str:
    title = found.get("facts", {}).get("title", "")
    return f"{title}\n\n{found.get('text', '')}"


def _safely(extract: Callable[[str], str | None], page: str) -> str:
    try:
        return extract(page) or ""
    except Exception:  # a peer that fails on a page has found nothing on it
        return ""


def _peers() -> dict[str, tuple[Callable[[str], str | None], str]]:
    import justext
    import lxml.html
    import trafilatura
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text

    def readability(page: str) -> str:
        return str(lxml.html.fromstring(Document(page).summary()).text_content())

    def just(page: str) -> str:
        options = {"length_low": 20, "length_high": 60, "stopwords_low": 0.0, "stopwords_high": 0.0}
        found = justext.justext(page, frozenset(), **options)
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    peers: dict[str, tuple[Callable[[str], str | None], str]] = {
        "trafilatura": (lambda p: trafilatura.extract(p, include_comments=False), _named("trafilatura")),
        "trafilatura, precision": (
            lambda p: trafilatura.extract(p, include_comments=False, favor_precision=True),
            _named("trafilatura"),
        ),
        "readability": (readability, _named("readability-lxml")),
        "jusText, no words": (just, _named("justext")),
        "resiliparse": (
            lambda p: extract_plain_text(p, main_content=True, alt_texts=False),
            _named("resiliparse"),
        ),
    }
    return peers | _further_peers()


def _further_peers() -> dict[str, tuple[Callable[[str], str | None], str]]:
    found: dict[str, tuple[Callable[[str], str | None], str]] = {}
    if find_spec("newspaper"):
        import newspaper

        def four(page: str) -> str:
            article = newspaper.Article(url="http://outlet.invalid/", fetch_images=False)
            article.download(input_html=page)
            article.parse()
            return str(article.text)

        found["newspaper4k"] = (four, _named("newspaper4k"))
    if find_spec("boilerpy3"):
        from boilerpy3 import extractors

        article = extractors.ArticleExtractor(raise_on_failure=False)
        found["boilerpy3"] = (article.get_content, _named("boilerpy3"))
    return found


def _named(package: str) -> str:
    return f"{package} {version(package)}"


def _dates(chosen: tuple[Page, ...]) -> list[Figure]:
    """Judge dates by what pages say in their metadata, which is taken out before they are read."""
    ours: list[int | None] = []
    theirs: list[int | None] = []
    believed = said = 0
    for page in chosen:
        tree = parse(decode_page(page.data)[0])
        day = parse_date(said_by(tree, url=None)[0].published)
        if day is None:
            continue
        said += 1
        found = parse_date(read_page(page.data).get("facts", {}).get("published"))
        believed += found == day
        bare = _without_metadata(tree)
        ours.append(_off(parse_date(read_page(bare).get("facts", {}).get("published")), day))
        theirs.append(_off(_htmldate(bare), day))
    named = f"metadata of {said} pages taken out; a day off is the zone of the outlet"
    return [
        ("dates, metadata kept", believed / said, f"the date a page says is the report's, {said} pages"),
        ("dates found on the page, right within a day", _right(ours), named),
        ("dates found on the page, wrong", _wrong(ours), "of those found"),
        ("dates found on the page, right within a day · htmldate", _right(theirs), _named("htmldate")),
        ("dates found on the page, wrong · htmldate", _wrong(theirs), "of those found"),
    ]


def _without_metadata(tree: Any) -> bytes:
    import lxml.html

    for element in list(tree.iter("meta", "script", "link")):
        if element.tag != "meta" or element.get("property") or element.get("name") or element.get("itemprop"):
            element.drop_tree()
    for element in tree.iter():
        if isinstance(element.tag, str):
            for name in ("itemprop", "itemtype", "datetime", "pubdate"):
                element.attrib.pop(name, None)
    return bytes(lxml.html.tostring(tree, encoding="utf-8"))


def _htmldate(page: bytes) -> str | None:
    from htmldate import find_date

    try:
        found: str | None = find_date(page.decode(), original_date=True, extensive_search=False)
    except Exception:  # as for the other peers
        return None
    return found


def _off(found: str | None, day: str) -> int | None:
    return abs(days(found[:10]) - days(day[:10])) if found else None


def _right(off: list[int | None]) -> float:
    return sum(each is not None and each <= 1 for each in off) / len(off)


def _wrong(off: list[int | None]) -> float:
    found = [each for each in off if each is not None]
    return sum(each > 1 for each in found) / max(1, len(found))


def _speed(chosen: tuple[Page, ...]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        several = chosen[::2]
        for n, page in enumerate(several):
            (Path(folder) / f"{n:04}.html").write_bytes(page.data)
        _count(Path(folder) / "0000.html")  # the child process starts and loads its libraries
        started = time.perf_counter()
        _count(Path(folder))
        pages_a_second = len(several) / (time.perf_counter() - started)
        lines = Path(folder) / "lines.jsonl"
        record = {
            "title": "Gauge {n} falls",
            "text": "The river office said the water at gauge {n} had fallen. " * 8,
        }
        line = json.dumps(record)
        lines.write_text("".join(line.replace("{n}", str(n)) + "\n" for n in range(2_000)))
        _count(lines)
        started = time.perf_counter()
        found = _count(lines)
        lines_a_second = found / (time.perf_counter() - started)
    return [
        (
            "pages a second",
            pages_a_second,
            f"one core, {len(several)} pages from files, in the child process",
        ),
        ("JSON Lines, reports a second", lines_a_second, "500 characters each, language detected"),
    ]


def _count(path: Path) -> int:
    return sum(isinstance(item, Report) for item in read(path, options=ReadOptions()))


def main() -> None:
    """Print the figures."""
    for name, figure, note in run():
        print(f"{name:56} {figure:8.3f}  {note}")


if __name__ == "__main__":
    main()
