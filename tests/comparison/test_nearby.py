"""What one cell lacks is not said to be lacking where its report tells it beside."""

from __future__ import annotations

from played_encoder import Wordy

from twicetold.comparison import as_reports, compare, judge
from twicetold.model import Report, Row, Statement

CLOSED = "The harbour of Maravel stayed closed all Monday"
EXTRA = "forty frightened sailors waved yellow lanterns"
BRIDGE = "Police guarded the wooden bridge near Nerbia"


def details(left: list[str], right: list[str]) -> list[tuple[int, str, list[str]]]:
    """Return row, side and quotes of each detail; statement k of the left is in one row with that of the right."""
    reports, statements = [], {}
    for label, texts in (("A", left), ("B", right)):
        told, at = [], 0
        for n, text in enumerate(texts):
            told.append(Statement(report_id=label, n=n, start=at, end=at + len(text), text=text))
            at += len(text) + 1
        reports.append(Report(id=label, text="\n".join(texts), language="en"))
        statements[label] = tuple(told)
    rows = [Row(cells={"A": (n,), "B": (n,)}, score=1.0, verdict="same") for n in range(len(left))]
    texts = {report.id: report.text for report in reports}
    return [
        (n, side, [s.quote(texts[side]) for s in spans])
        for n, row in enumerate(compare(reports, statements, rows, encoder=Wordy()))
        for f in row.findings
        if f.aspect == "detail"
        for side, spans in f.sides.items()
    ]


def test_a_phrase_that_a_report_tells_nowhere_is_lacking():
    left = [f"{CLOSED} while {EXTRA}.", f"{BRIDGE}."]
    assert [(n, side) for n, side, _ in details(left, [f"{CLOSED}.", f"{BRIDGE}."])] == [(0, "A")]


def test_a_phrase_that_the_next_statement_tells_is_not():
    left = [f"{CLOSED} while {EXTRA}.", f"{BRIDGE}."]
    right = [f"{CLOSED}.", f"{BRIDGE} while {EXTRA}."]
    assert details(left, right) == []
    assert details(right, left) == []


def test_sentences_that_are_only_listed_together_tell_nothing_for_each_other():
    left = [f"{CLOSED} while {EXTRA}.", f"{BRIDGE}."]
    alone = judge(*as_reports(left, [f"{CLOSED}.", f"{BRIDGE}."], ("en", "en")), Wordy())
    beside = judge(*as_reports(left, [f"{CLOSED}.", f"{BRIDGE} while {EXTRA}."], ("en", "en")), Wordy())
    for judged in (alone, beside):
        assert judged[0].relation == "more_left"
        assert EXTRA.split()[1] in judged[0].left[0].quote(left[0])
        assert [f.aspect for f in judged[0].findings] == ["detail"]
