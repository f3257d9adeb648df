"""How well the letters of two spellings explain each other: learned log-odds over the best edit path.

A weight is ln p(x, y) / p(x)p(y) for a chunk x of Latin and a chunk y of the other script, learned by
expectation maximisation over pairs of spellings of one name (Ristad and Yianilos 1998; chunks as in
Jiampojamarn et al. 2007); `training/names/learn.py` made the tables. A positive sum says "more likely one
name than two by chance". `best_path` is the plain version and judge of `PairScorer`, which scores many
pairs at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from anyascii import anyascii

from twicetold.names.romanise import romanise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNSEEN = (
    -5.0
)  # log-odds of a letter left out or met by one it was never seen with; swept -3 to -7 on names-wikidata
IMPOSSIBLE = -1e4
LONGEST = 64  # letters of one side that are compared; the rest of a longer "name" is cut
_BLOCK = 60_000  # pairs scored at once: about 100 MB for names of usual length

_SAME_LETTER = str.maketrans("یېےکہھەںٱٹڈڑ", "يييكهههناتدر")
_CYRILLIC = str.maketrans(
    dict(
        pair.split("=") for pair in ["ў=у", "ѓ=г", "ќ=к", "љ=ль", "њ=нь", "џ=дж", "ј=й", "ђ=дж", "ћ=ч", "ѝ=и"]
    )
)


@dataclass(frozen=True, slots=True)
class Weights:
    """One script's learned table: chunk of Latin, chunk of the script -> log-odds."""

    script: str
    odds: Mapping[tuple[str, str], float]
    letters: frozenset[str]  # accented Latin letters that the table knows
    shapes: tuple[tuple[int, int], ...]  # lengths of chunks that occur
    # the same odds by chunk of Latin and length of what it is read as: most chunks have none of most lengths
    readings: Mapping[tuple[str, int], Mapping[str, float]]


