"""Statement -> frames: a cue, what is attributed by it, and where its speaker stands.

The idea: languages differ in which words are cues, not in the few ways a cue meets its content. Here are the frames
around nouns, "according to" and hearsay, and the order in which cues are read; `verbs.py` has those of verbs,
`attitude.py` those of what is no speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twicetold.speakers.attitude import attitude, may_be_verb, owned_attitude
from twicetold.speakers.clause import (
    Frame,
    after,
    before,
    beside,
    clause_start,
    infinitive_closes,
    opening,
    quote_ends,
    statement_end,
)
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import left_phrase
from twicetold.speakers.postposed import postposed
from twicetold.speakers.rightward import phrase_of_according, right_phrase
from twicetold.speakers.verbs import verb_frame
from twicetold.speakers.view import View

# How sure a frame is by the way it was found; checked on ntrex, where this order is the order of precision.
CONFIDENCE = {
    "colon": 0.95, "quote": 0.95, "comp": 0.9, "postcomp": 0.9, "postposed": 0.9, "according": 0.9,
    "comma": 0.8, "zero": 0.75, "object": 0.7, "hearsay": 0.65, "final": 0.75, "noun": 0.65,
}  # fmt: skip
OUTER = 2  # attributions that may follow one another at the end of a statement (", he said, according to X")
COVERED = 0.5  # share of hearsay that a named source's words must cover to be the source's
LONG = 4  # letters of the words that a headline begins with a capital, and how many it has at least
CAPITALS = 0.8  # share of them that have one
OWNER = 9  # words after a noun that may tell whose it is
SOLID = 8  # words of a speaker's phrase inside another's content, in scripts without capitals
SOURCES = ("according", "according_post", "tag")


def frames(v: View) -> list[Frame]:
    """Return the frames of a statement, in the order of their cues. A cue without content makes none."""
    end = statement_end(v)
    read = [replace(c, kind="noun") if v.lex.gerunds and _noun_alike(v, c) else c for c in v.cues]
    cues = [c for c in read if c.kind != "reject" and not _is_name(v, c)]
    outer: list[Frame] = []
    while cues and len(outer) < OUTER:
        frame = _closing(v, cues[-1], end)
        if frame is None:
            break
        outer.append(frame)
        cues.pop()
        end = max(b for _, b in frame.content)
    inner: list[Frame] = []
    floor = 0  # content before a cue never reaches back past the frame before it
    for cue in cues:
        frame = _frame(v, cue, floor, end)
        if frame is None or (cue.start < floor and not _nested(v, cue, frame)):
            continue
        inner.append(frame)
        if cue.kind not in (*SOURCES, "hearsay"):
            floor = max(floor, *(b for _, b in frame.content))
    if (
        len(inner) > 1
        and inner[0].speaker is None
        and inner[0].cue.start <= 1
        and inner[0].how not in ("colon", "comp", "quote")
        and inner[1].speaker is not None
    ):
        # "Asked about …, she said": what opens the statement only leads up to its subject
        active = v.toks[inner[0].cue.start].fold.endswith(v.lex.gerunds)  # not "Asked …"
        shared = replace(inner[0], speaker=inner[1].speaker if active else None)
        inner = [shared, *inner[1:]] if v.lex.attitudes else inner[1:]
    return _named_first([*(f for f in inner if not _untold(f, outer)), *reversed(outer)])


def _untold(frame: Frame, outer: Sequence[Frame]) -> bool:
    """Say whether an attitude stands within what somebody says ("…, sources said"): the outlet does not tell it."""
    spans = [r for o in outer for r in o.content]
    within = any(a <= frame.content[0][0] and frame.content[-1][1] <= b for a, b in spans)
    return frame.cue.kind == "attitude" and within


def _named_first(found: list[Frame]) -> list[Frame]:
    """Leave out hearsay within what a named source says: "laut WHO sollen …" is the source's, not hearsay."""
    named = {i for f in found if f.speaker is not None for a, b in f.content for i in range(a, b)}
    kept = []
    for frame in found:
        own = [i for a, b in frame.content for i in range(a, b)]
        alone = frame.cue.kind != "hearsay" or frame.speaker is not None
        if alone or sum(i in named for i in own) < COVERED * len(own):
            kept.append(frame)
    return kept


def _closing(v: View, cue: Match, end: int) -> Frame | None:
    """Return the frame of a cue that closes the statement after a comma; its content holds all other frames."""
    if v.lex.content == "before" or end - cue.end > v.MAX_TAIL:
        return None
    if cue.kind in ("according", "tag"):
        frame = _according(v, cue, 0, end) if beside(v, cue.start) else None
        return frame if frame is not None and all(b <= cue.start for _, b in frame.content) else None
    if cue.kind not in ("say", "claim"):
        return None
    sign = opening(v, cue, end)
    if sign is not None and (sign[1] in ("comp", "colon", "quote") or v.lex.unspaced):
        return None
    frame = postposed(v, cue, 0, end, end)
    return frame if frame is not None and len(frame.content) == 1 and frame.how == "postposed" else None


