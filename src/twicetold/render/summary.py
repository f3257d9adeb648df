"""The top of the text view: who the reports are, how much they share, where they part most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from twicetold.render.cells import Paint, clip, show, wrap
from twicetold.views.reader import OPEN_AT_FIRST, ReportView, View
from twicetold.views.words import count_word, counted, dependence_words, finding_words, listed

_MARGIN = 3


def heads(view: View, width: int, paint: Paint) -> Iterator[str]:
    """Say who the reports are and what they share."""
    yield from (show(line, paint) for line in wrap([(headline(view), "bold")], width))
    for report in view.reports:
        yield ""
        yield from _report(report, width, paint)
    yield ""
    for sentence in shared(view):
        yield from (show(line, paint) for line in wrap([(sentence, "")], width))


def headline(view: View) -> str:
    """Return "Two tellings of one event"."""
    return f"{count_word(len(view.reports)).capitalize()} tellings of one event"


def _report(report: ReportView, width: int, paint: Paint) -> Iterator[str]:
    margin = max(_MARGIN, len(report.label) + 2)
    about = " · ".join(
        part
        for part in (
            report.outlet,
            language(report),
            report.published,
            counted(report.statements, "statement"),
            report.source if report.source != "-" else "standard input",
        )
        if part
    )
    for at, line in enumerate(wrap([(about, "")], width - margin)):
        label = report.label if at == 0 else ""
        yield paint(label, "bold") + " " * (margin - len(label)) + show(line, paint)
    if report.title:
        for line in wrap([(report.title, "bold")], width - margin):
            yield " " * margin + show(line, paint, direction=report.title_direction)
    for note in report.notes:
        yield from (" " * margin + show(line, paint) for line in wrap([(note, "dim")], width - margin))


def language(report: ReportView) -> str:
    """Return the language's name, with a question mark where it was hard to tell."""
    unsure = report.language != "und" and report.language_score < 0.6
    return f"{report.language_name} (?)" if unsure else report.language_name


def shared(view: View) -> Iterator[str]:
    """Yield in sentences what the reports share, what only one tells, and how they depend on each other."""
    every = len(view.rows)
    if len(view.reports) == 2:
        shared = count_word(len(view.shared)) if view.shared else "none"
        yield f"Of {counted(every, 'thing')} told, both tell {shared}."
    elif len(view.reports) > 4:
        most = max((len(row.told_by) for row in view.rows), default=0)
        told_once = every - len(view.shared)
        yield (
            f"Of {counted(every, 'thing')} told: {len(view.shared)} by two or more"
            f" (at most {count_word(most)}), {told_once} by one."
        )
    else:
        told = Counter(len(row.told_by) for row in view.rows)
        parts = [
            f"{told[n]} {'by all' if n == len(view.reports) else f'by {count_word(n)}'}" for n in sorted(told)
        ]
        yield f"Of {counted(every, 'thing')} told: {listed(parts[::-1])}."
    for report in view.reports:
        yield (
            f"{report.label}: {report.shared} of {counted(report.statements, 'statement')} told elsewhere too"
            f", {report.alone} only here."
        )
    if view.parting:
        kinds = Counter(finding.aspect for finding in view.parting)
        several = ", ".join(f"{aspect} {count}" for aspect, count in kinds.most_common())
        yield f"{counted(len(view.parting), 'difference')}: {several}."
    for pair in view.dependences:
        yield f"{pair.a} and {pair.b}: {dependence_words(pair.verdict)}."


def strips(view: View, width: int, paint: Paint) -> Iterator[str]:
    """Draw which report tells which row: a line for each report, a mark for each row."""
    margin = max(len(report.label) for report in view.reports) + 2
    step = max(10, (width - margin) // 10 * 10)
    for start in range(0, len(view.rows), step):
        rows = view.rows[start : start + step]
        yield ""
        yield paint(
            " " * margin + "".join(f"{row.number:<10}" for row in rows[::10])[: width - margin], "dim"
        )
        for at, report in enumerate(view.reports):
            marks = "".join("█" if row.cells[at] else "·" for row in rows)
            yield paint(report.label.ljust(margin), "bold") + marks


def where_they_part(view: View, width: int, paint: Paint) -> Iterator[str]:
    """List the strongest differences, a line each; the rows have the reasons."""
    yield ""
    yield paint("Where they part", "bold")
    yield paint("─" * 15, "dim")
    for finding in view.parting[:OPEN_AT_FIRST]:
        quotes = " · ".join(
            f"{label} “{words}”" if words else f"{label} —" for label, words in finding.quotes
        )
        head = f"row {finding.row}".rjust(7)
        parts = [
            (f"{head}  ", "dim"),
            (f"{finding.aspect}, {finding_words(finding.verdict)}: ", "bold"),
            (quotes, ""),
        ]
        yield show(clip(parts, width), paint)
    if len(view.parting) > OPEN_AT_FIRST:
        rest = f"and {len(view.parting) - OPEN_AT_FIRST} weaker ones, in the rows"
        yield show(clip([(" " * 9 + rest, "dim")], width), paint)
