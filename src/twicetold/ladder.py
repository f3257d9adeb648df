"""Two lists of sentences as beads, in the form that the field's scorers read: `[0, 1]:[2]:0.8731` a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Lines = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of two sides that match; one side is empty where a sentence stays alone."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    score: float  # calibrated probability; 0 for a sentence that stays alone

    def __str__(self) -> str:
        """Write the bead as a line of a ladder."""
        score = f"{self.score:.4f}" if self.a and self.b else "0.0"
        return f"{list(self.a)}:{list(self.b)}:{score}"


@dataclass(frozen=True, slots=True)
class Ladder(Sequence[Bead]):
    """Beads in the order of the first side, then of the second; every sentence is in exactly one."""

    beads: tuple[Bead, ...]

    def __getitem__(self, at: Any) -> Any:
        """Return a bead, or several."""
        return self.beads[at]

    def __len__(self) -> int:
        return len(self.beads)

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)

    def __str__(self) -> str:
        """Write a bead a line."""
        return "\n".join(map(str, self.beads))

    def to_dict(self) -> dict[str, Any]:
        """Return the beads as plain lists and numbers."""
        return {"beads": [{"a": list(x.a), "b": list(x.b), "score": round(x.score, 4)} for x in self.beads]}

    def to_pandas(self) -> Any:
        """Return one line a bead: `a`, `b`, `score`. Needs `twicetold[pandas]`."""
        from twicetold.views.frame import frame

        return frame([{"a": x.a, "b": x.b, "score": x.score} for x in self.beads], ("a", "b", "score"))


def ladder(
    beads: Iterable[Any], numbers_a: Sequence[Lines], numbers_b: Sequence[Lines], sizes: tuple[int, int]
) -> Ladder:
    """Return beads over the sentences that were aligned as beads over all `sizes` sentences.

    `numbers_a[i]` are the lines of the i-th aligned sentence, usually one; lines that are in no bead stand alone.
    """
    joined = [
        Bead(_lines(bead.a, numbers_a), _lines(bead.b, numbers_b), float(bead.score))
        for bead in beads
        if bead.a and bead.b
    ]
    met_a = {n for bead in joined for n in bead.a}
    met_b = {n for bead in joined for n in bead.b}
    left = [*joined, *(Bead((n,), (), 0.0) for n in range(sizes[0]) if n not in met_a)]
    right = [Bead((), (n,), 0.0) for n in range(sizes[1]) if n not in met_b]
    return Ladder((*sorted(left, key=lambda bead: (bead.a, bead.b)), *right))


def _lines(sentences: Iterable[int], numbers: Sequence[Lines]) -> Lines:
    return tuple(sorted(n for each in sentences for n in numbers[each]))
