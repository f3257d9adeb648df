"""`twicetold pairs`: pairs of sentences, a line each, and how the two stand to each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from twicetold.cli.common import output_option, setting_options, settings_of, tell, write
from twicetold.errors import UsageError
from twicetold.model import Skip, Span
from twicetold.settings import Settings

if TYPE_CHECKING:
    from twicetold.comparison import Judgement


@click.command("pairs", short_help="Judge pairs of sentences, one pair a line.")
@click.argument("source", metavar="FILE.tsv")
@output_option
@setting_options("encoder", "cache", "threads")
def command(source: str, output: str, **given: object) -> int:
    """Judge pairs of sentences, a pair a line, tab-separated, and print a line for each.

    It says same, more_left, more_right, differs, contradicts or unrelated, how sure that is (0 to 1), and as JSON the
    spans of the left and of the right sentence behind it with what was found; the three are tab-separated. An
    empty line, or one that is no pair, gives an empty line. The languages are
    told from all left and all right sentences together.
    """
    from twicetold.reading.sentences import read_lines

    settings = settings_of(**given)
    lines = read_lines(source, settings=settings)
    if isinstance(lines, Skip):
        tell([lines])
        raise UsageError("a file of sentence pairs is needed: left, a tab, right, a pair a line")
    pairs, skips = _read(lines, source)
    if skips and not pairs:
        tell(skips)
        raise UsageError("no line of it is a pair; write the left sentence, one tab, the right sentence")
    write(_table(pairs, len(lines), settings), output)
    return tell(skips)


def _read(lines: tuple[str, ...], source: str) -> tuple[dict[int, tuple[str, str]], list[Skip]]:
    """Return the pairs by line number, from 1, and what is no pair."""
    from twicetold.reading.text import normalise

    pairs: dict[int, tuple[str, str]] = {}
    skips = []
    for n, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if len(fields) == 2:
            pairs[n] = (normalise(fields[0]), normalise(fields[1]))
        elif line.strip():
            detail = f"{len(fields)} fields; write the left sentence, one tab, the right sentence"
            skips.append(Skip(source=f"{source}:{n}", stage="reading", reason="not a pair", detail=detail))
    return pairs, skips


def _table(pairs: Mapping[int, tuple[str, str]], lines: int, settings: Settings) -> str:
    from twicetold.pipeline import judge_pairs

    judged = dict(zip(pairs, judge_pairs(list(pairs.values()), settings=settings), strict=True))
    return "".join(_line(*pairs[n], judged[n]) if n in judged else "\n" for n in range(1, lines + 1))


def _line(left: str, right: str, judged: Judgement) -> str:
    spans = {
        "left": _spans(judged.left, left),
        "right": _spans(judged.right, right),
        "findings": [
            {
                "aspect": f.aspect,
                "verdict": f.verdict,
                "sides": {side: _spans(s, left if side == "left" else right) for side, s in f.sides.items()},
                "reason": f.reason,
                "confidence": f.confidence,
            }
            for f in judged.findings
        ],
    }
    return f"{judged.relation}\t{judged.confidence:.4f}\t{json.dumps(spans, ensure_ascii=False)}\n"


def _spans(spans: tuple[Span, ...], text: str) -> list[dict[str, object]]:
    return [span.to_dict(text) for span in spans]
