"""Reports of an invented town, as many as are wanted: those of one event share most words, others hardly any."""

from __future__ import annotations

import random

from twicetold.model import Report

SYLLABLES = ["ka", "lo", "mi", "ren", "tu", "sel", "vor", "pha", "ni", "das", "quo", "bel", "tri", "um", "ge"]


def town(events: int, each: int, *, seed: int = 1, per: int = 24) -> list[Report]:
    """Return `each` reports of each of so many events, mixed; ids tell the event: "e3-1"."""
    draw = random.Random(seed)
    words = sorted({"".join(draw.choices(SYLLABLES, k=3)) for _ in range(3000)})
    found = []
    for event in range(events):
        told = random.Random(f"{seed} {event}").sample(words, per)
        for n in range(each):
            own = random.Random(f"{seed} {event} {n}")
            mine = [word if own.random() > 0.2 else own.choice(words) for word in told]
            lines = [" ".join(mine[at : at + 8]).capitalize() + "." for at in range(0, per, 8)]
            day = 1 + event % 28
            found.append(
                Report(id=f"e{event}-{n}", text="\n".join(lines), language="en", language_score=1.0,
                       published=f"2031-05-{day:02}T0{n % 9}:00:00+00:00")
            )  # fmt: skip
    draw.shuffle(found)
    return found
