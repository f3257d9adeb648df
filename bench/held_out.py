"""Planted pairs under models that have not seen their outlet: the shipped one has learned from the same documents.

The link model is learned anew for each fold as `training/learn.py` learns it, without the fold's outlets and events;
everything else is the product's path. Language means stay those of all: they know no alignment.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.gold import Bead, Problem
from bench.vectors import Bank

LEARN = Path(__file__).resolve().parents[1] / "training" / "learn.py"


def answers(problems: Sequence[Problem], bank: Bank) -> list[list[Bead]]:
    """Return the two-sided beads of planted problems, each by the model of the fold that leaves its outlet out."""
    from bench.alignment import ours
    from twicetold.alignment.calibrate import build

    learn = _training()
    sets = learn.training_sets()
    bank.warm(text for each in sets.values() for p in each for text in p.a + p.b)
    means = learn.language_means(bank, sets)
    known = learn.examples(bank, sets, means)
    found: list[list[Bead]] = [[] for _ in problems]
    for fold in range(learn.FOLDS):
        model = build([e for p, e in known if learn.fold(p) != fold], means, origin="held out")
        with _instead_of_the_shipped(model):
            for k, problem in enumerate(problems):
                if learn.fold(problem) == fold:
                    found[k] = ours(problem, bank)
    return found


def _training() -> ModuleType:
    spec = importlib.util.spec_from_file_location("learn", LEARN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _instead_of_the_shipped(model: Any) -> Iterator[None]:
    import importlib

    stage = importlib.import_module("twicetold.alignment.align")
    shipped = stage.model_for
    stage.model_for = lambda _: model  # type: ignore[attr-defined]
    try:
        yield
    finally:
        stage.model_for = shipped  # type: ignore[attr-defined]
