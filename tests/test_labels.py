from __future__ import annotations

from itertools import islice, permutations

import tellings
from hypothesis import given
from hypothesis import strategies as st

from twicetold.labels import by_content, in_reading_order, labels
from twicetold.model import Link, Row


def test_labels_go_on_after_z():
    every = list(islice(labels(), 703))
    assert every[:3] == ["A", "B", "C"]
    assert every[25:28] == ["Z", "AA", "AB"]
    assert every[702] == "AAA"
    assert len(set(every)) == 703


def test_the_order_of_work_comes_from_the_content_alone():
    reports = list(tellings.bare(reports=4).reports)
    told = {tuple(report.language for report in by_content(each)) for each in permutations(reports)}
    assert len(told) == 1


def row(**cells):
    return Row(cells=cells, score=0.5, verdict="same" if len(cells) > 1 else "only")


def test_a_reader_follows_the_first_report_then_the_others():
    rows = [
        row(B=(3,)),
        row(A=(1,), B=(0,)),
        row(B=(1,)),
        row(A=(0,), B=(2,)),
        row(A=(2,)),
        row(C=(0,)),
        row(B=(4,), C=(1,)),
    ]
    ordered = in_reading_order(rows, ["A", "B", "C"])
    assert [dict(each.cells) for each in ordered] == [
        {"A": (0,), "B": (2,)},
        {"B": (3,)},
        {"C": (0,)},
        {"B": (4,), "C": (1,)},
        {"A": (1,), "B": (0,)},
        {"B": (1,)},
        {"A": (2,)},
    ]


cells = st.dictionaries(st.sampled_from("ABC"), st.just(()), min_size=1)


@given(st.lists(cells, max_size=12), st.randoms())
def test_rows_are_kept_whole_and_the_order_of_input_does_not_matter(shapes, random):
    at = dict.fromkeys("ABC", 0)
    rows = []
    for shape in shapes:
        made = {}
        for label in shape:
            made[label] = (at[label],)
            at[label] += 1
        rows.append(row(**made))
    shuffled = list(rows)
    random.shuffle(shuffled)
    ordered = in_reading_order(shuffled, ["A", "B", "C"])
    assert ordered == in_reading_order(rows, ["A", "B", "C"])
    assert sorted(map(repr, map(dict, (r.cells for r in ordered)))) == sorted(
        map(repr, (dict(sorted(r.cells.items())) for r in rows))
    )
    followed = [r.cells["A"] for r in ordered if "A" in r.cells]
    assert followed == sorted(followed)


def test_links_point_from_the_earlier_label_to_the_later():
    one = Row(
        cells={"B": (1, 0), "A": (2,)},
        score=0.5,
        verdict="same",
        links=(Link(a=("B", 1), b=("A", 2), score=0.4),),
    )
    (ordered,) = in_reading_order([one], ["A", "B"])
    assert list(ordered.cells.items()) == [("A", (2,)), ("B", (0, 1))]
    assert (ordered.links[0].a, ordered.links[0].b) == (("A", 2), ("B", 1))
