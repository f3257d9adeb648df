"""The evidence for words and the model over it, on similarities made by hand."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from twicetold.comparison.evidence import NAMES, evidence, likelihood
from twicetold.comparison.words import words_of
from twicetold.model import Statement


def words(text):
    statement = Statement(report_id="A", n=0, start=0, end=len(text), text=text)
    return words_of(statement, "en", None, frozenset())


LEFT = words("Seven military drones crossed Maravel harbour")
RIGHT = words("Sieben Drohnen querten Maravels Hafen")
# the extra word "military" is nearest to the drones, which "drones" is nearer to
MET = np.array(
    [
        [0.9, 0.2, 0.1, 0.1, 0.1],
        [0.2, 0.55, 0.1, 0.1, 0.2],
        [0.1, 0.9, 0.2, 0.1, 0.2],
        [0.1, 0.2, 0.8, 0.1, 0.1],
        [0.1, 0.1, 0.1, 0.9, 0.3],
        [0.1, 0.1, 0.2, 0.2, 0.9],
    ],
    np.float32,
)


def sides(raw=MET):
    return evidence(raw, LEFT, range(len(LEFT)), RIGHT, range(len(RIGHT)))


def test_a_row_for_each_word_a_column_for_each_name():
    left, right = sides()
    assert left.shape == (len(LEFT), len(NAMES))
    assert right.shape == (len(RIGHT), len(NAMES))
    assert np.isfinite(left).all()


def test_a_word_whose_partner_belongs_to_another_is_the_likeliest_to_be_missing():
    left, right = (likelihood(side) for side in sides())
    assert LEFT[int(left.argmax())].text == "military"
    assert left.max() > 0.3
    assert right.max() < 0.3
    assert sides()[0][1, NAMES.index("rival")] == pytest.approx(0.35, abs=1e-6)


def test_exchanged_sides_give_exchanged_evidence():
    left, right = sides()
    turned = evidence(MET.T.copy(), RIGHT, range(len(RIGHT)), LEFT, range(len(LEFT)))
    np.testing.assert_allclose(turned[0], right, atol=1e-6)
    np.testing.assert_allclose(turned[1], left, atol=1e-6)


def test_the_model_knows_each_number_and_says_where_it_is_from():
    told = json.loads(files("twicetold.comparison").joinpath("models/untold.json").read_text("utf-8"))
    assert set(told["features"]) == set(NAMES)
    assert all(spread > 0 for _, spread, _ in told["features"].values())
    assert "ntrex" in told["origin"]
