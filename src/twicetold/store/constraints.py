"""What people said belongs together or apart, as pairs that do not clash. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The reports (ids) of `left` are together; or none of `left` is together with any of `right`."""

    n: int
    kind: str  # together, apart
    left: tuple[str, ...]
    right: tuple[str, ...] = ()


class Told:
    """What holds so far: which reports are joined, and which joined ones are parted."""

    def __init__(self) -> None:
        self.together: list[Pair] = []
        self.apart: list[Pair] = []
        self._first: dict[str, str] = {}

    def _find(self, name: str) -> str:
        while (first := self._first.setdefault(name, name)) != name:
            name = first
        return name

    def _parted(self, a: str, b: str) -> bool:
        sides = {self._find(a), self._find(b)}
        return any({self._find(x), self._find(y)} == sides for x, y in self.apart)

    def join(self, names: Sequence[str]) -> None:
        """Join the reports as far as nothing parts them; the first group of them that may stays together."""
        kept: list[str] = []
        for name in names:
            with_whom = next((one for one in kept if not self._parted(one, name)), None)
            if with_whom is not None and self._find(with_whom) != self._find(name):
                self.together.append((with_whom, name))
                self._first[self._find(name)] = self._find(with_whom)
            kept.append(name)

    def part(self, left: Iterable[str], right: Sequence[str]) -> None:
        """Part the two sides as far as nothing joins them."""
        self.apart += [(a, b) for a in left for b in right if self._find(a) != self._find(b)]


def effective(corrections: Iterable[Correction]) -> Told:
    """Return what holds: of two corrections that clash, the later one."""
    told = Told()
    for each in sorted(corrections, key=lambda each: -each.n):
        if each.kind == "together":
            told.join(sorted(each.left))
        else:
            told.part(sorted(each.left), sorted(each.right))
    return told