def _nested(v: View, cue: Match, frame: Frame) -> bool:
    """Say whether a cue inside another's content attributes by itself: it has a clause and a speaker of its own."""
    if cue.kind in (*SOURCES, "hearsay"):
        return True
    if frame.cue.kind == "attitude":
        return False  # within what somebody says it is no longer the outlet that tells it
    if (
        cue.kind not in ("say", "claim")
        or frame.how not in ("comp", "zero", "quote", "colon")
        or frame.speaker is None
        or (
            cue.kind == "claim" and frame.speaker.pronoun and v.lex.gerunds
        )  # "she said she hopes": one telling
    ):
        return False
    who = frame.speaker
    solid = any(v.is_(i, "determiners", "titles", "roles", "groups") for i in range(who.start, who.end))
    if v.lex.capitals == "none":
        return v.words(who.start, who.end) <= SOLID
    return bool(who.pronoun) or solid or v.capital(who.end - 1)


def _is_name(v: View, cue: Match) -> bool:
    """Say whether a verb's form is a part of a name or a noun here ("United States", "the proposed law")."""
    if cue.kind in (*SOURCES, "hearsay", "noun"):
        return False
    first, last = v.toks[cue.start], v.toks[cue.end - 1]
    if v.char(cue.start - 1) == "<":
        return True  # markup left in the text: "<tweet id=…"
    if v.lex.nominal and v.is_(cue.end, "genitive", "aux") and v.quoted[cue.end] < 0:
        return True
    if v.lex.capitals != "none" and first.text[0].isupper() and not _headline(v):
        noun = v.lex.capitals == "nouns" and cue.kind == "voice"  # "mit den Worten: …"
        return cue.start > 0 and v.toks[cue.start - 1].word and not noun
    if (
        v.lex.gerunds
        and v.is_(cue.start - 1, "prepositions")
        and not v.is_(cue.start - 1, "infinitive", "comp")
    ):
        return not last.fold.endswith(v.lex.gerunds) and not first.fold.endswith(v.lex.gerunds)
    if v.lex.head_final and cue.end - cue.start > 1:
        return False  # "şu ifadeleri kullandı": the object within the cue has the determiner
    alone = v.lex.capitals == "none" and (
        v.pronoun(cue.start - 1) or v.is_(cue.start - 1, "between")
    )  # وہ کہتے ہیں
    if v.lex.bracket and cue.end - cue.start == 1 and _attributive(v, cue):
        return True
    alone = alone or (
        v.lex.bracket and v.comma(cue.end) and v.is_(cue.end + 1, "comp")
    )  # "Diese bestätigte, dass …"
    return (
        v.is_(cue.start - 1, "determiners") and not v.is_(cue.start - 1, "vague", "relatives") and not alone
    )


def _headline(v: View) -> bool:
    """Say whether a statement is a headline: by its kind, or as English writes them, With Capitals Throughout."""
    if v.statement.kind == "title" or not v.lex.gerunds:
        return v.statement.kind == "title"
    words = [t for t in v.toks if t.word and len(t.text) >= LONG]
    return len(words) >= LONG and sum(t.text[0].isupper() for t in words) >= CAPITALS * len(words)


def _noun_alike(v: View, cue: Match) -> bool:
    """Say whether a form that nouns have too is one here: after a possessive, before a verb ("swing states could")."""
    if "noun" not in cue.kinds:
        return False
    owned = v.toks[cue.start - 1].fold.endswith(("'s", "s'")) if cue.start else False
    return owned or (v.is_(cue.end, "aux") and v.quoted[cue.end] < 0)


def _attributive(v: View, cue: Match) -> bool:
    """Say whether a participle stands as an adjective before its noun ("seinem letzten vermuteten Aufenthalt")."""
    if not v.capital(cue.end) or not v.toks[cue.start].fold.endswith(("te", "ten", "ter", "tes", "tem")):
        return False
    i = cue.start - 1
    while v.is_(i, "determiners") is False and i >= 0 and v.toks[i].word and v.toks[i].text[0].islower():
        if v.is_(i, "aux", "relatives", "between", "adverbs", "prepositions") or v.pronoun(i):
            return False
        i -= 1
    return i < cue.start - 1 and v.is_(i, "determiners") and not v.pronoun(i)


