"""`twicetold why`: what joins two reports in one event, or parts them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from twicetold.cli.common import (
    is_id,
    one_stdin,
    output_option,
    progress,
    setting_options,
    settings_of,
    write,
)
from twicetold.settings import Settings

if TYPE_CHECKING:
    from twicetold.happenings import Why

SHOWN = 100  # characters of a span


@click.command("why", short_help="Say why two reports tell one event, or not.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="How to print it.")  # fmt: skip
@output_option
@setting_options("library", "encoder", "cache", "threads")
def command(a: str, b: str, form: str, output: str, **given: Any) -> int:
    """Say how likely two reports tell one event, and print what joins them (+) and what parts them (-).

    A and B are sources of one report each. Two names that are no files are ids of reports of the library.
    The heaviest evidence comes first, its weight in log-odds, with the words of both reports behind it. What other
    reports say of the two, rivals that fit better, only `twicetold events` knows.
    """
    from twicetold import happenings

    one_stdin((a, b))
    settings = settings_of(**given)
    with progress() as say:
        found = (
            _kept(a, b, settings)
            if is_id(a) and is_id(b)
            else happenings.why(a, b, settings=settings, progress=say)
        )
    write(_json(found) if form == "json" else _text(found), output)
    return 0


def _kept(a: str, b: str, settings: Settings) -> Why:
    """Return what the library's own signatures of two reports tell."""
    from twicetold.happenings import Why
    from twicetold.library import Library

    with Library(settings=settings, create=False) as library:
        reports = [library.report(each).report for each in (a, b)]
        return Why(a=reports[0], b=reports[1], evidence=library.why(a, b))


def _text(found: Why) -> str:
    chance = found.evidence.probability
    verdict = "one event" if chance >= 0.5 else "two events"
    lines = [f"{verdict} · {chance:.0%} likely to be one"]
    for ground in found.evidence.grounds:
        lines.append(
            f"{'+' if ground.joins else '-'} {abs(ground.weight):5.2f}  {ground.kind}: {ground.reason}"
        )
        for letter, span, report in (("A", ground.a, found.a), ("B", ground.b, found.b)):
            if span is not None and span.end > span.start:
                lines.append(f"           {letter}  {_short(span.quote(report.text))}")
    return "\n".join(lines) + "\n"


def _short(text: str) -> str:
    from twicetold.views.scripts import visible

    plain = visible(" ".join(text.split()))
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def _json(found: Why) -> str:
    grounds = [
        {
            "kind": g.kind,
            "joins": g.joins,
            "weight": g.weight,
            "a": g.a.to_dict(found.a.text) if g.a else None,
            "b": g.b.to_dict(found.b.text) if g.b else None,
            "reason": g.reason,
        }
        for g in found.evidence.grounds
    ]
    told = {"probability": found.evidence.probability, "grounds": grounds}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
