"""`twicetold quotes`: who says what in one report, as JSON."""

from __future__ import annotations

import json
from typing import Any

import click

from twicetold.cli.common import output_option, settings_of, tell, write
from twicetold.errors import UsageError
from twicetold.model import Attribution, Report, Skip


@click.command("quotes", short_help="Say who says what in a report.")
@click.argument("source", metavar="FILE")
@click.option("--language", metavar="CODE", help="The report's language, where detection errs.")
@click.option(
    "--attitudes", is_flag=True, help="Tell what is wanted, supported, known or shown too (English)."
)
@output_option
def command(source: str, language: str | None, attitudes: bool, output: str) -> int:
    """Print who says what in a report, by which words, as a JSON list in the order of the text.

    Each entry has speaker and cue (spans, or null), content (a list of spans), type (direct, indirect or mixed),
    speaker_id (shared by all that one speaker says), confidence (0 to 1), how the speaker was found, and the
    statements that it touches. A span counts Unicode code points of the text as read, the end not included. What is no
    speech has the type none; it is told on demand only.
    """
    from twicetold import pipeline
    from twicetold.speakers import attribute
    from twicetold.statements import split

    found = list(pipeline.one_source(source, settings=settings_of(), language=language))
    skips = [each for each in found if isinstance(each, Skip)]
    reports = [each for each in found if isinstance(each, Report)]
    if not reports:
        tell(skips)
        raise UsageError(f"{source}: no report to read")
    if len(reports) > 1:
        raise UsageError(f"{source}: {len(reports)} reports; quotes takes one at a time")
    report = reports[0]
    _warn(report)
    told = [_entry(each, report.text) for each in attribute(report, split(report), attitudes=attitudes)]
    write(json.dumps(told, ensure_ascii=False, indent=1) + "\n", output)
    return tell(skips)


def _warn(report: Report) -> None:
    """Say where quotation marks alone decide, for want of a table."""
    from twicetold.speakers.lexicon import lexicon

    if lexicon(report.language).is_fallback:
        click.echo(
            f"twicetold: nothing is known of speech in {report.language!r}; quotation marks alone decide",
            err=True,
        )


def _entry(each: Attribution, text: str) -> dict[str, Any]:
    return {
        "speaker": each.speaker.to_dict(text) if each.speaker else None,
        "cue": each.cue.to_dict(text) if each.cue else None,
        "content": [span.to_dict(text) for span in each.content],
        "type": each.speech,
        "speaker_id": each.speaker_id,
        "confidence": round(each.confidence, 4),
        "how": each.how,
        "statements": list(each.statements),
    }