@cache
def weights(script: str) -> Weights:
    """Load the table of a script: "arab", "cyrl", "deva", or "latn" for romanised against Latin."""
    odds: dict[tuple[str, str], float] = {}
    for line in (files(__package__) / "weights" / f"{script}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            latin, foreign, value = line.split("\t")
            odds[latin, foreign] = float(value)
    letters = frozenset(c for latin, _ in odds for c in latin if not c.isascii())
    shapes = {(len(x), len(y)) for x, y in odds} | {(1, 0), (0, 1), (1, 1)}
    readings: dict[tuple[str, int], dict[str, float]] = {}
    for (x, y), gain in odds.items():
        readings.setdefault((x, len(y)), {})[y] = gain
    return Weights(script, odds, letters, tuple(sorted(shapes)), readings)


@lru_cache(maxsize=65536)
def script_of(name: str) -> str:
    """Return which table reads a name: "arab", "cyrl", "deva" (all Indic but Sinhala), or "latn"."""
    counts = {"arab": 0, "cyrl": 0, "deva": 0, "latn": 0}
    for char in name:
        code = ord(char)
        if 0x0600 <= code < 0x0780 or 0x08A0 <= code < 0x0900:
            counts["arab"] += 1
        elif 0x0400 <= code < 0x0530:
            counts["cyrl"] += 1
        elif 0x0900 <= code < 0x0D80:
            counts["deva"] += 1
        elif char.isalpha():
            counts["latn"] += 1
    best = max(counts, key=lambda s: counts[s])
    return best if counts[best] > (counts["latn"] if best != "latn" else -1) else "latn"


@lru_cache(maxsize=65536)
def spell_latin(name: str, letters: frozenset[str] = frozenset()) -> str:
    """Return a Latin-script name in lower-case a-z, without spaces; accented letters in `letters` stay."""
    out = []
    for char in unicodedata.normalize("NFC", name).lower():
        if "a" <= char <= "z" or char in letters:
            out.append(char)
        elif char.isalpha():
            out.append("".join(c for c in anyascii(char).lower() if "a" <= c <= "z"))
    return "".join(out)[:LONGEST]


@lru_cache(maxsize=65536)
def spell(name: str, script: str) -> str:
    """Return a name in the letters that the script's table was learned in, without spaces."""
    if script == "latn":
        return "".join(c for c in romanise(name) if c.isalpha())[:LONGEST]
    if script == "deva":
        shifted = (chr(0x0900 + (ord(c) & 0x7F)) if 0x0980 <= ord(c) < 0x0D80 else c for c in name)
        plain = unicodedata.normalize("NFD", "".join(shifted).lower())
        return "".join(c for c in plain if unicodedata.category(c)[0] in "LM")[:LONGEST]
    plain = unicodedata.normalize("NFC", name.lower())
    plain = plain.translate(_SAME_LETTER if script == "arab" else _CYRILLIC)
    return "".join(c for c in plain if c.isalpha() and c != "ـ")[:LONGEST]


def best_path(latin: str, foreign: str, table: Weights) -> float:
    """Return the log-odds of the best way to read `latin` as `foreign`. O(len * len * shapes)."""
    columns = len(foreign) + 1
    # for each length the chunks of foreign by where they end
    cut = {b: [foreign[max(0, j - b) : j] for j in range(columns)] for _, b in table.shapes}
    score: list[list[float]] = []
    for i in range(len(latin) + 1):
        row = [IMPOSSIBLE] * columns
        score.append(row)
        # chunks of latin that end here: what they lead on from, and as what they can be read
        ends = []
        for a, b in table.shapes:
            if a > i:
                continue
            single = a <= 1 and b <= 1  # which is never impossible
            read_as = table.readings.get((latin[i - a : i], b), {})
            if read_as or single:
                ends.append((b, score[i - a], read_as, UNSEEN if single else IMPOSSIBLE, cut[b]))
        if i == 0:
            row[0] = 0.0
        for j in range(columns):
            best = row[j]
            for b, before, read_as, unseen, chunks in ends:
                if b <= j:
                    gain = before[j - b] + read_as.get(chunks[j], unseen)
                    if gain > best:
                        best = gain
            row[j] = best
    return score[-1][-1]


class PairScorer:
    """Scores many pairs of spellings by one table. Holds the spellings as arrays of chunk numbers."""

    def __init__(self, latin: Sequence[str], foreign: Sequence[str], table: Weights) -> None:
        import numpy as np

        self.shapes = table.shapes
        alphabet_x = sorted({c for s in latin for c in s} | {x for x, _ in table.odds if x})
        alphabet_y = sorted({c for s in foreign for c in s} | {y for _, y in table.odds if y})
        self._x = {chunk: n for n, chunk in enumerate(["", *alphabet_x])}
        self._y = {chunk: n for n, chunk in enumerate(["", *alphabet_y])}
        self._odds = np.full((len(self._x) + 1, len(self._y) + 1), IMPOSSIBLE, np.float32)
        single_x = [n for chunk, n in self._x.items() if len(chunk) <= 1]
        single_y = [n for chunk, n in self._y.items() if len(chunk) <= 1]
        self._odds[np.ix_(single_x, single_y)] = UNSEEN
        for (x, y), value in table.odds.items():
            self._odds[self._x[x], self._y[y]] = value
        self.latin = self._chunks(latin, self._x, max(a for a, _ in self.shapes))
        self.foreign = self._chunks(foreign, self._y, max(b for _, b in self.shapes))
        self.latin_lengths = np.array([len(s) for s in latin], np.int32)
        self.foreign_lengths = np.array([len(s) for s in foreign], np.int32)

    @staticmethod
    def _chunks(names: Sequence[str], ids: Mapping[str, int], longest: int) -> NDArray[np.int32]:
        """Return, for each chunk length, name and end, the number of the chunk that ends there."""
        import numpy as np

        unknown = len(ids)
        width = max((len(s) for s in names), default=0) + 1
        chunks = np.full((longest + 1, width, len(names)), unknown, np.int32)
        chunks[0] = 0
        for n, name in enumerate(names):
            for length in range(1, longest + 1):
                for end in range(length, len(name) + 1):
                    chunks[length, end, n] = ids.get(name[end - length : end], unknown)
        return chunks

    def score(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the log-odds of the pairs (latin[left[k]], foreign[right[k]])."""
        import numpy as np

        out = np.zeros(len(left), np.float32)
        # pairs of like length share a block, so that short ones do not pay for long ones
        order = np.lexsort((self.foreign_lengths[right], self.latin_lengths[left]))
        for start in range(0, len(order), _BLOCK):
            some = order[start : start + _BLOCK]
            out[some] = self._score_block(left[some], right[some])
        return out

    def _score_block(self, left: NDArray[Any], right: NDArray[Any]) -> NDArray[np.float32]:
        import numpy as np

        n, m = self.latin_lengths[left], self.foreign_lengths[right]
        rows, columns = int(n.max()) + 1, int(m.max()) + 1
        x = np.ascontiguousarray(self.latin[:, :rows, left]) * self._odds.shape[1]
        y = np.ascontiguousarray(self.foreign[:, :columns, right])
        flat = self._odds.ravel()
        score = np.full((rows, columns, len(left)), IMPOSSIBLE, np.float32)
        score[0, 0] = 0.0
        for i in range(rows):
            for j in range(columns):
                for a, b in self.shapes:
                    if a <= i and b <= j:
                        np.maximum(
                            score[i, j], score[i - a, j - b] + flat[x[a, i] + y[b, j]], out=score[i, j]
                        )
        found: NDArray[np.float32] = score[n, m, np.arange(len(left))]
        return found
