"""What goes on from statement to statement: reported mood, the first person after a quotation, and pointing back.

A statement without a cue may go on with the attribution before it. A mood that only reported speech has (German
"sei", "habe") shows it even where nobody has spoken yet. And a statement that only points ("Dies teilte das Werk
mit.", "Об этом сообщило агентство.") attributes the statement before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.model import Span
from twicetold.speakers.clause import statement_end
from twicetold.speakers.draft import Draft
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.phrase import left_phrase
from twicetold.speakers.quotes import Quotation
from twicetold.speakers.rightward import right_phrase
from twicetold.speakers.verbs import likely
from twicetold.speakers.view import COLONS, COMMAS, View, by_statement

BETWEEN = 2  # statements that are said too, where both their neighbours are
OWN_VOICE = 5  # statements in the first person, where nobody speaks, that make a report a comment or a letter
ASKING = "?？؟"  # an outlet seldom asks; who was just quoted does
MATRIX = 12  # words of a main clause before what is said in reported mood
POINTING = 16  # words of a statement that only says who said the one before it
LEAD_IN = 2  # words before the pointing one ("Am Montag hat dies …" is left alone)


def goes_on(views: Sequence[View], made: list[Draft], quotes: Sequence[Quotation] = ()) -> list[Draft]:
    """Add statements without a cue that go on: in reported mood, or in the first person after a quotation."""
    out = list(made)
    owns = by_statement(views, made)
    signed = any(_says_i(v, own) for v, own in zip(views, owns, strict=True))
    own_voice = sum(_own_voice(views, owns, n) for n in range(len(views))) >= OWN_VOICE
    last: Draft | None = None
    direct = False  # whether what was said last is told in the speaker's own words
    running: Draft | None = None  # what goes on over several statements is one attribution
    for n, v in enumerate(views):
        before = views[n - 1] if n else None
        if owns[n]:
            last, running = owns[n][-1], None
            direct = _is_direct(v, last) and not (own_voice and last.quotes)
            continue
        kind = _continuing(v, last, direct=direct) if v.toks else ""
        told = direct and (running is None or running.how == "first person")
        left_open = told and last is not None and _left_open(last, quotes)
        if (
            not kind
            and last is not None
            and _carried_over(views, owns, n, last, direct=direct, signed=signed, left_open=left_open)
        ):
            kind = "first person"
        if not kind:
            last = running = None
            continue
        under = _under_a_clause(v) if kind == "reported mood" else None
        span = _whole(v)
        if under is not None:
            out.append(under)
            last, running = under, None
        elif span is not None and running is not None and kind == running.how == "reported mood":
            running.content.append(span)
        elif span is not None:
            running = Draft(content=[span], how=kind, confidence=0.6 if last else 0.5, follows=last)
            subject = _subject(before) if last is None else None
            if subject is not None and before is not None:
                running.speaker, running.pronoun = before.span(subject.start, subject.end), subject.pronoun
            out.append(running)
            last = last or running
    return out


def _own_voice(views: Sequence[View], owns: Sequence[Sequence[Draft]], n: int) -> bool:
    """Say whether a statement is in the first person where nobody has been speaking: the author's own."""
    if owns[n] or (n and owns[n - 1]):
        return False
    return any(views[n].is_(i, "first") and views[n].quoted[i] < 0 for i in range(len(views[n].toks)))


def _says_i(v: View, own: Sequence[Draft]) -> bool:
    """Say whether the author says "I" beside what others are said to say ("she told me")."""
    inside = [c for d in own for c in d.content]
    return any(
        v.is_(i, "first") and v.quoted[i] < 0 and not any(c.start <= t.start < c.end for c in inside)
        for i, t in enumerate(v.toks)
        if inside
    )


def _is_direct(v: View, draft: Draft) -> bool:
    """Say whether a draft gives words as they were said: quoted, after a colon, or in the first person."""
    if draft.quotes or draft.how in ("colon", "stands alone", "first person"):
        return True
    return any(
        v.is_(i, "first") and v.quoted[i] < 0 and c.start <= t.start < c.end
        for i, t in enumerate(v.toks)
        for c in draft.content
    )


def _carried_over(
    views: Sequence[View],
    owns: Sequence[Sequence[Draft]],
    n: int,
    last: Draft,
    *,
    direct: bool,
    signed: bool,
    left_open: bool,
) -> bool:
    """Say whether a statement stands within what somebody says, as those after it show.

    After words told as they were said, another statement in the first person, or the end of a quotation whose beginning
    is missing, shows that what stands between is said too, unless the author says "I" (`signed`).
    """
    for m in range(n, min(n + BETWEEN + 1, len(views))):
        if m > n and owns[m]:
            return direct and (left_open or _unopened(views[m]))
        if m > n and _continuing(views[m], last, direct=direct) == "first person":
            return not signed
        if owns[m] or not views[m].toks:
            return False
    return False


