"""A report's statements -> the names and roles that they mention outside quotations, in the order of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from twicetold.model import Entity, Report
from twicetold.speakers.draft import Draft
from twicetold.speakers.lexicon import Lexicon
from twicetold.speakers.mention import Mention, read_mention
from twicetold.speakers.view import View


def lexicon_at(views: Sequence[View], at: int) -> Lexicon:
    """Return the lexicon of the statement that holds character `at`, of the first one where none does."""
    n = max(0, bisect_right(views, at, key=lambda v: v.statement.start) - 1)
    return views[n].lex if at < views[n].statement.end else views[0].lex


def spoken_names(text: str, views: Sequence[View], drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the last words of the speakers' names: a single word that begins a statement may then be one of them."""
    names = set()
    for draft in drafts:
        if draft.speaker is not None and not draft.pronoun:
            mention = read_mention(lexicon_at(views, draft.speaker.start), draft.speaker.quote(text))
            names |= (
                {"".join(mention.name)}
                if lexicon_at(views, draft.speaker.start).unspaced
                else set(mention.name[-1:])
            )
    for v in views:
        names |= {"".join(t.fold for t in v.toks[part:end]) for _, part, end in _dotted_names(v)}
    return frozenset(names)


def told(
    report: Report, views: Sequence[View], entities: Sequence[Entity], known: frozenset[str]
) -> list[tuple[int, Mention, bool]]:
    """Return the names that the report mentions anywhere outside quotations: place, mention, first in its statement."""
    found: dict[int, tuple[int, Mention, bool]] = {}
    for v in views:
        role = _leading_role(v)
        if role is not None:
            found[role[0]] = role
        if v.lex.capitals == "none":
            found.update((m[0], m) for m in _known_names(v, known))
        else:
            for place, mention, leads in _capital_names(v, known):
                found[place] = (place, mention, leads)
    for entity in entities:
        if entity.kind not in ("person", "organisation"):
            continue
        for each in entity.mentions:
            if each.report_id == report.id and each.start not in found and views:
                lex = lexicon_at(views, each.start)
                mention = read_mention(lex, each.text)
                if mention.kind == "name":
                    found[each.start] = (each.start, mention, False)
    return [found[place] for place in sorted(found)]


def _capital_names(v: View, known: frozenset[str]) -> list[tuple[int, Mention, bool]]:
    """Return names of two words or more, or after a title, and names of one word that begin the statement's subject."""
    found = []
    i, n = 0, len(v.toks)
    while i < n:
        if v.quoted[i] >= 0 or not _begins_name(v, i):
            i += 1
            continue
        j = i + 1
        while (
            j < n
            and v.quoted[j] < 0
            and not _inflected(v.toks[j - 1].text)
            and (
                _begins_name(v, j)
                or (v.char(j) in ".-’'" and v.initial(j))
                or v.toks[j].text in ("al", "von", "van", "de", "bin")
            )
        ):
            j += 1
        while not v.toks[j - 1].word:
            j -= 1
        a = i
        while a > 0 and v.is_(a - 1, "titles", "roles") and v.quoted[a - 1] < 0:
            a -= 1
        stop = _apposition(v, j)
        if j - i >= 2 or a < i or (v.toks[i].fold in known and _first_words(v, a)):
            text = v.span(a, stop).quote(v.text)
            mention = read_mention(v.lex, text)
            if mention.kind == "name" and not v.is_(a - 1, "prepositions"):
                found.append((v.toks[a].start, mention, _first_words(v, a)))
        i = j
    return found


def _inflected(word: str) -> bool:
    """Say whether an apostrophe cuts an ending off, so that a name ends here (Denti's, Denti'nin; not O'Hara)."""
    ending = word.rpartition("'")[2] if "'" in word else word.rpartition("’")[2]
    return len(ending) < len(word) and ending[:1].islower()


def _known_names(v: View, known: frozenset[str]) -> list[tuple[int, Mention, bool]]:
    """Return where a statement names somebody who speaks in the report, in a script without capitals."""
    if v.lex.unspaced:
        found = [
            (v.toks[a].start, read_mention(v.lex, v.span(a, b).quote(v.text)), a <= LEADING)
            for a, _, b in _dotted_names(v)
        ]
        taken = [(v.toks[a].start, v.toks[b - 1].end) for a, _, b in _dotted_names(v)]
        for name in sorted(n for n in known if len(n) > 1):
            at = v.text.find(name, v.statement.start, v.statement.end)
            if at >= 0 and not any(start <= at < end for start, end in taken):
                found.append((at, read_mention(v.lex, name), at - v.statement.start <= 2 * LEADING))
        return found
    places = [i for i, t in enumerate(v.toks) if t.fold in known and v.quoted[i] < 0]
    mentions = [(v.toks[i].start, read_mention(v.lex, v.toks[i].text), _leads(v, i)) for i in places]
    return [m for m in mentions if m[1].kind == "name"]


