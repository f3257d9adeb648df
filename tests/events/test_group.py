from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from twicetold.events import group

KEYS = [f"r{n}" for n in range(8)]
PAIRS = [(a, b) for n, a in enumerate(KEYS) for b in KEYS[n + 1 :]]
EDGES = st.dictionaries(st.sampled_from(PAIRS), st.floats(0, 1), max_size=len(PAIRS))
SOME = st.lists(st.sampled_from(PAIRS), max_size=3, unique=True)


def test_what_is_likely_one_event_is_one():
    assert group("abc", {("a", "b"): 0.9, ("b", "a"): 0.9}) == (("a", "b"), ("c",))


def test_a_bridge_does_not_chain_two_events():
    inside = {("a", "b"): 0.99, ("c", "d"): 0.99}
    assert group("abcd", inside | {("b", "c"): 0.97}) == (("a", "b"), ("c", "d"))
    chain = {(f"{n}", f"{n + 1}"): 0.9 for n in range(9)}
    assert max(map(len, group([str(n) for n in range(10)], chain))) == 2


@given(EDGES, SOME, SOME, st.randoms())
def test_the_order_of_keys_pairs_and_sides_says_nothing(edges, together, apart, rng):
    told = group(KEYS, edges, together, apart)
    turned = {(b, a) if rng.random() < 0.5 else (a, b): p for (a, b), p in edges.items()}
    items = list(turned.items())
    rng.shuffle(items)
    keys = random.Random(rng.random()).sample(KEYS, len(KEYS))
    assert group(keys, dict(items), together[::-1], [(b, a) for a, b in apart]) == told


@given(EDGES, SOME, SOME)
def test_every_key_is_in_one_group_and_corrections_hold(edges, together, apart):
    told = group(KEYS, edges, together, apart)
    assert sorted(key for each in told for key in each) == KEYS
    home = {key: n for n, each in enumerate(told) for key in each}
    assert all(home[a] == home[b] for a, b in together)
    joined = group(KEYS, {}, together)
    by_hand = {key: n for n, each in enumerate(joined) for key in each}
    assert all(home[a] != home[b] or by_hand[a] == by_hand[b] for a, b in apart)


@given(EDGES)
def test_no_group_holds_more_against_itself_than_for(edges):
    for each in group(KEYS, edges):
        inside = [edges.get((a, b), 0.018) for n, a in enumerate(each) for b in each[n + 1 :]]
        assert not inside or max(inside) > 0.5
