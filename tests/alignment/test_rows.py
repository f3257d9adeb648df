"""Clustering against brute force: on a handful of statements no single join or move may do better."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.alignment.rows import CEILING, FLOOR, cluster, partition


@st.composite
def problems(draw):
    groups = draw(st.lists(st.integers(0, 2), min_size=1, max_size=6).map(sorted))
    crossed = [(x, y) for x, y in combinations(range(len(groups)), 2) if groups[x] != groups[y]]
    gains = {pair: draw(st.integers(-30, 40)) / 10 for pair in crossed if draw(st.booleans())}
    return groups, gains


def worth(rows, groups, gains):
    """Return what a partition gains: the plain sum that the module's docstring promises."""
    total = 0.0
    for row in rows:
        for x, y in combinations(sorted(row), 2):
            if groups[x] != groups[y]:
                total += min(max(gains.get((x, y), FLOOR), FLOOR), CEILING)
    return total


def partitions(nodes):
    if not nodes:
        yield []
        return
    first, rest = nodes[0], nodes[1:]
    for each in partitions(rest):
        yield [[first], *each]
        for k in range(len(each)):
            yield [*each[:k], [first, *each[k]], *each[k + 1 :]]


def moves(rows):
    """Yield every partition that one statement's move makes."""
    for k, row in enumerate(rows):
        for node in row:
            left = [r for r in ([n for n in row if n != node], *rows[:k], *rows[k + 1 :]) if r]
            yield [*left, [node]]
            for m in range(len(left)):
                yield [*left[:m], [*left[m], node], *left[m + 1 :]]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(problems())
def test_rows_are_a_partition_that_no_single_move_betters(problem):
    groups, gains = problem
    rows = partition(groups, gains)
    assert sorted(n for row in rows for n in row) == list(range(len(groups)))
    assert rows == sorted(sorted(row) for row in rows)
    have = worth(rows, groups, gains)
    assert have >= -1e-6
    assert all(worth(other, groups, gains) <= have + 1e-6 for other in moves(rows))


def joins(rows):
    for one, other in combinations(range(len(rows)), 2):
        yield [[*rows[one], *rows[other]], *(r for k, r in enumerate(rows) if k not in (one, other))]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(problems())
def test_no_join_of_two_rows_betters_them(problem):
    groups, gains = problem
    rows = partition(groups, gains)
    have = worth(rows, groups, gains)
    assert all(worth(other, groups, gains) <= have + 1e-6 for other in joins(rows))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(problems())
def test_most_of_the_best_is_found(problem):
    """Greedy: not always the best partition, but never less than half of it on so few statements."""
    groups, gains = problem
    best = max(worth(rows, groups, gains) for rows in partitions(list(range(len(groups)))))
    assert worth(partition(groups, gains), groups, gains) >= 0.5 * best - 1e-6


@settings(max_examples=300, deadline=None, derandomize=True)
@given(problems())
def test_only_what_was_alone_is_taken_in_and_only_where_a_link_pays(problem):
    groups, gains = problem
    before, after = partition(groups, gains), cluster(groups, gains)
    assert sorted(n for row in after for n in row) == list(range(len(groups)))
    homes = {n: set(row) for row in before for n in row}
    for row in after:
        kept = [n for n in row if len(homes[n]) > 1]
        assert all(homes[n] <= set(row) for n in kept)  # no row of two or more is torn or joined to another
        assert len({frozenset(homes[n]) for n in kept}) <= 1
        for n in set(row) - set(kept) if kept else ():
            assert max(gains.get((min(n, m), max(n, m)), 0.0) for m in kept) > 0


def test_one_report_has_nothing_to_join():
    assert cluster([0, 0, 0], {}) == [[0], [1], [2]]
    assert cluster([], {}) == []


def test_a_chain_of_weak_links_does_not_hold():
    """0-2 and 2-1 would pay a little each, 0 and 1 are of one report, 0 and 3 do not match at all."""
    groups = [0, 0, 1, 1]
    assert cluster(groups, {(0, 2): 0.5, (1, 3): 0.5, (1, 2): 0.4, (0, 3): -2.5}) == [[0, 2], [1, 3]]


def test_three_reports_that_agree_share_a_row():
    gains = {(0, 1): 2.0, (1, 2): 2.0, (0, 2): -1.0}
    assert cluster([0, 1, 2], gains) == [[0, 1, 2]]
    assert partition([0, 1, 2], {(0, 1): 1.0, (1, 2): 1.2, (0, 2): -2.5}) == [[0], [1, 2]]


def test_ties_do_not_depend_on_the_order_of_the_pairs():
    gains = {(0, 2): 1.0, (0, 3): 1.0, (1, 2): 1.0, (1, 3): 1.0, (0, 4): 1.0, (2, 4): 1.0}
    groups = [0, 0, 1, 1, 2]
    assert cluster(groups, gains) == cluster(groups, dict(reversed(gains.items())))


def test_what_is_left_alone_joins_the_row_of_a_link_that_pays():
    gains = {(0, 1): 1.0, (1, 2): 1.2, (0, 2): -2.5}
    assert partition([0, 1, 2], gains) == [[0], [1, 2]]
    assert cluster([0, 1, 2], gains) == [[0, 1, 2]]
    assert cluster([0, 1, 2], gains | {(0, 1): -0.1}) == [[0], [1, 2]]