def _left_open(draft: Draft, quotes: Sequence[Quotation]) -> bool:
    """Say whether a draft is a quotation from its first mark on that is never closed, nor taken up again."""
    held = [quotes[k] for k in sorted(draft.quotes) if k < len(quotes)]
    if draft.how not in ("stands alone", "quote") or not held:
        return False
    return not held[-1].closed and held[-1].inner_end == held[-1].end  # else only its first mark is missing


def _unopened(v: View) -> bool:
    """Say whether a statement is the end of a quotation that has no mark at its beginning."""
    first = next((i for i, t in enumerate(v.toks) if t.word), 0)
    return v.quoted[first] >= 0 and v.toks[0].word


def _whole(v: View) -> Span | None:
    words = [i for i, t in enumerate(v.toks) if t.word]
    return v.span(words[0], words[-1] + 1) if words else None


def _continuing(v: View, last: Draft | None, *, direct: bool) -> str:
    """Say how a statement without a cue goes on with the attribution before it, or "" where it does not."""
    mood = _mood(v)
    if mood and not any("mood_block" in m for m in v.marks):
        sure = any(not v.is_(i, "mood_weak") for i in mood)
        if last is not None or sure:
            return "reported mood"
    if last is not None and direct and (any("first" in m for m in v.marks) or v.toks[-1].text in ASKING):
        return "first person"
    return ""


def _mood(v: View) -> list[int]:
    """Return the verbs in reported mood outside quotations; a noun of the same letters ("im Laufe") is none."""
    nouns = v.lex.capitals == "nouns"
    return [
        i
        for i, m in enumerate(v.marks)
        if "mood" in m and v.quoted[i] < 0 and not (nouns and i > 0 and v.toks[i].text[0].isupper())
    ]


def _subject(v: View | None) -> Phrase | None:
    """Return the person or body that a statement begins with, as who may be meant by what follows in reported mood."""
    if v is None or not v.toks or v.quoted[0] >= 0:
        return None
    phrase = right_phrase(v, 0, statement_end(v), near=True)
    return phrase if phrase is not None and likely(v, phrase) >= 2 else None


def _under_a_clause(v: View) -> Draft | None:
    """Return the content that a main clause in plain mood introduces ("Lund spekuliert, die Brücke sei …")."""
    first = _mood(v)[0]
    sign = next((j for j in range(first - 1, 0, -1) if v.char(j) in COLONS and v.quoted[j] < 0), None)
    if sign is None:
        sign = next((j for j in range(first) if v.char(j) in COMMAS and v.quoted[j] < 0), None)
    if sign is None or not 2 <= v.words(0, sign) <= MATRIX or v.is_(0, "breaks", "comp", "prepositions"):
        return None
    if (
        v.is_(sign + 1, "relatives", "breaks", "and")
        and v.char(sign) in COMMAS
        and not v.is_(sign + 1, "comp")
    ):
        return None
    end = statement_end(v)
    speaker = right_phrase(v, 0, sign)
    if v.words(sign + 1, end) < 3 or speaker is None:
        return None
    return Draft(
        content=[v.span(sign + 1, end)],
        how="reported mood",
        confidence=0.6,
        speaker=v.span(speaker.start, speaker.end),
        pronoun=speaker.pronoun,
    )


def points_back(before: View | None, v: View, own: Sequence[Draft]) -> list[Draft]:
    """Return the attribution of the statement before, where this one only says whose words it was; else nothing."""
    found = _pointing_cue(v) if before is not None and not any(d.quotes for d in own) else None
    whole = _whole(before) if before is not None else None
    if found is None or whole is None or before is None or any(q >= 0 for q in before.quoted):
        return []
    cue, speaker = found
    if cue.tail is not None and v.words(cue.tail[1], statement_end(v)) > 1:
        return []
    return [
        Draft(
            content=[whole],
            how="points back",
            confidence=0.7,
            speaker=v.span(speaker.start, speaker.end),
            pronoun=speaker.pronoun,
            cue=v.span(cue.start, cue.end),
            cue_kind=cue.kind,
        )
    ]


def _pointing_cue(v: View) -> tuple[Match, Phrase] | None:
    """Return the cue and the speaker of a statement that says nothing but whose words those were."""
    end = statement_end(v)
    opens = [i for i in range(min(end, 2 * LEAD_IN)) if v.is_(i, "pointing") and v.words(0, i) <= LEAD_IN]
    cues = [c for c in v.cues if c.may("say")]
    if not opens or len(cues) != 1 or v.words(0, end) > POINTING:
        return None
    cue, pointing = cues[0], opens[0]
    rest = range(cue.end, end)
    if any(v.quoted[j] >= 0 or v.char(j) in COLONS or (v.is_(j, "comp") and v.comma(j - 1)) for j in rest):
        return None
    stop = cue.tail[0] if cue.tail else end
    speaker = right_phrase(v, cue.end, stop, near=True)
    if speaker is None and cue.start > pointing + 1:
        speaker = left_phrase(v, cue.start, floor=pointing + 1)
    return (cue, speaker) if speaker is not None and cue.start > pointing else None
