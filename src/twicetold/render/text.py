"""A comparison for a terminal: who the reports are, what they share, every row, what only one tells.

Reports stand in columns where each column gets at least `NARROWEST` cells, otherwise one under the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.model import Comparison
from twicetold.render.cells import Line, Paint, clip, line_width, show, wrap
from twicetold.render.summary import heads, strips, where_they_part
from twicetold.views.reader import FindingView, ReportView, RowView, StatementView, View, view_of
from twicetold.views.scripts import Direction
from twicetold.views.words import (
    certainty,
    counted,
    finding_words,
    listed,
    percent,
    speech_words,
    verdict_words,
)

NARROWEST = 34  # cells: six to eight words of a European language; below that a column reads like a list
_COLOURS = {
    "same": "green",
    "more": "cyan",
    "differs": "yellow",
    "contradicts": "red bold",
    "only": "magenta",
}
_SIGNS = {"same": "=", "more": "+", "only": "+", "differs": "≠", "contradicts": "≠"}
_BAR = " │ "


def render(comparison: Comparison, *, width: int = 80, color: bool = False) -> str:
    """Return the text view, `width` cells wide (at least 20), ending with a line end."""
    view = view_of(comparison)
    lines = list(_view(view, max(20, width), Paint(color)))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _view(view: View, width: int, paint: Paint) -> Iterator[str]:
    yield from heads(view, width, paint)
    if len(view.reports) > 2:
        yield from strips(view, width, paint)
    if view.parting:
        yield from where_they_part(view, width, paint)
    yield from _title("Row by row", width, paint)
    columns = (width - len(_BAR) * (len(view.reports) - 1)) // len(view.reports)
    side_by_side = columns >= NARROWEST
    if side_by_side:
        names = [clip([(f"{r.label}  {r.name}", "bold")], columns) for r in view.reports]
        yield paint(_BAR, "dim").join(show(name, paint, width=columns) for name in names)
    for row in view.rows:
        yield _rule(row, width, paint)
        yield from _columns(row, columns, paint) if side_by_side else _stack(row, width, paint)
        yield from _differences(row, width, paint)
    yield from _alone(view, width, paint)
    yield from _foot(view, width, paint)


def _title(title: str, width: int, paint: Paint) -> Iterator[str]:
    yield ""
    yield paint(title, "bold")
    yield paint("─" * min(width, max(8, len(title))), "dim")


def _rule(row: RowView, width: int, paint: Paint) -> str:
    """Draw the line above a row: its number, what it says, how sure that is."""
    said = _told(row)
    parts = [("── ", "dim"), (f"{row.number} ", "bold"), (said, _COLOURS[row.verdict])]
    if row.left_out_by and not row.is_only:
        gone = listed(row.left_out_by) if len(row.left_out_by) < 4 else f"{len(row.left_out_by)} others"
        parts.append((f", {gone} {'leaves' if len(row.left_out_by) == 1 else 'leave'} it out", ""))
    parts.append((f" · {certainty(row.score)} ({percent(row.score)}) ", "dim"))
    line = clip(parts, width)
    return show(line, paint) + paint("─" * (width - line_width(line)), "dim")


def _told(row: RowView) -> str:
    names = row.told_by if len(row.told_by) < 7 else (*row.told_by[:5], f"{len(row.told_by) - 5} more")
    return verdict_words(row.verdict, names)


def _columns(row: RowView, width: int, paint: Paint) -> Iterator[str]:
    cells = [_cell(cell, width) for cell in row.cells]
    for at in range(max(len(cell) for cell in cells)):
        here = [cell[at] if at < len(cell) else ([], "ltr") for cell in cells]
        yield paint(_BAR, "dim").join(
            show(line, paint, direction="rtl" if way == "rtl" else "ltr", width=width) for line, way in here
        )


def _stack(row: RowView, width: int, paint: Paint) -> Iterator[str]:
    labels = [cell[0].report for cell in row.cells if cell]
    margin = max(len(label) for label in labels) + 2
    for label, cell in zip(labels, filter(None, row.cells), strict=True):
        for at, (line, way) in enumerate(_cell(cell, width - margin)):
            head = paint(label, "bold") + " " * (margin - len(label)) if at == 0 else " " * margin
            yield head + show(line, paint, direction=way, width=width - margin)


def _cell(cell: Sequence[StatementView], width: int) -> list[tuple[Line, Direction]]:
    """Wrap the statements of a cell, each on a line of its own; an omission is a dash."""
    if not cell:
        return [(clip([("—", "dim")], width), "ltr")]
    lines: list[tuple[Line, Direction]] = []
    for each in cell:
        lines.extend((line, each.direction) for line in wrap(_parts(each), width))
        if each.speech != "none":
            said = f"— {each.speaker or 'nobody named'}, {speech_words(each.speech, each.projected)}"
            lines.extend((line, each.direction) for line in wrap([(said, "dim")], width))
    return lines


def _parts(statement: StatementView) -> list[tuple[str, str]]:
    parts = [] if statement.kind == "body" else [(f"[{statement.kind}] ", "dim")]
    for piece in statement.pieces:
        kinds = {mark.kind for mark in piece.marks}
        style = "bold yellow" if "finding" in kinds else "underline" if "part" in kinds else ""
        parts.append(
            (piece.text, f"{style} bold".strip() if statement.kind == "title" and not style else style)
        )
    return parts


def _differences(row: RowView, width: int, paint: Paint) -> Iterator[str]:
    """Tell a row's strongest differences in full, and that there are weaker ones."""
    for finding in row.findings:
        if finding.open:
            yield from _difference(finding, width, paint)
    for verdict, words in (("same", "point that agrees"), ("", "weaker difference")):
        rest = [
            each.aspect
            for each in row.findings
            if not each.open and (each.verdict == "same") == bool(verdict)
        ]
        if rest:
            many = words.replace("point that agrees", "points that agree")
            parts = [(f"  + {counted(len(rest), words, many if verdict else '')}: {', '.join(rest)}", "dim")]
            yield show(clip(parts, width), paint)


