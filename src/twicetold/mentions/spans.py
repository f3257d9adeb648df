"""Where a report names somebody or something, without a model of its language.

Four signs, each alone enough: capitals inside a sentence (where script has them), a place that CLDR knows, a title
or role before the words, an agentive or possessive particle behind them. Words of the language's tables that no
name holds (articles, conjunctions, months) end a span.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from twicetold.mentions.knowledge import Knowledge, knowledge
from twicetold.model import EntityKind, Report, Statement
from twicetold.names.gazetteer import identify, may_go_on, places
from twicetold.names.inflection import fold
from twicetold.names.likeness import similarity
from twicetold.names.sounds import skeleton
from twicetold.quantities.spoken import word_pattern

LONGEST = 5  # words of a name
SPELLING = 0.96  # least likeness of a place to another spelling of it; at .9 Georgia and Georgian meet
_SURE = 6  # letters of a word that may be such a spelling
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BEGIN = re.compile(r"[.!?:…“\"«„‘('][\s“\"«„‘(']*$")
_INNER = re.compile(r"[-‐‑–.'’&]|\s+|\.\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch that names. `identity` is a place's where CLDR knows it."""

    start: int
    end: int
    text: str
    kind: EntityKind
    identity: str = ""
    language: str = "und"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    plain: str  # folded


def spans(report: Report, statements: Sequence[Statement]) -> list[Span]:
    """Return the naming spans of a report in order, not overlapping."""
    found: list[Span] = []
    cut = [_words(statement.text) for statement in statements]
    inside = _capitals_inside(statements, cut)
    for statement, words in zip(statements, cut, strict=True):
        if statement.kind == "boilerplate":
            continue
        language = statement.language if statement.language != "und" else report.language
        taken: list[Span] = []
        headline = statement.kind != "body" and _title_case(words, language)
        for source in (_places, _titled, _agents, _capitals):
            if headline and source is not _places:
                source = _known_capitals
            for span in source(statement.text, words, language, inside):
                taken += _free(statement.text, words, span, taken)
        found += [_moved(s, statement.start) for s in sorted(taken, key=lambda s: s.start)]
    return found


def _words(text: str) -> list[_Word]:
    return [_Word(*m.span(), m[0], fold(m[0])) for m in word_pattern().finditer(text)]


def _free(text: str, words: Sequence[_Word], span: Span, taken: Sequence[Span]) -> list[Span]:
    """Return the span, or what is left of it before and behind the spans that were found first."""
    if all(span.end <= t.start or t.end <= span.start for t in taken):
        return [span]
    runs: list[list[_Word]] = [[]]
    for word in words:
        if not span.start <= word.start < span.end:
            continue
        if any(t.start < word.end and word.start < t.end for t in taken):
            runs.append([])
        else:
            runs[-1].append(word)
    return [_span(text, run, span.kind, span.language) for run in runs if len(run) > 1]


def _moved(span: Span, by: int) -> Span:
    return Span(
        start=span.start + by,
        end=span.end + by,
        text=span.text,
        kind=span.kind,
        identity=span.identity,
        language=span.language,
    )


def _capitals_inside(statements: Sequence[Statement], cut: Sequence[Sequence[_Word]]) -> Counter[str]:
    """Count the words that are capitalised inside a sentence, minus those also written small."""
    capital: Counter[str] = Counter()
    for statement, words in zip(statements, cut, strict=True):
        if statement.kind != "body":
            continue
        for word in words:
            if word.text[0].isupper() and not _begins(statement.text, word.start):
                capital[word.plain] += 1
            elif word.text[0].islower():
                capital[word.plain] -= 1
    return capital


def _begins(text: str, at: int) -> bool:
    """Whether a sentence or quotation begins here, so that a capital says nothing."""
    return bool(_BEGIN.search(text, max(0, at - 6), at)) or not text[:at].strip()


