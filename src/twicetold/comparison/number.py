"""Numbers that part, that only one side gives, or that agree though they are written apart (rounded, bounded)."""

from __future__ import annotations

import math
from itertools import product

from twicetold.comparison.difference import Difference, met, squeezed
from twicetold.comparison.material import Cell, Pair
from twicetold.model import Quantity, Span

SAME_PLACE = 0.35  # likeness of surroundings from which two numbers count as said of one thing
REACH = 5  # words on either side that are a number's surroundings
SMALL = 2  # numbers up to this are often articles, pairs or duals, and are no finding alone


def number(pair: Pair) -> list[Difference]:
    """Compare the quantities of two cells; each is used once, agreeing pairs first, then the likest surroundings."""
    from twicetold.quantities import agree

    left, right = ([q for q in c.quantities if not is_year(q)] for c in (pair.left, pair.right))
    judged = {(i, j): agree(a, b) for (i, a), (j, b) in product(enumerate(left), enumerate(right))}
    found: list[Difference] = []
    used: tuple[set[int], set[int]] = (set(), set())
    told = [
        (_rank(left[i], right[j]), -_like(pair, left[i], right[j]), i, j)
        for (i, j), (yes, _) in judged.items()
        if yes
    ]
    for _, _, i, j in sorted(told):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found += _agreeing(pair, left[i], right[j], judged[i, j][1])
    free = [
        (-_like(pair, left[i], right[j]), i, j)
        for (i, j), (yes, _) in judged.items()
        if yes is False
        and _in_brackets(pair.left, left[i]) == _in_brackets(pair.right, right[j])
        and i not in used[0]
        and j not in used[1]
        and not any(judged[i, k][0] for k in range(len(right)))
        and not any(judged[k, j][0] for k in range(len(left)))
    ]
    for like, i, j in sorted(free):
        if i not in used[0] and j not in used[1] and -like >= SAME_PLACE:
            used[0].add(i)
            used[1].add(j)
            found.append(_clash(pair, left[i], right[j], judged[i, j][1], -like))
    found += _alone(pair, [q for i, q in enumerate(left) if i not in used[0]], right, turned=False)
    found += _alone(pair, [q for j, q in enumerate(right) if j not in used[1]], left, turned=True)
    return found


def _like(pair: Pair, a: Quantity, b: Quantity) -> float:
    """Return the likeness of two numbers' surroundings; a shared unit and a near value speak for it."""
    like = met(pair, (_span(a), _span(b)), reach=REACH)
    like = 0.4 if like is None else like
    far = abs(math.log(abs(a.value) / abs(b.value))) if a.value and b.value else 1.0
    return like + (0.1 if a.unit is not None and a.unit == b.unit else 0.0) - 0.05 * min(2.0, far)


def _rank(a: Quantity, b: Quantity) -> tuple[bool, bool]:
    return (a.value != b.value, a.unit != b.unit)


def is_year(q: Quantity) -> bool:
    """Whether a bare number is a year rather than a count ("Baujahr 1998"); `time.py` compares it."""
    digits = sum(c.isdecimal() for c in q.text)
    return q.unit is None and digits == len(q.text) == 4 and 1800 <= q.value < 2100


def _in_brackets(cell: Cell, q: Quantity) -> bool:
    """Whether a bare number stands in brackets: an age, a day of the month or a number in a list, no count."""
    text = cell.report.text
    return (
        q.unit is None
        and text[q.start - 1 : q.start] in ("(", "（")
        and text[q.end : q.end + 1] in (")", "）")
    )


def _span(q: Quantity) -> Span:
    return Span(q.start, q.end)


def _sides(pair: Pair, a: Quantity, b: Quantity) -> dict[str, tuple[Span, ...]]:
    return {pair.left.id: (_span(a),), pair.right.id: (_span(b),)}


def _bounded(q: Quantity) -> str:
    if q.approximate:
        return "about"
    return (
        "up"
        if q.low is not None and q.high is None
        else "down"
        if q.low is None and q.high is not None
        else ""
    )


def _agreeing(pair: Pair, a: Quantity, b: Quantity, why: str) -> list[Difference]:
    """Say that numbers agree where they look apart; equal numbers with unequal bounds part a little."""
    bounds = {_bounded(a), _bounded(b)}
    if a.value == b.value:
        if bounds & {"up", "down"} and len(bounds) > 1 and "about" not in bounds:
            return [
                Difference(
                    aspect="number",
                    verdict="differs",
                    sides=_sides(pair, a, b),
                    note="one takes for a bound what the other takes for the number",
                    confidence=0.55,
                )
            ]
        return []
    return [
        Difference(
            aspect="number", verdict="same", sides=_sides(pair, a, b), note=why, confidence=0.8 * pair.score
        )
    ]


def _clash(pair: Pair, a: Quantity, b: Quantity, why: str, like: float) -> Difference:
    sure = 0.45 + 0.45 * squeezed(like, SAME_PLACE, 0.75)
    if min(a.value, b.value) <= SMALL:
        sure -= 0.15
    return Difference(
        aspect="number",
        verdict="contradicts",
        sides=_sides(pair, a, b),
        note=why,
        confidence=sure * pair.score,
    )


def _alone(pair: Pair, rest: list[Quantity], others: list[Quantity], *, turned: bool) -> list[Difference]:
    """Return the numbers that the other side does not give."""
    own, other = (pair.right, pair.left) if turned else (pair.left, pair.right)
    found = []
    for q in rest:
        if abs(q.value) <= SMALL or any(q.value == o.value for o in others) or _written(q, other):
            continue
        low = _lowest(pair, own, _span(q), turned=turned)
        sure = 0.5 if low is None else 0.45 + 0.35 * squeezed(0.75 - low, 0.0, 0.4)
        found.append(
            Difference(
                aspect="number",
                verdict="more",
                sides={own.id: (_span(q),)},
                note="",
                confidence=sure * pair.score,
                lacking=frozenset({other.id}),
            )
        )
    return found


def _written(q: Quantity, cell: Cell) -> bool:
    """Whether the digits of a number stand on the other side in whatever role (a date, a part of a name)."""
    digits = "".join(str(int(c)) for c in q.text if c.isdecimal())
    return len(digits) > 1 and any(
        "".join(str(int(c)) for c in w.text if c.isdecimal()) == digits for w in cell.words
    )


def _lowest(pair: Pair, own: Cell, span: Span, *, turned: bool) -> float | None:
    if pair.support is None:
        return None
    at = own.at(span)
    return float(min(pair.support[turned][k] for k in at)) if at else None
