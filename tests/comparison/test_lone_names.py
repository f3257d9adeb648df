"""A name that one side tells and the other leaves out, though its report knows it."""

from __future__ import annotations

import pytest
from played_encoder import Wordy

from twicetold.comparison import compare
from twicetold.comparison.difference import Difference
from twicetold.comparison.material import Cell
from twicetold.comparison.tell import told
from twicetold.mentions import mention
from twicetold.model import Link, Report, Row, Span, Statement


def compared(a, b, cells):
    reports, statements = [], {}
    for label, texts in (("A", a), ("B", b)):
        reports.append(Report(id=label, text="\n".join(texts), language="en"))
        starts = [sum(len(t) + 1 for t in texts[:n]) for n in range(len(texts))]
        statements[label] = tuple(
            Statement(report_id=label, n=n, start=s, end=s + len(t), text=t, language="en")
            for n, (t, s) in enumerate(zip(texts, starts, strict=True))
        )
    rows = [Row(cells={"A": (x,), "B": (y,)}, score=1.0, verdict="same") for x, y in cells]
    links = [Link(a=("A", x), b=("B", y), score=1.0) for x, y in cells]
    named = mention(reports, statements, links).entities
    found = compare(reports, statements, rows, encoder=Wordy(), entities=named)
    texts = {"A": reports[0].text, "B": reports[1].text}
    return [
        [
            {side: [s.quote(texts[side]) for s in spans] for side, spans in f.sides.items()}
            for f in row.findings
            if f.aspect == "name" and f.verdict == "more"
        ]
        for row in found
    ]


A = [
    "The envoy met Mina Varo in Osterby on Monday.",
    "Mina Varo welcomed the plan for the harbour.",
    "He left.",
]
B = [
    "The envoy met Mina Varo on Monday.",
    "Mina Varo welcomed the plan for the harbour of Osterby.",
    "He left.",
]


def test_a_place_that_the_other_report_names_elsewhere_is_missing_here():
    rows = compared(A, B, [(0, 0), (1, 1)])
    assert {"A": ["Osterby"]} in rows[0]
    assert {"B": ["Osterby"]} in rows[1]
    assert not any("Varo" in str(found) for found in rows)


def test_a_name_is_told_once_even_where_the_words_say_it_too():
    rows = compared(["The envoy met Mina Varo in Osterby."], ["The envoy met Mina Varo."], [(0, 0)])
    assert rows == [[{"A": ["Osterby"]}]]


def test_what_is_said_in_another_form_is_no_omission():
    a = ["The Osterbian mayor spoke in the harbour.", "Ships left Osterby."]
    b = ["The mayor spoke in the harbour of Osterby.", "Ships left Osterby."]
    assert compared(a, b, [(0, 0), (1, 1)]) == [[], []]


@pytest.mark.parametrize(
    ("sides", "lacking", "wanted"),
    [
        ("A", "B", "Only A says “ten”; B leaves it out."),
        ("A", "BCD", "Only A says “ten”; B, C and D leave it out."),
        ("AC", "B", "Only A and C say “ten”; B leaves it out."),
        ("B", "", "Only B says “ten”; A, C and D leave it out."),
    ],
)
def test_a_reason_lists_who_tells_and_who_leaves_out(sides, lacking, wanted):
    cells = {
        label: Cell(report=Report(id=label, text="ten"), statements=(), words=(), tokens=None, of_word=None)
        for label in "ABCD"
    }
    each = Difference(
        aspect="number",
        verdict="more",
        sides={label: (Span(0, 3),) for label in sides},
        note="",
        confidence=0.5,
        lacking=frozenset(lacking),
    )
    assert told(each, cells).reason == wanted
