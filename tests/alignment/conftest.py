"""Played encoders with a model of their own, so that no test needs weights to say something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from played_encoder import Plain, Wordy

from twicetold.alignment import calibrate
from twicetold.alignment.evidence import gather
from twicetold.alignment.sides import Means, make_side


def trained(encoder: Plain) -> None:
    """Learn from reports planted in one language: to a played encoder a translation is noise."""
    texts, examples = calibrate.selfset(), []
    for seed, code in enumerate(("en", "de", "es", "tr")):
        for made in calibrate.plant(texts, (code, code), seed):
            a, b = (
                make_side(side, [code] * len(side), ["body"] * len(side), encoder, Means(by_language={}))
                for side in (made.a, made.b)
            )
            evidence = gather(a, b)
            linked = calibrate.truth(made.linked, evidence.rows, evidence.columns)
            examples.append(calibrate.Example(evidence=evidence, linked=linked))
    model = calibrate.build(examples, Means(by_language={}), origin="played")
    calibrate._TRAINED[encoder.digest] = model


@pytest.fixture(scope="session", params=[Plain, Wordy], ids=["vectors", "tokens"])
def encoder(request: pytest.FixtureRequest) -> Iterator[Plain]:
    made = request.param()
    trained(made)
    yield made
    calibrate._TRAINED.pop(made.digest, None)