DOTS = "·・‧•"
PART = 6  # characters of one part of a foreign name


def _dotted_names(v: View) -> list[tuple[int, int, int]]:
    """Return the foreign names of a statement in a script without spaces: first token, last part, end (乔·登)."""
    found: list[tuple[int, int, int]] = []
    dots = [i for i in range(1, len(v.toks)) if v.toks[i].text in DOTS and v.quoted[i] < 0]
    for k, i in enumerate(dots if v.lex.unspaced else ()):
        if k and dots[k - 1] >= i - PART - 1 and found and found[-1][2] == i:
            found[-1] = (found[-1][0], i + 1, _part_end(v, i + 1))
            continue
        a = i
        while a > 0 and i - a < PART and _in_part(v, a - 1) and (a == i or len(v.toks[a].text) == 1):
            a -= 1
        b = _part_end(v, i + 1)
        if a < i and b > i + 1:
            found.append((a, i + 1, b))
    return found


def _part_end(v: View, i: int) -> int:
    b = i
    while b < len(v.toks) and b - i < PART and _in_part(v, b) and (b == i or len(v.toks[b - 1].text) == 1):
        b += 1
    # what also stands elsewhere is the name; a verb may follow it
    for n in range(b, i, -1):
        name = v.span(i if n - i > 1 else i - 1, n).quote(v.text)  # one character counts with its dot
        if v.text.count(name) > 1:
            return n
    return b


def _in_part(v: View, i: int) -> bool:
    """Say whether a character may be of a name: no word that the table knows, and no cue."""
    return v.toks[i].word and not v.marks[i] and not any(c.start <= i < c.end for c in v.cues)


def _leads(v: View, i: int) -> bool:
    """Say whether the name that ends at token `i` begins its statement as a subject."""
    before = [
        j
        for j in range(i)
        if v.toks[j].word and not v.is_(j, "adverbs", "titles", "roles", "adjectives", "and")
    ]
    return i < LEADING and len(before) <= GIVEN_NAMES and not v.is_(i + 1, "genitive", "breaks")


GIVEN_NAMES = 2  # words of a full name before its last one

LEADING = 5  # tokens at the beginning of a statement among which its subject's name is looked for


def _leading_role(v: View) -> tuple[int, Mention, bool] | None:
    """Return the role that a statement begins with ("The president …"), as a subject that pronouns may mean."""
    a = next((i for i, t in enumerate(v.toks) if t.word and not v.is_(i, "adverbs", "and")), None)
    if a is None or v.quoted[a] >= 0 or v.is_(a, "prepositions", "breaks"):
        return None
    b = next((i for i in range(a, min(a + 5, len(v.toks))) if v.is_(i, "roles")), None)
    if b is None or any(
        v.is_(i, "prepositions", "genitive", "breaks") or not v.toks[i].word for i in range(a, b)
    ):
        return None
    mention = read_mention(v.lex, v.span(a, b + 1).quote(v.text))
    return (v.toks[a].start, mention, True) if mention.kind == "role" and not mention.indefinite else None


def _first_words(v: View, a: int) -> bool:
    return sum(v.toks[k].word and not v.is_(k, "adverbs", "determiners", "and") for k in range(a)) == 0


def _begins_name(v: View, i: int) -> bool:
    word = v.toks[i]
    if not word.word or not word.text[0].isupper():
        return False
    if v.is_(
        i,
        "determiners",
        "prepositions",
        "adverbs",
        "breaks",
        "titles",
        "roles",
        "groups",
        "and",
        "comp",
        "first",
        "relatives",
        "aux",
        "vague",
    ):
        return False
    return not v.pronoun(i) and (i > 0 or v.lex.capitals == "names")


def _apposition(v: View, j: int) -> int:
    """Return where an apposition that gives a role after the name ends ("X, the president of Y, …"), or `j`."""
    if not v.comma(j) or not (v.is_(j + 1, "determiners", "roles", "titles")):
        return j
    for k in range(j + 1, min(j + 10, len(v.toks))):
        if v.comma(k) or v.strong(k):
            return k if any(v.is_(x, "roles", "titles") for x in range(j + 1, k)) else j
    return j
