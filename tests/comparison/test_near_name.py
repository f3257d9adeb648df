"""Names that are near and not the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from played_encoder import Wordy

from twicetold.comparison import as_reports
from twicetold.comparison.material import Material
from twicetold.comparison.near_name import begun_alike, ends_apart
from twicetold.model import Row


def pair_of(left, right, languages):
    reports, statements = as_reports([left], [right], languages)
    rows = [Row(cells={"left": (0,), "right": (0,)}, score=1.0, verdict="same")]
    material = Material(reports, statements, rows, Wordy())
    return material.pair(*material.cells(rows[0]), 1.0)


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("ஜயந்த", "Jayanath", True),
        ("ஜயந்த", "Jayantha", False),
        ("सुमित्रा", "Sumitar", True),
        ("सुमित्रा", "Sumitra", False),
        ("ஜயந்த", "Ramiro", False),
        ("Павла", "Pavel", False),  # an ending that moves a vowel
        ("مريم", "Maryam", False),  # vowels that nobody writes
    ],
)
def test_ends_of_names_that_share_their_consonants(left, right, apart):
    assert ends_apart(pair_of(left, right, ("und", "en")), 0, 0) is apart


@pytest.mark.parametrize(
    ("name", "other", "found"),
    [
        ("Andaravelikorna", "Andarabamutissa", ["differs"]),
        ("Andaravelikorna", "Andaravelikorna", []),
        ("Andaravelikorna", "Andaravellikorna", []),
        ("Andaravelikorna", "Maravelikorna", []),
        ("Velik", "Velon", []),  # too short to tell
    ],
)
def test_long_names_that_begin_alike_and_go_on_apart(name, other, found):
    pair = pair_of(f"School of {name}", f"School of {other}", ("en", "en"))
    placed = replace(pair, cosine=np.eye(3, dtype=np.float32), encoder=None)
    told = begun_alike(placed, {2: True}, {2: True})
    assert [d.verdict for d in told] == found
    assert not begun_alike(replace(placed, cosine=np.ones((3, 3), np.float32)), {2: True}, {2: True})
