"""What is told alike in other words is no difference: titles, negations of what is not told, praise on both sides."""

from __future__ import annotations

import json
from importlib.resources import files
from itertools import pairwise

import numpy as np
from played_encoder import Wordy

from twicetold.comparison import as_reports, compare, judge
from twicetold.comparison.context import FEW
from twicetold.comparison.evidence import confidence
from twicetold.comparison.material import Material
from twicetold.comparison.titles import offices
from twicetold.model import Attribution, Report, Row, Span, Statement


def compared(left, right, **records):
    reports, statements = as_reports([left], [right], ("en", "en"))
    row = Row(cells={"left": (0,), "right": (0,)}, score=1.0, verdict="same")
    return compare(reports, statements, [row], encoder=Wordy(), **records)[0]


def aspects(row):
    return [(f.aspect, f.verdict) for f in row.findings]


def test_titles_are_no_names():
    assert {"judge", "minister"} <= offices("en")
    assert "agency" in offices("en")
    assert "agency" not in offices("en", groups=False)
    row = compared(
        "The people of Vess thanked Judge Osk for the work.",
        "The people of Vess thanked Minister Osk for the work.",
    )
    assert ("name", "contradicts") not in aspects(row)


def test_a_negation_of_what_the_other_side_does_not_tell_is_no_contradiction():
    told = "The council of Vess opened the old bridge across the river"
    denied = f"{told}, while strangers from afar nobody ever dared wonder about."
    assert ("negation", "contradicts") not in aspects(compared(denied, f"{told}."))
    assert ("negation", "contradicts") in aspects(
        compared(
            "The council of Vess did not open the old bridge.", "The council of Vess did open the old bridge."
        )
    )


def test_praise_on_both_sides_parts_nothing():
    both = "Mayor Osk praised the crew and praised the town of Vess."
    assert ("wording", "differs") not in aspects(compared(both, f"{both[:-1]}, and mentioned the weather."))
    assert ("wording", "differs") in aspects(
        compared("Mayor Osk praised the crew of the ferry.", "Mayor Osk mentioned the crew of the ferry.")
    )


def test_a_reason_tells_the_sides_in_the_order_of_their_labels():
    texts = {
        "A": "Mayor Osk praised the crew of the ferry.",
        "B": "Mayor Osk mentioned the crew of the ferry.",
    }
    reports = [
        Report(id=label, text=text, language="en") for label, text in sorted(texts.items(), reverse=True)
    ]
    statements = {
        label: [Statement(report_id=label, n=0, start=0, end=len(text), text=text)]
        for label, text in texts.items()
    }
    row = Row(cells={"A": (0,), "B": (0,)}, score=1.0, verdict="same")
    found = compare(reports, statements, [row], encoder=Wordy())[0].findings
    (wording,) = [f for f in found if f.aspect == "wording"]
    assert wording.reason == "A says “praised”, B says “mentioned”: praising against merely mentioning."


def attribution(report, text, speaker, cue, number):
    def place(words):
        return Span(text.index(words), text.index(words) + len(words))

    return Attribution(
        report_id=report, statements=(0,), speech="indirect", speaker=place(speaker), cue=place(cue),
        content=(Span(0, len(text)),), speaker_id=number, confidence=0.9,
    )  # fmt: skip


def test_a_source_that_only_one_side_names_is_shown():
    left = "According to the Norvik News Agency the ferry of Vess was delayed."
    right = "The ferry of Vess was delayed."
    said = attribution("left", left, "the Norvik News Agency", "According to", "s1")
    (finding,) = [f for f in compared(left, right, attributions=[said]).findings if f.aspect == "speaker"]
    assert finding.verdict == "more"
    assert [span.quote(left) for span in finding.sides["left"]] == ["According to", "the Norvik News Agency"]
    again = attribution("right", left, "the Norvik News Agency", "According to", "s1")
    assert not [f for f in compared(left, left, attributions=[said, again]).findings if f.aspect == "speaker"]


def test_near_and_not_the_same_is_said_with_the_least_met_words():
    left = [
        "The ferry of Maravel stayed in the harbour all night.",
        *[f"Line {n} about the storm." for n in range(20)],
    ]
    right = ["The ferry of Norvik left from the pier this night.", *left[1:]]
    judged = judge(*as_reports(left, right, ("en", "en")), Wordy())
    assert judged[0].relation in ("differs", "more_left", "more_right", "unrelated")
    assert judged[0].left or judged[0].right
    assert all(0 <= s.start < s.end <= len(left[0]) for s in judged[0].left)
    for spans in (judged[0].left, judged[0].right):
        assert all(a.end <= b.start for a, b in pairwise(spans)), "in order, none twice"
    assert {each.relation for each in judged[1:]} == {"same"}


class Named(Wordy):
    name = json.loads(files("twicetold.comparison").joinpath("models/centre.json").read_text("utf-8"))[
        "encoder"
    ]
    dimensions = 384

    def encode_tokens(self, texts):
        wide = [
            np.pad(t.vectors, ((0, 0), (0, 384 - t.vectors.shape[1]))) for t in super().encode_tokens(texts)
        ]
        return [
            type(t)(vectors=v.astype(np.float32), spans=t.spans, pieces=t.pieces)
            for t, v in zip(super().encode_tokens(texts), wide, strict=True)
        ]


def test_short_texts_are_centred_by_news_and_only_for_the_encoder_it_was_taken_of():
    text = "Ferry delayed"
    statement = Statement(report_id="A", n=0, start=0, end=len(text), text=text)
    report = Report(id="A", text=text, language="en")
    row = Row(cells={"A": (0,), "B": (0,)}, score=1.0, verdict="same")
    other = Statement(report_id="B", n=0, start=0, end=len(text), text=text)
    both = [report, Report(id="B", text=text, language="en")]
    tokens = {}
    for encoder in (Wordy(), Named()):
        material = Material(both, {"A": [statement], "B": [other]}, [row], encoder)
        tokens[encoder.name] = material.cells(row)[0].tokens
    plain, centred = tokens[Wordy.name], tokens[Named.name]
    assert FEW > 0
    # two words around their own mean are opposites; drawn to the mean of news they keep a direction of their own
    np.testing.assert_allclose(plain[0], -plain[1], atol=1e-3)
    assert float(centred[0] @ centred[1]) > -0.9


def test_confidence_rises_with_the_words_of_a_phrase():
    weights = confidence()
    assert len(weights) == 4
    assert weights[0] > 0
    assert weights[1] > 0