def _places(text: str, words: Sequence[_Word], language: str, inside: Counter[str]) -> Iterator[Span]:
    """Yield the places that CLDR names, inflected or not."""
    del inside
    if _SIGNS.search(text):
        yield from _signed_places(text, language)
        return
    cased = knowledge(language).cased
    n = 0
    while n < len(words):
        if cased and not words[n].text[0].isupper():
            n += 1
            continue
        longest = 4 if may_go_on(words[n].plain, language) else 1
        for length in range(min(longest, len(words) - n), 0, -1):
            some = words[n : n + length]
            plain = " ".join(w.plain.replace("-", " ") for w in some)
            identity = identify(plain, language)
            if (
                identity is None
                and length == 1
                and len(plain) >= _SURE
                and plain not in knowledge(language).stop
            ):
                identity = _nearly(some[0].text, language)
            if identity:
                yield _span(text, some, "place", language, identity)
                n += length - 1
                break
        n += 1


@cache
def _by_skeleton(language: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, identity in places(language).items():
        if " " not in name and len(name) >= _SURE:
            found.setdefault(skeleton(name), []).append((name, identity))
    return found


@lru_cache(maxsize=65536)
def _nearly(word: str, language: str) -> str | None:
    """Return the place of which a word is another spelling: the same consonants, and all but the same sound."""
    near = [
        (similarity(word, name), identity)
        for name, identity in _by_skeleton(language).get(skeleton(word), ())
    ]
    best = max(near, default=(0.0, ""))
    return best[1] if best[0] >= SPELLING else None


@cache
def _sign_pattern(language: str) -> re.Pattern[str]:
    names = sorted((n for n in places(language) if len(n) > 1), key=lambda n: (-len(n), n))
    return re.compile("|".join(re.escape(n) for n in names), re.IGNORECASE)


def _signed_places(text: str, language: str) -> Iterator[Span]:
    """Yield places of scripts without spaces."""
    known = places(language)
    for m in _sign_pattern(language).finditer(text):
        yield Span(
            start=m.start(),
            end=m.end(),
            text=m[0],
            kind="place",
            identity=known[fold(m[0])],
            language=language,
        )


def _span(text: str, words: Sequence[_Word], kind: EntityKind, language: str, identity: str = "") -> Span:
    start, end = words[0].start, words[-1].end
    # a genitive is no part of the name
    cut = re.search(r"['’][^\W\d_]*$" if language == "tr" else r"['’]s?$", text[start:end])
    end -= len(cut[0]) if cut else 0
    return Span(start=start, end=end, text=text[start:end], kind=kind, identity=identity, language=language)


def _run(text: str, words: Sequence[_Word], at: int, known: Knowledge, *, cased: bool) -> int:
    """Return how many words from `at` on may make one name."""
    n = at
    while n < len(words) and n - at < LONGEST:
        word = words[n]
        if n > at and not _INNER.fullmatch(text[words[n - 1].end : word.start]):
            break
        if (
            cased
            and not word.text[0].isupper()
            and not (word.plain in known.particles and _goes_on(words, n))
        ):
            break
        if word.plain in known.stop and not (
            cased and n > at and word.text[0].isupper() and word.plain in known.particles
        ):
            break
        n += 1
    while n > at and words[n - 1].plain in known.particles and not words[n - 1].text[0].isupper():
        n -= 1
    return n - at


def _goes_on(words: Sequence[_Word], n: int) -> bool:
    return n + 1 < len(words) and words[n + 1].text[0].isupper()


def _titled(text: str, words: Sequence[_Word], language: str, inside: Counter[str]) -> Iterator[Span]:
    """Yield what follows a title or role: a person."""
    del inside
    known = knowledge(language)
    if _SIGNS.search(text):
        return
    n = 0
    while n < len(words):
        if words[n].plain not in known.titles or words[n].plain in known.particles:
            n += 1
            continue
        after = n
        while after < len(words) and words[after].plain in known.titles:
            after += 1
        length = _run(text, words, after, known, cased=known.cased)
        gap = text[words[after - 1].end : words[after].start] if after < len(words) else "x"
        if length and re.fullmatch(r"\.?\s+", gap) and _named(words[after : after + length], known):
            yield _span(text, words[after : after + length], "person", language)
        n = after + max(length, 0) if length else after


def _named(words: Sequence[_Word], known: Knowledge) -> bool:
    """Whether a run can be a name: in scripts without case at most four words, none of them a role or group."""
    return known.cased or (len(words) <= 4 and not any(w.plain in known.roles | known.groups for w in words))


def _agents(text: str, words: Sequence[_Word], language: str, inside: Counter[str]) -> Iterator[Span]:
    """Yield what stands before an agentive particle (Hindi ने): up to three words, titles and roles left out."""
    del inside
    known = knowledge(language)
    for n, word in enumerate(words):
        if word.plain not in known.agents:
            continue
        begin = n
        while begin > 0 and n - begin < 3:
            before = words[begin - 1]
            gap = text[before.end : words[begin].start]
            if before.plain in known.stop | known.roles | known.titles | known.groups or not gap.isspace():
                break
            begin -= 1
        titled = begin > 0 and words[begin - 1].plain in known.titles
        if begin < n and (titled or n - begin == 2):
            yield _span(text, words[begin:n], "person", language)


def _capitals(text: str, words: Sequence[_Word], language: str, inside: Counter[str]) -> Iterator[Span]:
    """Yield runs of capitalised words; a sentence's first word only where it is capitalised elsewhere too."""
    known = knowledge(language)
    if not known.cased:
        return
    n = 0
    while n < len(words):
        word = words[n]
        if not word.text[0].isupper() or word.plain in known.stop:
            n += 1
            continue
        length = _run(text, words, n, known, cased=True)
        first = n == 0 or _begins(text, word.start)
        some = list(words[n : n + max(length, 1)])
        if first and len(some) == 1 and inside[word.plain] <= 0:
            n += 1
            continue
        if first and len(some) > 1 and inside[word.plain] < 0:
            some = some[1:]
        while len(some) > 1 and some[0].plain in known.titles:
            some = some[1:]
        if some and _is_name(some, known):
            yield _span(text, some, _kind(text, some, known, inside), language)
        n += max(length, 1)


def _title_case(words: Sequence[_Word], language: str) -> bool:
    """Whether most longer words of a headline are capitalised."""
    longer = [w for w in words if len(w.text) > 3]
    return knowledge(language).cased and sum(w.text[0].isupper() for w in longer) * 2 > len(longer) > 1


def _known_capitals(text: str, words: Sequence[_Word], language: str, inside: Counter[str]) -> Iterator[Span]:
    """Yield the runs of a headline whose words are names in the body."""
    known = knowledge(language)
    n = 0
    while n < len(words):
        m = n
        while (
            m < len(words) and inside[words[m].plain] > 0 and words[m].plain not in known.stop | known.titles
        ):
            m += 1
        if m > n and _is_name(words[n:m], known):
            yield _span(text, words[n:m], _kind(text, words[n:m], known, inside), language)
        n = max(m, n + 1)


def _is_name(words: Sequence[_Word], known: Knowledge) -> bool:
    """Whether a capitalised run names: German nouns do not, single letters do not, roles alone do not."""
    if all(w.plain in known.roles | known.titles for w in words) or len("".join(w.text for w in words)) < 2:
        return False
    if not known.nouns_cased:
        return True
    # in German only runs of two and more, or words in capitals, or mixed ones
    return len(words) >= 2 or words[0].text.isupper() or any(c.isupper() for c in words[0].text[1:])


def _kind(text: str, words: Sequence[_Word], known: Knowledge, inside: Counter[str]) -> EntityKind:
    """Guess the kind of a capitalised run from what stands in and behind it."""
    if any(w.plain in known.groups for w in words):
        return "organisation"
    if len(words) == 1:
        short = words[0].text.isupper() and len(words[0].text) > 1
        return "organisation" if short else "other"
    if len(words) > 3 or any(w.plain in known.particles for w in words):
        return "other"
    behind = [m[0] for m in word_pattern().finditer(text, words[-1].end, min(len(text), words[-1].end + 60))][
        :5
    ]
    told = [fold(w) for w in behind]
    comma = text[words[-1].end : words[-1].end + 1] == ","
    role = comma and any(w in known.roles for w in told)
    said = bool(told) and told[0] in known.verbs and not comma
    alone = inside[words[-1].plain] > sum(
        1 for _ in words
    )  # the family name stands without the given name too
    return "person" if role or said or alone else "other"
