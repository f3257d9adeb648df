"""Which event is which after reports were grouped anew: ids stay with most of their reports. No database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """`kept[i]` is the event that group i goes on as, `None` for a new one; `became` leads merged ones to a group."""

    kept: tuple[int | None, ...]
    became: Mapping[int, int]  # event -> position of the group that took it in


def name_groups(groups: Sequence[Sequence[str]], before: Mapping[str, int]) -> Naming:
    """Return which earlier events (`before`: report id -> event) the groups go on as.

    An event goes where most of its reports went, among equals to the group that comes first; of the events that
    come to one group the one that brings most reports gives the name, among equals the oldest.
    """
    shares: dict[int, Counter[int]] = {}
    for place, group in enumerate(groups):
        for name in group:
            if name in before:
                shares.setdefault(before[name], Counter())[place] += 1
    came: dict[int, list[tuple[int, int]]] = {}
    for event, share in shares.items():
        place = min(share, key=lambda at: (-share[at], at))
        came.setdefault(place, []).append((-share[place], event))
    kept = tuple(min(came[place])[1] if place in came else None for place in range(len(groups)))
    became = {event: place for place, all_of in came.items() for _, event in all_of if event != kept[place]}
    return Naming(kept=kept, became=became)
