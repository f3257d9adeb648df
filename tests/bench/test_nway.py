"""Tables of more than two reports, scored by hand-counted figures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench import nway

GOLD = sorted((Path(__file__).parents[1] / "golden").glob("*/gold.json"))
TOLD = {
    "rows": [
        {"cells": {"A": [0], "B": [0], "C": [0]}, "optional": True, "links": []},
        {
            "cells": {"A": [1], "B": [1, 2], "C": [1]},
            "links": [{"a": ["A", 1], "b": ["B", 1]}, {"a": ["A", 1], "b": ["B", 2]}, {"a": ["C", 1], "b": ["A", 1]}],
        },
        {"cells": {"A": [2]}, "links": []},
    ],
    "optional_links": [{"a": ["A", 0], "b": ["B", 1]}],
}  # fmt: skip


def rows(*groups):
    return [frozenset((place[0], int(place[1])) for place in group.split()) for group in groups]


def test_the_gold_itself_is_all_right():
    table = rows("A0 B0 C0", "A1 B1 B2 C1", "A2")
    assert nway.links(TOLD, table) == (1, 1)
    assert nway.bcubed(TOLD, table) == (1, 1)


def test_links_counted_by_hand():
    precision, recall = nway.links(TOLD, rows("A0", "B0", "C0", "A1 B1", "A2 C1", "B2"))
    assert precision == pytest.approx(1 / 2)  # A1-B1 is right, A2-C1 is not
    assert recall == pytest.approx(1 / 3)


def test_what_is_optional_counts_neither_way():
    for table in (
        rows("A0 B0 C0", "A1", "B1", "B2", "C1", "A2"),
        rows("A0 B1", "B0", "C0", "A1", "B2", "C1", "A2"),
    ):
        assert nway.links(TOLD, table) == (0, 0)
        assert nway.bcubed(TOLD, table)[0] == 1


def test_bcubed_counted_by_hand():
    precision, recall = nway.bcubed(TOLD, rows("A0", "B0", "C0", "A1 B1", "A2 C1", "B2"))
    assert precision == pytest.approx((1 + 1 + 1 + 1 / 2 + 1 / 2) / 5)
    assert recall == pytest.approx((2 / 4 + 2 / 4 + 1 / 4 + 1 / 4 + 1) / 5)


@pytest.mark.parametrize("path", GOLD, ids=[path.parent.name for path in GOLD])
def test_every_example_scores_itself_in_full(path):
    told = json.loads(path.read_text("utf-8"))
    table = [frozenset((c, n) for c, ns in row["cells"].items() for n in ns) for row in told["rows"]]
    assert nway.links(told, table) == (1, 1)
    assert nway.bcubed(told, table) == (1, 1)
    alone = [frozenset({place}) for row in table for place in row]
    assert nway.links(told, alone) == (0, 0)
    assert nway.bcubed(told, alone)[1] < 1


def test_mutual_neighbours_are_chained_into_rows():
    vectors = {name: np.eye(5, dtype=np.float32) for name in "ABC"}
    assert sorted(map(sorted, nway.chained(vectors))) == [[(c, n) for c in "ABC"] for n in range(5)]
