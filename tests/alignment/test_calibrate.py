"""Models: planted gold is right, a model survives its JSON, a foreign encoder calibrates itself and says so."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from played_encoder import Plain

from twicetold.alignment import align, align_sentences, calibrate, links
from twicetold.alignment.evidence import WITHOUT_TOKENS, gather
from twicetold.alignment.sides import Means, make_side
from twicetold.model import Report, Statement

CODES = sorted(calibrate.selfset())


def numbered():
    """Return a set of texts that say where they come from: two languages, three reports, nine sentences."""
    return {
        code: tuple(tuple(f"{code} {r} {n} ends here" for n in range(9)) for r in range(3))
        for code in ("aa", "bb")
    }


def sources(text):
    return {words.split()[2] for words in text.replace("ends here", "\n").split("\n") if words.strip()}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_planted_pairs_are_linked_where_they_share_a_sentence(seed):
    for made in calibrate.plant(numbered(), ("aa", "bb"), seed):
        shared = {
            (i, j) for i, x in enumerate(made.a) for j, y in enumerate(made.b) if sources(x) & sources(y)
        }
        assert shared <= made.linked
        assert made.linked == calibrate.connected(shared)
        assert all(i < len(made.a) and j < len(made.b) for i, j in made.linked)


def test_planting_is_the_same_for_the_same_seed_and_not_for_another():
    texts = calibrate.selfset()
    assert calibrate.plant(texts, ("en", "hi"), 3) == calibrate.plant(texts, ("en", "hi"), 3)
    assert calibrate.plant(texts, ("en", "hi"), 3) != calibrate.plant(texts, ("en", "hi"), 4)


def test_the_set_is_parallel():
    texts = calibrate.selfset()
    shapes = {tuple(len(report) for report in texts[code]) for code in CODES}
    assert len(shapes) == 1
    assert all(sentence.strip() for code in CODES for report in texts[code] for sentence in report)


def test_truth_follows_the_candidates():
    found = calibrate.truth(frozenset({(0, 1), (2, 2)}), np.array([0, 0, 2]), np.array([0, 1, 2]))
    assert found.tolist() == [False, True, True]


def test_a_model_survives_its_json(encoder):
    model = calibrate.model_for(encoder)
    again = links.loads(links.dumps(model))
    sides = [
        make_side(texts, ["en"] * 9, ["body"] * 9, encoder, model.means)
        for texts in calibrate.selfset()["en"][:2]
    ]
    evidence = gather(*sides)
    np.testing.assert_allclose(again.odds(evidence), model.odds(evidence), atol=2e-3)
    assert (again.threshold, again.sharpness, again.shift) == (model.threshold, model.sharpness, model.shift)
    assert again.shipped
    assert links.dumps(links.loads(links.dumps(again))) == links.dumps(again)


def test_a_model_refuses_evidence_it_does_not_know():
    names = WITHOUT_TOKENS
    table = np.random.default_rng(1).standard_normal((40, len(names))).astype(np.float32)
    made = links.fit(names, table, table[:, 0] > 0, np.ones(40), penalty=1.0)
    sides = [make_side(["a b", "c d"], ["en"] * 2, ["body"] * 2, Plain(), Means(by_language={}))] * 2
    evidence = gather(*sides)
    assert np.isfinite(made.odds(evidence)).all()
    with pytest.raises(ValueError, match="link model"):
        made.odds(dataclasses.replace(evidence, names=("other", *names[1:])))


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.floats(-60, 60), min_size=2, max_size=20))
def test_probabilities_rise_with_the_odds_and_stay_between_0_and_1(odds):
    table = np.array([[-1.0], [1.0], [0.5], [-0.5]], np.float32)
    regression = links.fit(("x",), table, table[:, 0] > 0, np.ones(4), penalty=1.0)
    model = links.LinkModel(
        regression=regression, threshold=0.3, sharpness=0.7, shift=0.1, means=Means(by_language={}), origin=""
    )
    chances = model.probability(np.sort(np.array(odds, np.float32)))
    assert (np.diff(chances) >= 0).all()
    assert ((chances >= 0) & (chances <= 1)).all()


class Foreign(Plain):
    name = "an encoder of somebody's own"
    digest = "ef" * 16


def test_a_foreign_encoder_calibrates_itself_and_says_so():
    encoder, told = Foreign(), ["Two crews left.", "The dam opened.", "Nobody was hurt."]
    reports = [Report(id=name, text="\n".join(told), language="en") for name in "AB"]
    starts = [0, 16, 32]
    statements = {
        name: [
            Statement(report_id=name, n=n, start=s, end=s + len(t), text=t, language="en")
            for n, (t, s) in enumerate(zip(told, starts, strict=True))
        ]
        for name in "AB"
    }
    try:
        made = align(reports, statements, encoder)
        assert len(made.notes) == 1
        assert encoder.name in made.notes[0]
        assert "calibrated" in made.notes[0]
        before = calibrate._TRAINED[encoder.digest]
        align_sentences(told, told, encoder)
        assert calibrate._TRAINED[encoder.digest] is before  # learned once in a program's life
        assert set(before.means.by_language) == {*CODES, "und"}
    finally:
        calibrate._TRAINED.pop(encoder.digest, None)
