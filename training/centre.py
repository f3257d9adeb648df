"""Where the tokens of news lie on the whole: `python training/centre.py`.

Vectors are centred by the mean of their report before they are compared; a text of a few sentences has no mean worth
its name, and what it tells would be taken out of it. So the mean is drawn towards one of ntrex (CC BY-SA 4.0), the
same number of lines in each of twelve languages. Writes `src/twicetold/comparison/models/centre.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench.mentions import NTREX
from untold import ROOT, lines

from twicetold.encoding import open_encoder
from twicetold.encoding.base import TokenEncoder

LINES = 60  # of each language, spread over the set


def main() -> None:
    """Encode, average, write."""
    encoder = open_encoder("e5", cache="", threads=1, progress=None)
    assert isinstance(encoder, TokenEncoder)
    means = []
    for language in ("en", *sorted(NTREX)):
        told = lines(language)
        texts = told[:: max(1, len(told) // LINES)][:LINES]
        means.append(np.concatenate([t.vectors for t in encoder.encode_tokens(texts)]).mean(axis=0))
    path = ROOT / "src/twicetold/comparison/models/centre.json"
    told = {
        "origin": "the mean of tokens of ntrex (CC BY-SA 4.0), by training/centre.py",
        "encoder": encoder.name,
        "vector": [round(float(v), 4) for v in np.mean(means, axis=0)],
    }
    path.write_text(json.dumps(told) + "\n", "utf-8")


if __name__ == "__main__":
    main()
