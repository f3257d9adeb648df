from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from twicetold.ladder import Bead, ladder

LINE = re.compile(r"\[(\d+(, \d+)*)?\]:\[(\d+(, \d+)*)?\]:\d\.\d{1,4}")


def test_lines_are_as_the_scorers_read_them():
    made = ladder(
        [Bead((0, 1), (1,), 0.87314), Bead((2,), (0,), 1.0)], [(0,), (1,), (3,)], [(1,), (2,)], (4, 4)
    )
    assert str(made).splitlines() == [
        "[0, 1]:[2]:0.8731",
        "[2]:[]:0.0",
        "[3]:[1]:1.0000",
        "[]:[0]:0.0",
        "[]:[3]:0.0",
    ]


def test_beads_are_a_sequence_and_plain_data():
    made = ladder([Bead((0,), (0,), 0.5)], [(0,)], [(0,)], (1, 2))
    assert len(made) == 2
    assert made[0] == Bead((0,), (0,), 0.5)
    assert [bead.score for bead in made] == [0.5, 0.0]
    assert made.to_dict()["beads"][0] == {"a": [0], "b": [0], "score": 0.5}
    assert list(made.to_pandas()["a"]) == [(0,), ()]


def test_a_sentence_that_runs_over_lines_brings_them_all():
    made = ladder([Bead((0,), (1,), 0.9)], [(0, 1)], [(0,), (1, 2)], (2, 3))
    assert str(made).splitlines() == ["[0, 1]:[1, 2]:0.9000", "[]:[0]:0.0"]


@given(st.integers(0, 8), st.integers(0, 8), st.data())
def test_every_sentence_is_in_exactly_one_bead(size_a, size_b, data):
    free_a, free_b, beads = list(range(size_a)), list(range(size_b)), []
    while free_a and free_b and data.draw(st.booleans()):
        a = free_a.pop(data.draw(st.integers(0, len(free_a) - 1)))
        b = free_b.pop(data.draw(st.integers(0, len(free_b) - 1)))
        beads.append(Bead((a,), (b,), 0.5))
    made = ladder(beads, [(n,) for n in range(size_a)], [(n,) for n in range(size_b)], (size_a, size_b))
    assert sorted(n for bead in made for n in bead.a) == list(range(size_a))
    assert sorted(n for bead in made for n in bead.b) == list(range(size_b))
    assert all(LINE.fullmatch(str(bead)) for bead in made)
    firsts = [bead.a[0] for bead in made if bead.a]
    assert firsts == sorted(firsts)