def _frame(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    if cue.start >= end:
        return None
    if cue.kind in SOURCES:
        return None if cue.kind == "tag" and not beside(v, cue.start) else _according(v, cue, floor, end)
    if cue.kind == "hearsay":
        return _said_by_somebody(v, cue, floor, end) or _hearsay(v, cue, end)
    if cue.kind == "noun":
        noun = _noun(v, cue, end)
        return attitude(v, cue, floor, end) if noun is None and may_be_verb(v, cue) else noun
    if cue.kind == "relative":
        found = _relative(v, cue, floor, end)
        if not cue.may("say") or (found is not None and found.speaker is not None):
            return found
        cue = replace(cue, kind="say")  # the same form closes a sentence
    frame = verb_frame(v, cue, floor, end) if cue.kind != "attitude" else None
    if frame is None and cue.may("attitude"):
        return attitude(v, cue, floor, end)
    return frame if frame is None or not _first_person(v, frame) else None


def _first_person(v: View, frame: Frame) -> bool:
    """Say whether the author speaks: "I think that …" in a signed comment is no reported speech."""
    if frame.speaker is not None:
        return v.is_(frame.speaker.start, "self")
    i = frame.cue.start - 1
    while i >= 0 and v.is_(i, "between") and not v.is_(i, "self"):
        i -= 1
    return v.is_(i, "self") and v.quoted[i] < 0


def _according(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Make the frame of "according to X, …", "…, according to X", "X के अनुसार …": the rest is the content."""
    phrase, a, b = phrase_of_according(v, cue, floor, end)
    if phrase is None:
        return None
    pieces = [r for r in (before(v, a, clause_start(v, cue.start)), after(v, b, end)) if r is not None]
    least = 1 if v.lex.bracket else 2  # "wurden nach Angaben der Stadt obdachlos": the verb closes the clause
    pieces = [r for r in pieces if v.words(*r) >= least or quote_ends(v, r[1] - 1)] or pieces[:1]
    return Frame(cue, tuple(pieces), phrase, "according") if pieces else None


def _said_by_somebody(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Make the frame of a form that is active as well as passive (unvowelled "أعلن"), where a speaker stands by it."""
    kind = next((kind for kind in ("say", "judge", "claim", "ask") if kind in cue.kinds), None)
    frame = verb_frame(v, replace(cue, kind=kind), floor, end) if kind else None
    return frame if frame is not None and frame.speaker is not None else None


def _hearsay(v: View, cue: Match, end: int) -> Frame | None:
    """Make the frame of "allegedly", "is said to": the whole clause, and nobody says it."""
    pieces = [
        r for r in (before(v, cue.start, clause_start(v, cue.start)), after(v, cue.end, end)) if r is not None
    ]
    return Frame(cue, tuple(pieces), None, "hearsay") if pieces else None


def _noun(v: View, cue: Match, end: int) -> Frame | None:
    """Make the frame of "the accusation that …": a complementiser right after the noun, or an infinitive clause."""
    for j in range(cue.end, min(cue.end + 2, end)):
        if v.is_(j, "comp") and v.quoted[j] < 0 and v.words(j, end) >= 3:
            content = after(v, j, end)
            assert content is not None
            return Frame(cue, (content,), left_phrase(v, cue.start, owner=True), "noun")
    if v.lex.attitudes and cue.end < end and v.is_(cue.end, "genitive", "infinitive", "prepositions"):
        return owned_attitude(v, cue, end)
    return _noun_of_infinitive(v, cue, end) if v.lex.bracket else None


def _noun_of_infinitive(v: View, cue: Match, end: int) -> Frame | None:
    """Make the frame of "der Vorschlag von X, den Damm zu erhöhen": an infinitive closes the clause after a comma."""
    comma = next(
        (j for j in range(cue.end, min(cue.end + OWNER, end)) if not v.toks[j].word or v.quoted[j] >= 0), end
    )
    if not v.comma(comma) or v.quoted[comma] >= 0 or any(c.start in range(cue.end, comma) for c in v.cues):
        return None
    stop = next((j for j in range(comma + 1, end) if v.comma(j) and v.quoted[j] < 0), end)
    content = after(v, comma + 1, stop)
    if content is None or v.words(*content) < 3:
        return None
    if not infinitive_closes(v, content):
        return None
    owner = (
        right_phrase(v, cue.end + v.is_(cue.end, "by"), comma) if v.is_(cue.end, "by", "genitive") else None
    )
    return Frame(cue, (content,), owner or _leading(v, cue.start), "noun")


def _leading(v: View, stop: int) -> Phrase | None:
    """Return the person or body that a clause begins with."""
    start = clause_start(v, stop)
    phrase = right_phrase(v, start, stop, near=True)
    known = phrase is not None and (
        phrase.pronoun or any(v.is_(i, "titles", "roles", "groups") for i in range(phrase.start, phrase.end))
    )
    return phrase if known and phrase is not None and phrase.end < stop else None


def _relative(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Make the frame of a participle between content and speaker ("… diyen bakan", "… என்று கூறிய அமைச்சர்")."""
    content = before(v, cue.start, max(floor, clause_start(v, cue.start)))
    if content is None or (v.words(*content) < 2 and not quote_ends(v, content[1] - 1)):
        return None
    speaker = right_phrase(v, cue.end, end)
    if (
        v.lex.head_final
        and speaker is not None
        and any(v.is_(i, "oblique") for i in range(speaker.start, speaker.end))
    ):
        return None
    frame = Frame(cue, (content,), speaker, "postposed")
    comp = next((j for j in range(content[1] - 1, content[0], -1) if v.is_(j, "postcomp")), None)
    if comp is not None and comp >= content[1] - 2:
        trimmed = before(v, comp, content[0])
        frame = replace(frame, content=(trimmed,)) if trimmed is not None else frame
    return frame
