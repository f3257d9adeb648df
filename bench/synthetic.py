"""Reports without end, of known events, as JSON Lines: lines of ntrex recombined, in twelve languages.

An event is eight lines of ntrex, drawn anew, and an hour; each of its reports tells a random 60 to 75% of them in one
language. So the sentences are real, no two reports are the same, and what belongs together is known. `fresh`: each line
also gets an invented name and a number of its own, so that no encoder has met it; else a line comes again in other
reports, word by word, and its vector may be kept from before.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import gold

LANGUAGES = {"arb": "ar", "deu": "de", "eng": "en", "fas": "fa", "fra": "fr", "hin": "hi", "rus": "ru",
             "spa": "es", "tur": "tr", "ukr": "uk", "urd": "ur", "zho-CN": "zh"}  # fmt: skip
LINES = 8  # of an event: reports are then about as long as those of Hiru
MOST = 7  # reports of an event; one at least
A_DAY = 40  # reports: of 950 lines more would tell the same ones within hours, which no newsroom does
TITLE = 90  # characters
_FIRST = "bcdfghjklmnprstvz"
_THEN = "aeiou"


def lines() -> dict[str, list[str]]:
    """Return the lines of ntrex by language; a number is one line in all of them."""
    folder = gold.shared() / "data/ntrex"
    every = {
        code: (folder / f"{name}.txt").read_text("utf-8").split("\n") for name, code in LANGUAGES.items()
    }
    whole = [
        n for n in range(min(map(len, every.values()))) if all(each[n].strip() for each in every.values())
    ]
    return {code: [each[n].strip() for n in whole] for code, each in every.items()}


def reports(
    count: int, *, fresh: bool, seed: int = 9, after: int = 0
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield reports with the event of each. `after` as many others, in time."""
    every, draw, made, event = lines(), random.Random(seed), 0, 0
    codes = sorted(every)
    while made < count:
        told = draw.sample(range(len(every["en"])), LINES)
        hour, size = draw.uniform(0, 24), draw.randint(1, MOST)
        for _ in range(size):
            code = draw.choice(codes)
            kept = sorted(draw.sample(range(LINES), round(draw.uniform(0.6, 0.75) * LINES)))
            said = [every[code][told[n]] for n in kept]
            if fresh:
                said = [_own(line, draw) for line in said]
            minute = round(60 * (24 * ((after + made) // A_DAY) + hour + draw.uniform(0, 5)))
            day, rest = divmod(minute, 1440)
            yield {
                "id": f"s{seed}-{made:07}", "title": said[0][:TITLE], "language": code, "text": "\n".join(said[1:]),
                "published": f"{2000 + day // 336}-{1 + day % 336 // 28:02}-{1 + day % 28:02}"
                f"T{rest // 60:02}:{rest % 60:02}:00Z",
            }, f"e{event}"  # fmt: skip
            made += 1
            if made == count:
                return
        event += 1


def write(path: Path, count: int, *, fresh: bool, seed: int = 9, after: int = 0) -> dict[str, str]:
    """Write reports as JSON Lines; return report -> event."""
    truth = {}
    with path.open("w", encoding="utf-8") as file:
        for row, event in reports(count, fresh=fresh, seed=seed, after=after):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            truth[row["id"]] = event
    return truth


def _own(line: str, draw: random.Random) -> str:
    """Return a line with a name and a number that no other line has."""
    name = "".join(draw.choice(_FIRST) + draw.choice(_THEN) for _ in range(3)).capitalize()
    return f"{name} {draw.randrange(100, 10**5)}: {line}"
