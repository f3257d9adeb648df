from __future__ import annotations

from dataclasses import replace

import tellings
from hypothesis import given
from hypothesis import strategies as st

import golden
from twicetold.model import Attribution, Span, Statement
from twicetold.render.html import page
from twicetold.render.text import render
from twicetold.views import to_pandas, view_of
from twicetold.views.contract import voices
from twicetold.views.marks import Mark, pieces
from twicetold.views.scripts import direction, language_name, language_own_name, visible
from twicetold.views.words import certainty, counted, listed, percent, verdict_words


@given(
    st.text("aé中 हि", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_pieces_together_are_the_statement(text, spans):
    statement = Statement(report_id="A", n=0, start=10, end=10 + len(text), text=text)
    marks = [(Span(min(s), max(s)), Mark("finding", at)) for at, s in enumerate(spans) if min(s) < max(s)]
    marks = [(s, m) for s, m in marks if s.end > statement.start and s.start < statement.end]
    cut = pieces(statement, marks)
    assert "".join(piece.text for piece in cut) == visible(text)
    covered = {mark for piece in cut for mark in piece.marks}
    assert covered == {mark for _, mark in marks}


def test_the_gravest_and_surest_difference_comes_first():
    view = view_of(tellings.full())
    assert [(f.aspect, f.verdict) for f in view.findings] == [
        ("number", "contradicts"),
        ("time", "contradicts"),
        ("detail", "more"),
        ("number", "same"),
    ]
    assert [f.open for f in view.findings] == [True, True, True, False]
    assert all(f.row == 3 for f in view.findings)


def test_counts_add_up():
    for comparison in (tellings.full(), golden.comparison("dam-opening"), golden.comparison("ferry-fire")):
        view = view_of(comparison)
        for report in view.reports:
            assert (
                report.shared + report.alone == report.statements == len(comparison.statements[report.label])
            )
            assert report.alone == sum(len(next(filter(None, row.cells))) for row in view.only(report.label))
        assert len(view.shared) + sum(len(view.only(r.label)) for r in view.reports) == len(view.rows)


def test_a_speaker_is_named_in_the_language_of_the_report():
    view = view_of(tellings.full())
    told = {s.report: s.speaker for cell in view.rows[4].cells for s in cell if s.speaker}
    assert told == {"A": "इलारा वेन्स", "B": "Ilara Wenz"}


def test_an_attribution_carried_over_from_another_report_says_so():
    plain = tellings.full()
    carried = tuple(replace(each, projected=each.report_id == "B") for each in plain.attributions)
    comparison = replace(plain, attributions=carried)
    assert "Ilara Wenz, direct speech, so another report" in render(comparison, width=80)
    assert "direct speech, so another report" in page(comparison)
    assert "direct speech, so another report" not in page(plain)


def test_direct_and_indirect_in_one_statement_are_mixed():
    plain = tellings.full()
    text = plain.reports[1].text
    promised = text.index("promised")
    more = Attribution(
        report_id="B",
        statements=(4,),
        speech="indirect",
        content=(Span(promised, promised + 9),),
        how="cue",
        confidence=0.9,
    )
    told = voices(replace(plain, attributions=(*plain.attributions, more)))
    assert told["B", 4][0] == "mixed"
    assert told["B", 4][1].speaker_id == "s1"


def test_the_table_has_a_line_for_each_statement():
    comparison = tellings.full()
    table = to_pandas(comparison)
    assert len(table) == sum(map(len, comparison.statements.values()))
    assert list(table["row"]) == sorted(table["row"])
    assert set(table[table["report"] == "A"]["language"]) == {"hi"}


def test_direction_follows_letters_then_language_then_surroundings():
    assert direction("سلام") == "rtl"
    assert direction("BBX News گفت", "fa") == "rtl"
    assert direction("the word سلام means", "en") == "ltr"
    assert direction("12 / 3", "fa", "rtl") == "rtl"
    assert direction("שלום and more", "und") == "ltr"


def test_languages_are_called_by_name():
    assert language_name("hi") == "Hindi"
    assert language_own_name("fa") == "فارسی"
    assert language_name("und") == "language unknown"
    assert language_name("qqq") == "qqq"
    assert language_name("zh-Hant") == "Chinese (Traditional)"
    assert language_name("") == "language unknown"


def test_words():
    assert [percent(x) for x in (0, 0.004, 0.5, 0.994, 0.996, 1)] == [
        "<1%",
        "<1%",
        "50%",
        "99%",
        ">99%",
        ">99%",
    ]
    assert [certainty(x) for x in (0.95, 0.8, 0.6, 0.59)] == [
        "almost certain",
        "likely",
        "more likely than not",
        "unsure",
    ]
    assert counted(1, "row") == "1 row"
    assert counted(2000, "row") == "2,000 rows"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert verdict_words("only", ["C"]) == "only C tells this"
    assert verdict_words("more", ["A", "B"]) == "A and B: one tells more"


def test_invisible_characters_are_shown():
    assert visible("a\u202eb\x1bc\x85d\u2066e\u2069") == "a⟨RLO⟩b␛c d" + "e"
    assert visible("می\u200cشود \u200f") == "می\u200cشود \u200f"
    assert visible("\ud800") == "\ufffd"
