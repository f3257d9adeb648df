"""Rows of invented reports, compared with an encoder that knows words by their letters only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_encoder import Plain, Wordy

from twicetold.comparison import as_reports, compare, judge
from twicetold.mentions import mention
from twicetold.model import Attribution, Quantity, Report, Row, Span, Statement

HARBOUR = (
    "The harbour of Maravel stayed closed on Monday after the storm.",
    "The ferry carried 43 people to the island of Nerbia.",
    "Mayor Ramiro Estelar praised the crew of the ferry.",
    "Police made arrests after the protest at the bridge.",
)


def row_of(left, right, encoder=None, **records):
    sides = {}
    for label, text in (("A", left), ("B", right)):
        statement = Statement(report_id=label, n=0, start=0, end=len(text), text=text)
        sides[label] = (Report(id=label, text=text, language="en"), (statement,))
    row = Row(cells={"A": (0,), "B": (0,)}, score=1.0, verdict="same")
    reports = [report for report, _ in sides.values()]
    told = {label: statements for label, (_, statements) in sides.items()}
    return compare(reports, told, [row], encoder=encoder or Wordy(), **(read(reports, told) | records))[0]


def read(reports, statements):
    """What the mentions stage finds without links."""
    found = mention(reports, statements)
    return {"entities": found.entities, "times": found.times, "quantities": found.quantities}


def found(row, aspect):
    return [f for f in row.findings if f.aspect == aspect]


def test_equal_statements_are_the_same():
    for text in HARBOUR:
        row = row_of(text, text)
        assert (row.verdict, row.findings) == ("same", ())


@pytest.mark.parametrize("encoder", [Plain(), Wordy()])
def test_numbers_that_part_contradict_and_show_both_spans(encoder):
    left, right = HARBOUR[1], HARBOUR[1].replace("43", "52")
    row = row_of(left, right, encoder)
    finding = found(row, "number")[0]
    assert (row.verdict, finding.verdict) == ("contradicts", "contradicts")
    assert finding.sides["A"][0].quote(left) == "43 people"
    assert finding.sides["B"][0].quote(right) == "52 people"
    assert "43" in finding.reason
    assert "52" in finding.reason
    assert row.findings[0] is finding


def test_more_than_forty_agrees_with_forty_three_and_says_so():
    row = row_of(HARBOUR[1], HARBOUR[1].replace("43", "more than 40"))
    assert [f.verdict for f in found(row, "number")] == ["same"]
    assert row.verdict == "same"


def test_a_dozen_is_twelve():
    row = row_of("The ferry carried 12 people.", "The ferry carried a dozen people.")
    assert not [f for f in found(row, "number") if f.verdict != "same"]


def test_a_number_that_only_one_side_gives_is_more():
    row = row_of(HARBOUR[1], "The ferry carried people to the island of Nerbia.")
    finding = found(row, "number")[0]
    assert (finding.verdict, set(finding.sides), row.verdict) == ("more", {"A"}, "more")


def test_weekdays_that_part_contradict():
    row = row_of(HARBOUR[0], HARBOUR[0].replace("Monday", "Sunday"))
    assert [f.verdict for f in found(row, "time")] == ["contradicts"]


def test_another_first_name_contradicts():
    row = row_of(HARBOUR[2], HARBOUR[2].replace("Ramiro", "Benedikt"), Plain())
    finding = found(row, "name")[0]
    assert finding.verdict == "contradicts"
    assert finding.sides["B"][0].quote(HARBOUR[2].replace("Ramiro", "Benedikt")) == "Benedikt Estelar"


def test_a_denial_contradicts():
    row = row_of(HARBOUR[3], HARBOUR[3].replace("made arrests", "made no arrests"))
    finding = found(row, "negation")[0]
    assert finding.verdict == "contradicts"
    assert set(finding.sides) == {"A", "B"}


def test_two_denials_agree():
    text = "Police made no arrests after the protest at the bridge."
    assert not found(row_of(text, text + " Nobody was hurt, police said."), "negation")


def test_what_a_longer_phrase_keeps_from_negating_still_answers():
    text = "Police made {} arrests after the protest at the bridge but opened the road."
    assert not found(row_of(text.format("not just"), text.format("not only")), "negation")
    assert not found(row_of(text.format("not just"), text.format("no mere")), "negation")


def test_a_word_that_has_its_partner_is_not_held_against_another():
    text = "Mayor Estelar said the crew did well{}."
    both = text.format(" and accused the council of haste")
    assert not found(row_of(text.format(""), both), "wording")


def test_praised_is_not_mentioned():
    row = row_of(HARBOUR[2], HARBOUR[2].replace("praised", "mentioned"))
    assert [f.verdict for f in found(row, "wording")] == ["differs"]


def test_a_phrase_that_only_one_side_tells():
    text = "The harbour stayed closed. The ferry carried people to the island."
    more = text.replace("The ferry", "The ferry with seventeenth-century brass lanterns aboard")
    row = row_of(text, more)
    shown = [s.quote(more) for f in found(row, "detail") for s in f.sides["B"]]
    assert any("brass" in s for s in shown)


def test_speakers_by_name_that_both_reports_quote_part():
    texts = {
        who: f"The bridge will open soon, {who} said." for who in ("Ramiro Estelar", "Benedikt Osorin", "she")
    }

    def said(label, who, n=0):
        return Attribution(
            report_id=label, statements=(n,), speech="indirect", content=(Span(0, 25),),
            speaker=Span(27, 27 + len(who)), speaker_id=who, confidence=0.9,
        )  # fmt: skip

    def speakers(one, other):
        heard = [said("A", one), said("B", other), said("B", one, n=7)]
        return [f.verdict for f in found(row_of(texts[one], texts[other], attributions=heard), "speaker")]

    assert speakers("Ramiro Estelar", "Benedikt Osorin") == ["differs"]
    assert speakers("Ramiro Estelar", "Ramiro Estelar") == []
    assert speakers("Ramiro Estelar", "she") == []  # she may be he that the other names


def test_given_quantities_are_taken_instead_of_read():
    text = "The ferry carried 43 people."
    given_two = [
        Quantity(report_id=label, start=18, end=20, text="43", value=value, low=value, high=value)
        for label, value in (("A", 99.0), ("B", 43.0))
    ]
    row = row_of(text, text, quantities=given_two)
    assert [f.verdict for f in found(row, "number")] == ["contradicts"]


def test_three_reports_make_one_finding():
    texts = {"A": HARBOUR[1], "B": HARBOUR[1].replace("43", "52"), "C": HARBOUR[1]}
    reports = [Report(id=k, text=t, language="en") for k, t in texts.items()]
    told = {k: (Statement(report_id=k, n=0, start=0, end=len(t), text=t),) for k, t in texts.items()}
    row = Row(cells=dict.fromkeys(texts, (0,)), score=1.0, verdict="same")
    numbers = found(compare(reports, told, [row], encoder=Wordy(), **read(reports, told))[0], "number")
    assert len(numbers) == 1
    assert set(numbers[0].sides) == {"A", "B", "C"}


def test_rows_of_one_report_come_back_as_they_were():
    report = Report(id="A", text="One. Two.", language="en")
    statement = Statement(report_id="A", n=0, start=0, end=4, text="One.")
    row = Row(cells={"A": (0,)}, score=0.7, verdict="only")
    assert compare([report], {"A": (statement,)}, [row], encoder=Wordy()) == (row,)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_every_finding_shows_spans_inside_its_report(left, right):
    row = row_of(left, right)
    for finding in row.findings:
        assert finding.sides
        assert 0 < finding.confidence < 1
        for side, spans in finding.sides.items():
            length = len(left if side == "A" else right)
            assert spans
            assert all(0 <= s.start < s.end <= length for s in spans)


def test_the_same_again_and_with_the_sides_exchanged():
    left, right = HARBOUR[1], HARBOUR[1].replace("43", "52")
    assert row_of(left, right) == row_of(left, right)
    assert row_of(left, right).verdict == row_of(right, left).verdict


def test_sentences_are_judged_one_by_one():
    left, right = (HARBOUR[1], HARBOUR[0], ""), (HARBOUR[1].replace("43", "52"), HARBOUR[0], "x")
    reports, statements = as_reports(left, right, ("en", "en"))
    judged = judge(reports, statements, Wordy(), **read(reports, statements))
    assert [j.relation for j in judged] == ["contradicts", "same", "unrelated"]
    assert judged[0].left[0].quote(HARBOUR[1]) == "43 people"


def test_a_very_long_sentence_is_no_trouble():
    assert row_of("word " * 1000, "other " * 1000 + "43").verdict in (
        "same",
        "more",
        "differs",
        "contradicts",
    )
