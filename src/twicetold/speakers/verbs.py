"""A verb as a cue -> its frame.

Content follows after a colon, a quotation, a complementiser or a comma; or it stands before the verb, closed by
a comma, a quotation mark, a complementiser ("…と述べた", "… என்று கூறினார்") or, in languages that end with the
verb, by nothing.
"""

from __future__ import annotations

from twicetold.speakers.clause import (
    CLAUSE,
    Frame,
    Range,
    Sign,
    after,
    before,
    clause_start,
    in_mood,
    infinitive,
    may_be_said,
    opening,
    quote_ends,
    statement_end,
)
from twicetold.speakers.extent import told_until
from twicetold.speakers.gather import Phrase
from twicetold.speakers.lexicon import Match
from twicetold.speakers.objects import object_between, object_left, shares_subject
from twicetold.speakers.passive import passive, passive_frame
from twicetold.speakers.phrase import closes_clause, left_phrase
from twicetold.speakers.postposed import postposed, shares_sentence
from twicetold.speakers.rightward import right_phrase
from twicetold.speakers.view import COLONS, COMMAS, DASHES, View

PAPERS = 14  # words before a verb within which its subject may be a study or a document
NAMED = 4  # words of a name in quotation marks


def verb_frame(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Return the frame of a verb, its content not left of `floor` nor right of `end`, or `None`."""
    if cue.kind != "voice" and passive(v, cue):
        return passive_frame(v, cue, end)
    sign = opening(v, cue, end)
    if sign is not None and _within_object(v, cue, sign):
        sign = None
    left = _left(v, cue, floor, end, sign)
    weak = left is not None or cue.kind == "claim"
    if sign is not None and sign[1] == "quote" and weak and _name_in_quotes(v, sign[0]):
        sign = None
    if sign is not None and sign[1] in ("colon", "quote") and not (left and left.how == "quote"):
        return _right(v, cue, sign, end, left)
    if left is not None and left.how in ("quote", "postcomp"):
        return left
    if cue.kind == "voice":
        return None
    if sign is not None and sign[1] == "comp":
        return _right(v, cue, sign, end, None)
    opens_after = v.lex.unspaced and sign is not None and sign[1] == "comma" and cue.kind in ("say", "ask")
    if left is not None and not opens_after:
        return left
    if sign is not None and sign[1] != "comma" and cue.kind != "judge":
        return _right(v, cue, sign, end, None)
    if sign is not None and sign[1] == "comma" and v.lex.bracket and not may_be_said(v, sign[0], end):
        sign = None
    if sign is not None and (
        cue.kind == "say"
        or opens_after
        or (cue.kind == "claim" and in_mood(v, sign[0], end))
        or infinitive(v, sign[0], end)
    ):
        return _right(v, cue, sign, end, None)
    return _bare(v, cue, floor, end)


def _within_object(v: View, cue: Match, sign: Sign) -> bool:
    """Say whether "that" belongs to the object of a cue ("proposed a dam that would hold"), not to the cue."""
    start = cue.tail[1] if cue.tail else cue.end
    if not v.lex.gerunds or sign[1] != "comp" or not v.is_(sign[0], "relatives") or v.comma(sign[0] - 1):
        return False
    if v.is_(cue.start, "addressing"):
        return False
    if v.is_(start, "prepositions", "between", "adverbs", "times") and not v.is_(start, "infinitive"):
        return False
    if v.words(start, sign[0]) < 1:
        return False
    if cue.kind in ("judge", "ask"):
        return True
    if any(v.is_(j, "aux") for j in range(start, sign[0])):
        return False
    determined = v.is_(start, "determiners") and not v.is_(start, "vague") and not v.pronoun(start)
    return determined and not v.is_(start + 1, "times")


def _name_in_quotes(v: View, i: int) -> bool:
    """Say whether a quotation right of a cue is only a name, where the content stands left ("…, told „Neue Welle“")."""
    inside = [j for j in range(i, len(v.toks)) if v.quoted[j] == v.quoted[i] and v.toks[j].word]
    opened = v.char(i - 1) in COLONS | COMMAS or v.is_(i - 1, "comp")
    return len(inside) <= NAMED and not opened and v.lex.capitals != "none" and v.capital(inside[0])


def _speaker(v: View, cue: Match, gap_end: int) -> Phrase | None:
    """Return the speaker's phrase left or right of the cue: the likelier one, or else the language's first choice."""
    if shares_sentence(v, cue):
        return None
    if cue.kind == "voice" and v.lex.capitals == "nouns" and v.toks[cue.start].text[0].isupper():
        return right_phrase(
            v, clause_start(v, cue.start), cue.start
        )  # a noun ("mit den Worten"): not beside it
    if v.lex.bracket and v.is_(cue.start - 1, "and", "infinitive"):  # "…, und fordert eine Rücknahme"
        return right_phrase(v, clause_start(v, cue.start), cue.start - 1, near=True)
    found: list[Phrase] = []
    for side in v.lex.order:
        phrase = left_phrase(v, cue.start) if side == "left" else right_phrase(v, cue.end, gap_end, near=True)
        if phrase is not None:
            found.append(phrase)
    if (
        v.lex.order[0] == "right"
        and len(found) == 2
        and not v.comma(cue.start - 1)
        and found[1].outer - clause_start(v, cue.start) <= 1
    ):
        return found[1]  # the clause begins with its subject all the same
    if v.lex.bracket and len(found) == 2 and _opens_clause(v, found[0], cue):
        return found[0]
    return max(found, key=lambda p: likely(v, p), default=None)


def _opens_clause(v: View, phrase: Phrase, cue: Match) -> bool:
    """Say whether a phrase alone stands before the verb of a main clause, and is in no other case than a subject's."""
    start = phrase.outer
    first = start == clause_start(v, cue.start) or v.is_(start - 1, "and") or v.comma(start - 1)
    return (
        first and phrase.start == start and phrase.end >= cue.start - 1 and not v.is_(phrase.start, "oblique")
    )


def likely(v: View, phrase: Phrase) -> int:
    """Return how likely a phrase names somebody who speaks: a pronoun, a title or role, a full name, anything."""
    inside = range(phrase.start, phrase.end)
    if phrase.pronoun or any(v.is_(i, "titles", "roles", "groups") for i in inside):
        return 3
    if v.lex.capitals == "none":
        return 2
    capitals = sum(v.capital(i) and not v.is_(i, "determiners") for i in inside)
    return 2 if capitals >= 2 or (capitals == 1 and not v.is_(phrase.start, "determiners")) else 1


def _right(v: View, cue: Match, sign: Sign, end: int, left: Frame | None) -> Frame | None:
    """Content right of the cue, opened by a colon, a quotation, a complementiser or a comma."""
    start = sign[0]
    if sign[1] == "quote" and cue.kind in ("judge", "ask"):
        start = cue.tail[1] if cue.tail else cue.end  # what is judged belongs to it: the reports as "fake"
    elif sign[1] in ("quote", "comp") and _clause_before(v, cue, sign[0], sign[1]):
        start = cue.tail[1] if cue.tail else cue.end
    if sign[1] in ("comp", "comma") or sign[1] == "quote":
        end = told_until(v, cue, start, end, thing=cue.kind in ("judge", "ask"))
    content = after(v, start, _main_resumes(v, start, end) if sign[1] == "comp" else end)
    if content is None or (sign[1] in ("comp", "comma") and v.words(*content) < 2):
        return None
    speaker = _speaker(v, cue, sign[2])
    if start < sign[0] and speaker is not None and speaker.start >= start:
        content = after(v, sign[0], end) or content
    pieces = [content]
    if left is not None and left.how == "postposed" and sign[1] == "quote" and speaker is not None:
        first = left.content[0]
        if first[1] <= min(cue.start, speaker.start) and v.words(*first) <= 3:
            pieces.insert(0, first)
    return Frame(cue, tuple(pieces), speaker, sign[1])


def _main_resumes(v: View, start: int, end: int) -> int:
    """Return where a clause with its verb at the end is over and the main clause goes on ("…, hatte er gewarnt")."""
    if not v.lex.bracket or v.lex.content != "after":
        return end
    for j in range(start + 3, end - 1):
        if v.comma(j) and v.quoted[j] < 0 and v.is_(j + 1, "resumes") and not v.toks[j + 1].text[0].isupper():
            return j
    return end


def _clause_before(v: View, cue: Match, opened: int, sign: str) -> bool:
    """Say whether a clause begins before what seems to open the content.

    So before a quoted fragment ("said the dam was "safe"") and before a clause within ("said it is one that leaks").
    """
    start = cue.tail[1] if cue.tail else cue.end
    if (
        not v.lex.zero
        or cue.kind not in ("say", "claim")
        or v.words(start, opened) < 2
        or v.lex.capitals == "none"
    ):
        return False
    if v.char(opened - 1) in COMMAS | COLONS | DASHES and sign == "quote":
        return False
    if any(v.comma(j) for j in range(start, opened)) or v.is_(start, "comp"):
        return False
    if any(v.is_(j, "aux") for j in range(start + 1, opened)) or (
        sign == "quote" and _opens_with_verb(v, opened)
    ):
        return True
    plain = ("prepositions", "adverbs", "between", "times", "breaks", "relatives", "as")
    return (
        sign == "quote"
        and not v.is_(start, *plain)
        and not v.is_(cue.start, "addressing")
        and bool(v.lex.gerunds)
    )


def _opens_with_verb(v: View, opened: int) -> bool:
    """Say whether the first word within a quotation is an auxiliary ("said the dam “would hold”")."""
    return v.is_(opened + 1, "aux")


def _left(v: View, cue: Match, floor: int, end: int, sign: Sign | None) -> Frame | None:
    start = max(floor, clause_start(v, cue.start))
    head = cue.start
    while head > start and v.is_(head - 1, "between") and v.quoted[head - 1] < 0:
        head -= 1
    if v.lex.content == "before" or v.is_(head - 1, "postcomp"):
        return _final(v, cue, start, head)
    return postposed(v, cue, floor, min(sign[2] if sign else end, end), end)


def _final(v: View, cue: Match, start: int, head: int) -> Frame | None:
    """Content before a cue that closes its clause; the speaker comes first, or between complementiser and cue."""
    comp = next(
        (
            j
            for j in range(cue.start - 1, max(start, cue.start - 8) - 1, -1)
            if v.is_(j, "postcomp") and v.quoted[j] < 0
        ),
        None,
    )
    edge = head if comp is None else comp
    speaker, begin = (None, start) if shares_sentence(v, cue) else _final_speaker(v, cue, start, edge, head)
    content = before(v, edge, begin)
    if content is None and speaker is not None and speaker.outer > start:  # 「…」と市長は語った
        stop = speaker.outer
        while (
            stop > start
            and v.quoted[stop - 1] < 0
            and (v.is_(stop - 1, "and", "postcomp") or not v.toks[stop - 1].word)
        ):
            stop -= 1
        content = before(v, stop, start)
    if content is None:
        return None
    closed = comp is not None or quote_ends(v, content[1] - 1)
    if v.words(*content) < 2 and not closed:
        return None
    if not closed and cue.kind in ("claim", "voice") and not v.is_(head - 1, "comp"):
        return None
    how = "quote" if quote_ends(v, content[1] - 1) else "postcomp" if comp is not None else "final"
    return Frame(cue, (content,), speaker, how)


def _final_speaker(v: View, cue: Match, start: int, edge: int, head: int) -> tuple[Phrase | None, int]:
    """Return the speaker of a cue that closes its clause, and where its content may begin."""
    speaker = right_phrase(v, edge + 1, head) if v.words(edge + 1, head) >= 1 else None
    if speaker is None and v.lex.content == "after":
        speaker = right_phrase(v, cue.end, statement_end(v))
    if speaker is not None:
        return speaker, start
    speaker = left_phrase(v, cue.start, floor=start, stop=edge)
    if speaker is not None:
        return speaker, max(speaker.after, start)
    return right_phrase(v, cue.end, statement_end(v), near=True), start


def _bare(v: View, cue: Match, floor: int, end: int) -> Frame | None:
    """Content right after the cue without any sign: a clause after "said", an object after "accused"."""
    if v.lex.object == "left":
        return object_left(v, cue, floor, end)
    if v.lex.bracket and cue.tail is None and closes_clause(v, cue.start):
        return object_between(v, cue, _speaker(v, cue, end))
    i = cue.tail[1] if cue.tail else cue.end
    while (
        i < end
        and v.is_(i, "between", "adverbs")
        and not v.is_(i, "infinitive", "determiners")
        and not v.pronoun(i)
    ):
        i += 1
    if v.words(i, end) < 2 and not (cue.kind == "judge" or (cue.kind == "ask" and v.lex.gerunds)):
        return None
    speaker = _speaker(v, cue, end)
    if speaker is not None and speaker.start >= i:
        i = speaker.end
    thing = cue.kind in ("judge", "ask")
    content = after(v, i, told_until(v, cue, i, end, thing=thing))
    if content is None or (speaker is None and not v.lex.drops and not shares_subject(v, cue)):
        return None
    if cue.kind in ("judge", "ask") or (cue.kind in ("claim", "say") and _from_papers(v, cue)):
        return Frame(cue, (content,), speaker, "object")
    if cue.may("judge", "ask") and not v.lex.bracket and not _clause(v, cue, i, content):
        return Frame(cue, (content,), speaker, "object")
    if cue.kind == "say" and v.lex.infinitives and v.toks[content[0]].fold.endswith(v.lex.infinitives):
        return Frame(cue, (content,), speaker, "zero")
    return Frame(cue, (content,), speaker, "zero") if _clause(v, cue, i, content) else None


def _clause(v: View, cue: Match, i: int, content: Range) -> bool:
    """Say whether what follows without a complementiser is a clause."""
    if not v.lex.zero or v.words(*content) < 3:
        return False
    if (
        cue.kind == "claim"
        and not v.lex.unspaced
        and not any(v.is_(j, "aux") for j in range(i, min(i + CLAUSE, content[1])))
    ):
        return False
    if v.is_(i, "prepositions") and not v.is_(i, "comp") and not v.toks[i + 1].text.isdigit():
        return False
    if v.is_(i, "breaks") and not v.is_(i, "comp", "determiners", "vague"):
        return False
    return v.words(*content) >= 4 or any(v.is_(j, "aux") for j in range(*content))


def _from_papers(v: View, cue: Match) -> bool:
    """Say whether a study, a survey or a document is the subject: what it shows is attributed to it."""
    return any(v.is_(j, "papers") for j in range(max(0, cue.start - PAPERS), cue.start) if v.quoted[j] < 0)