def _difference(finding: FindingView, width: int, paint: Paint) -> Iterator[str]:
    quotes = " · ".join(f"{label} “{words}”" if words else f"{label} —" for label, words in finding.quotes)
    head = f"{finding.aspect}, {finding_words(finding.verdict)}: "
    parts = [
        (head, _COLOURS[finding.verdict]),
        (quotes, ""),
        (f". {finding.reason}" if finding.reason else "", ""),
    ]
    parts.append((f" ({certainty(finding.confidence)}, {percent(finding.confidence)})", "dim"))
    for at, line in enumerate(wrap([part for part in parts if part[0]], width - 4)):
        yield (paint(f"  {_SIGNS[finding.verdict]} ", "bold") if at == 0 else "    ") + show(line, paint)


def _alone(view: View, width: int, paint: Paint) -> Iterator[str]:
    """List what only one report tells, a line each; the rows above have it in full."""
    for report in view.reports:
        rows = view.only(report.label)
        if not rows:
            continue
        yield from _title(f"Only {report.label} tells", width, paint)
        for row in rows:
            yield _one_line(row, report, width, paint)


def _one_line(row: RowView, report: ReportView, width: int, paint: Paint) -> str:
    cell = next(filter(None, row.cells))
    line = clip([part for each in cell for part in [(" ", ""), *_parts(each)]][1:], width - 6)
    # the text stays beside its number, also where it runs from right to left
    return f"{row.number:>4}  " + show(line, paint, direction=report.direction)


def _foot(view: View, width: int, paint: Paint) -> Iterator[str]:
    for title, notes in (
        ("Left out", [f"{s.source}: {s.reason}{f' ({s.detail})' if s.detail else ''}" for s in view.skips]),
        ("Notes", view.notes),
    ):
        if notes:
            yield from _title(title, width, paint)
            for note in notes:
                yield from (show(line, paint) for line in wrap([(note, "")], width))
    made = view.making
    yield ""
    for line in wrap(
        [
            (
                f"{made.program} · {made.model} {made.model_digest[:12]} · settings {made.settings_digest}",
                "dim",
            )
        ],
        width,
    ):
        yield show(line, paint)
