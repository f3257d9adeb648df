"""Learn the weights in src/twicetold/names/weights from pairs of spellings of one name.

    python training/names/learn.py DATA [SCRIPT ...]

DATA holds names-wikidata (CC0), ntrex and xquad (CC BY-SA); our own list of Indian names lies beside this
file. From ntrex and xquad only words that stand in parallel lines and sound alike are taken, as pairs of
spellings; of their sentences nothing is kept. Deterministic; a few minutes on one core.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from rapidfuzz import fuzz

from twicetold.names.edits import spell, spell_latin
from twicetold.names.sounds import views

SHAPES = ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (3, 1), (2, 2))
START = {(1, 0): 2e-3, (0, 1): 2e-3, (1, 1): 1e-2, (2, 1): 3e-4, (1, 2): 3e-4, (3, 1): 3e-5, (2, 2): 3e-5}
ROUNDS = 8
NOISE = 0.04  # share of pairs, the least likely ones, that teach nothing: wrong pairs in the sources
RARE = {
    "arab": 3.0,
    "cyrl": 3.0,
    "deva": 1.0,
    "latn": 3.0,
}  # expected count that a chunk of several letters must pass
KEEP_ACCENTED = 25  # accented Latin letters seen this often keep their own weights
LONGEST = 14
WEIGHTS = Path(__file__).parents[2] / "src/twicetold/names/weights"
OWN = Path(__file__).parent / "deva.tsv"
PARALLEL = {"hi": ("hin", "hi"), "ar": ("arb", "ar"), "fa": ("fas", None), "ur": ("urd", None),
            "ru": ("rus", "ru"), "uk": ("ukr", None), "el": (None, "el"), "zh": ("zho-CN", "zh")}  # fmt: skip
Pair = tuple[str, str, float]


def wikidata(data: Path, language: str) -> list[Pair]:
    """Return Latin, foreign, weight: the square root of how often the pair is attested, at most 3."""
    rows = (
        line.split("\t") for line in (data / f"names-wikidata/{language}.tsv").read_text("utf-8").splitlines()
    )
    return [(a, b.replace(" ", ""), min(int(n), 3) ** 0.5) for a, b, n in rows]


def parallel_lines(data: Path, code: str) -> list[tuple[str, str]]:
    """Return English lines with their translations."""
    news, paragraphs = PARALLEL[code]
    lines: list[tuple[str, str]] = []
    if news:
        sides = [(data / f"ntrex/{c}.txt").read_text("utf-8").splitlines() for c in ("eng", news)]
        lines += list(zip(*sides, strict=True))
    if paragraphs:
        read = [
            {
                row["id"]: row["text"]
                for row in map(json.loads, (data / f"xquad/{c}.jsonl").open(encoding="utf-8"))
            }
            for c in ("en", paragraphs)
        ]
        lines += [(text, read[1][key]) for key, text in read[0].items() if key in read[1]]
    return lines


def alike(a: str, b: str) -> float:
    """Return 0 to 1: how alike two words sound by their folded letters alone, without learned weights."""
    return sum(fuzz.ratio(x, y) for x, y in zip(views(a), views(b), strict=True)) / 300


def mined(data: Path, code: str, floor: float = 0.72) -> list[Pair]:
    """Return capitalised English words with the foreign word of the line that sounds most alike."""
    found: Counter[tuple[str, str]] = Counter()
    for english, other in parallel_lines(data, code):
        names = sorted(set(re.findall(r"\b[A-Z][a-zà-ÿ]{2,}\b", english)))
        words = sorted(
            {
                w
                for w in re.findall(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u200c\u200d])+", other)
                if not w.isascii()
            }
        )
        if not names or not words:
            continue
        table = [[alike(n, w) for w in words] for n in names]
        for i, name in enumerate(names):
            j = max(range(len(words)), key=table[i].__getitem__)
            if table[i][j] >= floor and max(range(len(names)), key=lambda k, j=j: table[k][j]) == i:
                found[name.lower(), words[j]] += 1
    return [(a, b, min(n, 4) ** 0.5) for (a, b), n in sorted(found.items())]


def pairs_for(data: Path, script: str, skip: frozenset[str] = frozenset()) -> list[Pair]:
    """Return the pairs that teach a script, as its table spells them; `skip` leaves Latin names out."""
    if script == "arab":
        raw = wikidata(data, "arabic") + [p for c in ("ar", "fa", "ur") for p in mined(data, c)]
    elif script == "cyrl":
        raw = wikidata(data, "russian") + [p for c in ("ru", "uk") for p in mined(data, c)]
    elif script == "deva":
        own = (line.split("\t") for line in OWN.read_text("utf-8").splitlines())
        raw = [(a, b, 2.0) for a, b in own] + mined(data, "hi")
    else:
        raw = [p for s in ("arab", "cyrl", "deva") for p in pairs_raw(data, s)]
        raw += [p for c in ("el", "zh") for p in mined(data, c)]
    raw = [p for p in raw if p[0] not in skip]
    counts = Counter(c for a, _, _ in raw for c in a if c.isalpha() and not c.isascii())
    letters = (
        frozenset(c for c, n in counts.items() if n >= KEEP_ACCENTED) if script != "latn" else frozenset()
    )
    spelled = [(spell_latin(a, letters), spell(b, script), w) for a, b, w in raw]
    return [(a, b, w) for a, b, w in spelled if 0 < len(a) <= LONGEST and 0 < len(b) <= LONGEST + 2]


def pairs_raw(data: Path, script: str) -> list[Pair]:
    """Return a share of the pairs of a script, unspelled, for the table of romanised names."""
    source = {"arab": "arabic", "cyrl": "russian"}.get(script)
    if source:
        return wikidata(data, source)[:: 3 if script == "cyrl" else 1]
    return [(a, b, 2.0) for a, b in (line.split("\t") for line in OWN.read_text("utf-8").splitlines())]


def expect(
    a: str, b: str, p: dict[tuple[str, str], float] | None
) -> tuple[float, dict[tuple[str, str], float]]:
    """Return the likelihood of a pair and how often each chunk pair is expected in it (forward-backward)."""
    n, m = len(a), len(b)

    def chance(x: str, y: str) -> float:
        return START[len(x), len(y)] if p is None else p.get((x, y), 0.0)

    steps = []
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = 1.0
    for i in range(n + 1):
        for j in range(m + 1):
            for k, wide in SHAPES:
                if k <= i and wide <= j and forward[i - k][j - wide]:
                    x, y = a[i - k : i], b[j - wide : j]
                    if q := chance(x, y):
                        forward[i][j] += forward[i - k][j - wide] * q
                        steps.append((i, j, x, y, q))
    total = forward[n][m]
    expected: dict[tuple[str, str], float] = defaultdict(float)
    if total <= 0:
        return 0.0, expected
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward[n][m] = 1.0
    for i, j, x, y, q in reversed(steps):
        if back := backward[i][j]:
            before = (i - len(x), j - len(y))
            expected[x, y] += forward[before[0]][before[1]] * q * back / total
            backward[before[0]][before[1]] += q * back
    return total, expected


def learn(pairs: list[Pair], rare: float) -> dict[tuple[str, str], float]:
    """Return the probability of each chunk pair after `ROUNDS` of expectation maximisation."""
    p: dict[tuple[str, str], float] | None = None
    for turn in range(ROUNDS):
        results = [expect(a, b, p) for a, b, _ in pairs]
        fit = [
            math.log(t) / (len(a) + len(b)) if t else -99.0
            for (t, _), (a, b, _) in zip(results, pairs, strict=True)
        ]
        floor = sorted(fit)[int(NOISE * len(fit))] if turn >= 2 else -98.0
        counts: dict[tuple[str, str], float] = defaultdict(float)
        for (_, expected), (_, _, weight), f in zip(results, pairs, fit, strict=True):
            if f >= floor:
                for chunk, count in expected.items():
                    counts[chunk] += weight * count
        discount = rare if turn >= 3 else 0.5
        kept = {c: v - (discount if max(map(len, c)) > 1 else 0.0) for c, v in counts.items()}
        total = sum(v for v in kept.values() if v > 1e-4)
        p = {c: v / total for c, v in kept.items() if v > 1e-4}
    assert p is not None
    return p


def odds(pairs: list[Pair], p: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Return the log-odds of each chunk pair against its letters meeting by chance."""
    x: Counter[str] = Counter()
    y: Counter[str] = Counter()
    for a, b, w in pairs:
        for c in a:
            x[c] += w  # type: ignore[assignment]
        for c in b:
            y[c] += w  # type: ignore[assignment]
    sx, sy = sum(x.values()), sum(y.values())

    def chance(chunk: str, counts: Counter[str], total: float) -> float:
        return sum(math.log((counts[c] + 0.5) / total) for c in chunk)

    table = {}
    for (a, b), v in p.items():
        value = math.log(v) - chance(a, x, sx) - chance(b, y, sy)
        if max(len(a), len(b)) > 1 or value > -5.0:
            table[a, b] = round(value, 2)
    for letter in "abcdefghijklmnopqrstuvwxyz":  # a Latin letter inside a name of another script is itself
        table.setdefault((letter, letter), round(-chance(letter, x, sx), 2))
        table[letter, letter] = max(table[letter, letter], round(-chance(letter, x, sx) - 0.3, 2))
    return table


def main() -> None:
    """Write one table a script."""
    data = Path(sys.argv[1])
    WEIGHTS.mkdir(exist_ok=True)
    for script in sys.argv[2:] or ("arab", "cyrl", "deva", "latn"):
        pairs = pairs_for(data, script)
        table = odds(pairs, learn(pairs, RARE[script]))
        lines = [f"{a}\t{b}\t{v}" for (a, b), v in sorted(table.items())]
        header = "# Latin, foreign, log-odds. By training/names/learn.py; sources: docs/choices.md"
        (WEIGHTS / f"{script}.tsv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
        print(script, len(pairs), "pairs", len(table), "weights", flush=True)


if __name__ == "__main__":
    main()
