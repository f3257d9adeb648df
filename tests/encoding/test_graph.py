"""The graph against the plain version, and its integers against its floats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from own_sentences import SENTENCES
from plain_e5 import hidden
from weights_file import write_weights

from twicetold.encoding.graph import build_graph
from twicetold.encoding.runner import Runner
from twicetold.encoding.tokenizer import Tokenizer, build_model
from twicetold.encoding.weights import Weights, open_weights


@pytest.fixture(scope="module")
def weights() -> Weights:
    return open_weights()


@pytest.fixture(scope="module")
def ids(weights: Weights) -> list[tuple[int, ...]]:
    return [(0, *each, 2) for each in Tokenizer(build_model(weights.vocabulary())).ids(SENTENCES)]


def test_float_graph_equals_the_plain_version(weights: Weights, ids: list[tuple[int, ...]]) -> None:
    runner = Runner(build_graph(weights, precision="fp32"), weights, threads=1)
    states = runner.run(ids[:3], lambda _, states: states.copy())
    for own, found in zip(ids[:3], states, strict=True):
        assert np.abs(hidden(weights, own) - found).max() < 2e-4


def test_integer_graph_stays_by_the_float_one(weights: Weights, ids: list[tuple[int, ...]]) -> None:
    means = []
    for precision in ("int8", "fp32"):
        runner = Runner(build_graph(weights, precision=precision), weights, threads=2)  # type: ignore[arg-type]
        rows = np.stack(runner.run(ids, lambda _, states: states.mean(axis=0)))
        means.append(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    cosines = (means[0] * means[1]).sum(axis=1)
    assert cosines.mean() > 0.998
    assert cosines.min() > 0.996


def test_any_sizes_of_the_header_are_honoured(tmp_path: Path) -> None:
    weights = open_weights(write_weights(tmp_path / "small.bin"))
    runner = Runner(build_graph(weights, precision="fp32"), weights, threads=1)
    assert runner.longest == weights.shape.positions
    own = (0, 5, 6, 7, 8, 2)
    [states] = runner.run([own], lambda _, states: states.copy())
    assert np.abs(hidden(weights, own) - states).max() < 1e-5


def test_the_same_weights_build_the_same_bytes(tmp_path: Path) -> None:
    weights = open_weights(write_weights(tmp_path / "small.bin"))
    assert build_graph(weights) == build_graph(weights)
    assert build_model(weights.vocabulary()) == build_model(weights.vocabulary())
