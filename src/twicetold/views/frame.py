"""A comparison as a pandas table, for those who go on in a notebook.

Pandas is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twicetold.errors import MissingExtra
from twicetold.model import Comparison
from twicetold.views.contract import voices

COLUMNS = (
    "row",
    "report",
    "n",
    "kind",
    "language",
    "text",
    "start",
    "end",
    "verdict",
    "score",
    "told_by",
    "speech",
    "speaker",
    "findings",
)


def to_pandas(comparison: Comparison) -> Any:
    """Return one line a statement, in the order of the rows; `row` counts from 0 as in the JSON.

    `told_by` is the number of reports in the row, `findings` the number of differences found in it.
    """
    return frame(_lines(comparison), COLUMNS)


def frame(lines: list[dict[str, Any]], columns: Sequence[str]) -> Any:
    """Return a pandas table, or raise `MissingExtra` with the line that installs pandas."""
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("a table needs pandas: pip install 'twicetold[pandas]'") from error
    return pd.DataFrame(lines, columns=list(columns))


def _lines(comparison: Comparison) -> list[dict[str, Any]]:
    told = voices(comparison)
    languages = {report.id: report.language for report in comparison.reports}
    lines = []
    for at, row in enumerate(comparison.rows):
        for report, numbers in row.cells.items():
            for n in numbers:
                statement = comparison.statements[report][n]
                voice = told.get(statement.place)
                lines.append(
                    {
                        "row": at,
                        "report": report,
                        "n": n,
                        "kind": statement.kind,
                        "language": languages[report] if statement.language == "und" else statement.language,
                        "text": statement.text,
                        "start": statement.start,
                        "end": statement.end,
                        "verdict": row.verdict,
                        "score": row.score,
                        "told_by": len(row.cells),
                        "speech": voice[0] if voice else "none",
                        "speaker": voice[1].speaker_id if voice else None,
                        "findings": len(row.findings),
                    }
                )
    return lines
