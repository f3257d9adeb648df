"""Which pieces of a page each library takes for its main text.

Four that fail differently: trafilatura (favouring precision), readability, jusText without a word list (so it
serves every language), and resiliparse. Measured one by one and together by `bench/reading.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twicetold.reading.pages.blocks import marked


def votes(html: str) -> dict[str, set[int]]:
    """Return for each library the numbers of the pieces it kept of a marked page.

    One that fails has no vote.
    """
    found = {}
    for name, extract in _LIBRARIES.items():
        try:
            found[name] = marked(extract(html))
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception:  # noqa: S112 - any of four large libraries may fail on a broken page
            continue
    return found


def _trafilatura(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False, favor_precision=True) or ""


def _readability(html: str) -> str:
    import lxml.html
    from readability import Document

    summary: Any = lxml.html.fromstring(Document(html).summary())
    return str(summary.text_content())


def _justext(html: str) -> str:
    import justext

    # without a list of stop words only length and link density speak; swept 10-40 / 40-120, flat around these
    paragraphs = justext.justext(
        html, frozenset(), length_low=20, length_high=60, stopwords_low=0.0, stopwords_high=0.0
    )
    return "\n".join(p.text for p in paragraphs if not p.is_boilerplate)


def _resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True, alt_texts=False, links=False))


_LIBRARIES: dict[str, Callable[[str], str]] = {
    "trafilatura": _trafilatura,
    "readability": _readability,
    "justext": _justext,
    "resiliparse": _resiliparse,
}
