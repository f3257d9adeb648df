"""The pieces without a database: identity, difference, constraints, naming, the shelf."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twicetold.model import Report
from twicetold.store.constraints import Correction, effective
from twicetold.store.difference import difference
from twicetold.store.identity import address, content, identity
from twicetold.store.naming import name_groups
from twicetold.store.shelf import Neighbour, Shelf, digest, packed, unpacked

A = Report(id="x", text="One line.\nAnother line.", title="One", source="a.jsonl:4")


def test_what_makes_a_report_the_same_one():
    with_url = replace(A, url="HTTPS://Courier.example:443/a?b=1#top")
    assert identity(with_url, own_id=True) == "url http://courier.example/a?b=1"
    assert identity(A, own_id=True) == identity(replace(A, source="a.jsonl:9", text="new"), own_id=True)
    assert identity(A, own_id=True) != identity(replace(A, source="b.jsonl:4"), own_id=True)
    # a place in a container is no identity: a line put in before moves all others
    assert identity(A, own_id=False) == identity(replace(A, source="a.jsonl:9"), own_id=False)
    assert identity(A, own_id=False) != identity(replace(A, text="new"), own_id=False)
    assert identity(replace(A, source="f.xml#1"), own_id=True) == identity(
        replace(A, source="f.xml#2"), own_id=True
    )
    alone = replace(A, source="a.txt")
    assert identity(alone, own_id=False) == identity(replace(alone, text="new"), own_id=False)
    piped = replace(A, source="-")
    assert identity(piped, own_id=False) != identity(replace(piped, text="new"), own_id=False)


@pytest.mark.parametrize("url", ["", "no address", "http://[broken", "http://x:port/", "mailto:a@b.example"])
def test_an_address_that_is_none_stands_for_itself(url):
    assert address(url) == url


def test_how_it_was_read_is_no_content():
    assert content(A) == content(
        replace(A, notes=("markup taken out",), source="b", language="de", language_score=0.9)
    )
    assert content(A) != content(replace(A, text="One line."))
    assert content(A) != content(replace(A, language="de", language_score=1.0))


def test_the_difference_of_two_revisions():
    new = replace(A, text="One line.\nA third.\nAnother line, longer.", outlet="Courier")
    assert difference(A, new) == {
        "fields": {"outlet": [None, "Courier"]},
        "lines": [{"at": 2, "less": ["Another line."], "more": ["A third.", "Another line, longer."]}],
    }
    assert difference(A, A) == {"fields": {}, "lines": []}


def test_of_two_corrections_that_clash_the_later_one_holds():
    together = Correction(n=1, kind="together", left=("a", "b", "c", "d"))
    apart = Correction(n=2, kind="apart", left=("a", "b"), right=("c", "d"))
    told = effective([together, apart])
    assert sorted(told.together) == [("a", "b"), ("c", "d")]
    assert set(told.apart) == {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}
    later = effective([replace(together, n=3), apart])
    assert len(later.together) == 3
    assert later.apart == []


names = st.sampled_from("abcdefg")
corrections = st.lists(
    st.tuples(st.sampled_from(["together", "apart"]), st.sets(names, min_size=1), st.sets(names)), max_size=6
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(corrections)
def test_what_holds_never_contradicts_itself(given):
    told = effective(
        Correction(n=n, kind=kind, left=tuple(sorted(left)), right=tuple(sorted(right - left)))
        for n, (kind, left, right) in enumerate(given)
    )
    groups = {name: {name} for name in "abcdefg"}
    for a, b in told.together:
        joined = groups[a] | groups[b]
        groups |= dict.fromkeys(joined, joined)
    assert all(b not in groups[a] for a, b in told.apart)


def test_ids_stay_with_most_of_the_reports():
    naming = name_groups([("a", "b"), ("c",), ("d",)], {"a": 1, "b": 1, "c": 1})
    assert (naming.kept, dict(naming.became)) == ((1, None, None), {})
    naming = name_groups([("a", "b", "c")], {"a": 1, "b": 2, "c": 2})
    assert (naming.kept, dict(naming.became)) == ((2,), {1: 0})
    naming = name_groups([("a",), ("b",)], {"a": 7, "b": 7})
    assert (naming.kept, dict(naming.became)) == ((7, None), {})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=5), max_size=6), st.data())
def test_every_event_goes_on_or_leads_somewhere(drawn, data):
    groups = [tuple(sorted({f"r{g}-{n}" for n in group})) for g, group in enumerate(drawn)]
    everyone = [name for group in groups for name in group]
    before = {name: data.draw(st.integers(1, 4)) for name in everyone}
    naming = name_groups(groups, before)
    kept = [event for event in naming.kept if event is not None]
    assert len(kept) == len(set(kept))
    assert set(kept) | naming.became.keys() == set(before.values())
    assert not set(kept) & naming.became.keys()


def shelf_of(rows):
    shelf = Shelf()
    for n, row in enumerate(rows):
        shelf.put(n + 10, f"r{n}", row, digest(row.tobytes()))
    return shelf


def test_a_shelf_finds_what_a_plain_search_finds():
    rows = np.random.default_rng(3).integers(-127, 128, (300, 16)).astype(np.int8)
    shelf = shelf_of(rows)
    for n in (5, 299, 17):  # taken out from within, at the end, again
        shelf.remove(n + 10)
    wanted = rows[0].astype(int)
    left = [n for n in range(300) if n not in (5, 299, 17)]
    plain = sorted(((n + 10, int(rows[n] @ wanted)) for n in left), key=lambda kv: (-kv[1], f"r{kv[0] - 10}"))
    plain = [each for each in plain if each[1] > 0 and each[0] != 10]
    assert shelf.nearest(shelf.products(rows[0]), 20, but=10) == plain[:20]
    assert (shelf.whole(11) == rows[1]).all()
    assert 15 not in shelf
    assert len(shelf) == 297


def test_a_kept_shelf_is_never_believed(tmp_path):
    rows = np.random.default_rng(3).integers(-127, 128, (30, 16)).astype(np.int8)
    shelf, path = shelf_of(rows), tmp_path / "x.vectors"
    shelf.save(path)
    wanted = {n + 10: (f"r{n}", digest(rows[n].tobytes())) for n in range(30)}
    there = Shelf()
    wanted[12] = ("r2", b"another")
    del wanted[13]
    assert there.load(path, wanted) == wanted.keys() - {12}
    assert there.nearest(there.products(rows[0]), 5)[0] == (10, int((rows[0].astype(int) ** 2).sum()))
    raw = path.read_bytes()
    for damaged in (raw[:-1], raw[:50], b"", b"other" + raw, raw[:200] + bytes([raw[200] ^ 1]) + raw[201:]):
        path.write_bytes(damaged)
        assert Shelf().load(path, wanted) == set()
    assert Shelf().load(tmp_path / "none", wanted) == set()


def test_neighbours_are_packed_as_they_are():
    some = [Neighbour(2**40, -5, 0.25), Neighbour(1, 9, 1.0)]
    assert unpacked(packed(some)) == some
    assert unpacked(b"") == []
