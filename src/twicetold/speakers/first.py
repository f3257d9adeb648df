"""The beginning of a clause -> the phrase that names its speaker, in languages that put the subject first."""

from __future__ import annotations

from twicetold.speakers.gather import REACH, Phrase, no_name
from twicetold.speakers.view import View

TITLED = 4  # words at the beginning of a clause among which a title shows where the name stands
AFTER_TITLE = 2  # words of a name after its title, where nothing marks its end
WHOLE = 6  # words before a verb that are all taken for its subject
NAME_WORDS = 4  # words that a name before an apposition may have in scripts without capitals


def first_phrase(v: View, floor: int, stop: int) -> Phrase | None:
    """Return the phrase at the beginning of the clause that ends at `stop`, past adverbial pieces between commas."""
    if v.lex.unspaced and v.lex.content == "after":
        nearer = _own_clause(v, floor, stop)
        if nearer is not None:
            return nearer
    a = floor
    while a < stop:
        b = next((j for j in range(a, stop) if v.quoted[j] >= 0 or v.comma(j) or v.strong(j)), stop)
        phrase = _first_of(v, a, b, closed=b < stop and v.quoted[b] < 0)
        if phrase is not None:
            return phrase
        a = b + 1
        while b < stop and a < stop and v.quoted[a] == v.quoted[b] >= 0:
            a += 1
    return None


def _own_clause(v: View, floor: int, stop: int) -> Phrase | None:
    """Return the person or body that the last piece before a verb begins with, where a comma parts clauses."""
    a = next((j + 1 for j in range(stop - 1, floor, -1) if v.comma(j) and v.quoted[j] < 0), floor)
    phrase = _first_of(v, a, stop, closed=False) if a > floor else None
    if phrase is None:
        return None
    known = any(v.is_(i, "titles", "roles", "groups") for i in range(phrase.start, phrase.end))
    return phrase if known or phrase.pronoun else None


def _first_of(v: View, a: int, b: int, *, closed: bool) -> Phrase | None:
    """Return the phrase that a piece `a:b` begins with; `closed` where a comma ends the piece."""
    outer = a
    while a < b and (
        not v.toks[a].word
        or (
            v.is_(a, "adverbs", "and", "between")
            and not v.pronoun(a)
            and not v.is_(a, "titles", "roles", "groups", "determiners")
        )
    ):
        a += 1
    if a >= b or v.is_(a, "self"):
        return None
    if v.pronoun(a):
        return Phrase(a, a + 1, outer, a + 1, v.pronoun(a))
    if v.lex.head_final:
        return _last_of(v, a, b, outer) if closed else _run(v, a, b, outer)
    if v.is_(a, "prepositions", "breaks", "relatives", "comp"):
        j = next((j for j in range(a + 1, b) if v.pronoun(j)), None)
        return Phrase(j, j + 1, outer, j + 1, v.pronoun(j)) if j is not None and not closed else None
    if v.is_(a, "genitive"):
        return None
    end = _reaches(v, a, b, closed=closed)
    while end > a and (v.is_(end - 1, "genitive") or (not v.toks[end - 1].word and v.char(end - 1) != ")")):
        end -= 1
    if end <= a or no_name(v, a, end):
        return None
    after = end
    while after < b and (v.is_(after, "agent") or not v.toks[after].word):
        after += 1
    return Phrase(a, end, outer, after + 1 if closed and after >= b else after)


def _reaches(v: View, a: int, b: int, *, closed: bool) -> int:
    """Return where the words that may belong to a name beginning at `a` end."""
    end = a
    reach = REACH if not v.lex.unspaced else 2 * REACH
    if v.lex.capitals == "none" and not closed and not v.lex.unspaced:
        titled = [j for j in range(a, min(a + TITLED, b)) if v.is_(j, "titles", "roles")]
        reach = titled[-1] + 1 - a + AFTER_TITLE if titled else NAME_WORDS
        if v.lex.content == "after" and b - a <= WHOLE:
            reach = b - a  # nothing but the speaker stands before the verb
    while end < b and end - a < reach:
        if v.is_(end, "breaks", "prepositions", "comp", "relatives", "between") or v.quoted[end] >= 0:
            break
        if end > a and v.is_(end, "agent"):
            break  # ने closes whoever acts, wherever the verb stands
        if v.char(end) != " " and v.char(end) not in "-–'’.&/·•()、":
            break
        if any(c.start == end for c in v.cues) and not v.is_(end, "roles", "groups"):
            break
        if v.lex.capitals == "names" and not closed and not _part_of_name(v, end, a):
            break
        end += 1
    return end


def _last_of(v: View, a: int, b: int, outer: int) -> Phrase | None:
    """Return the name or role that a piece before a comma ends with, in a language that puts it last."""
    start = b
    while start > a and (_part_of_name(v, start - 1, a - 1) or v.toks[start - 1].text.isdigit()):
        start -= 1
    while start < b and (v.is_(start, "adverbs", "and", "oblique") or not v.toks[start].word):
        start += 1
    if start >= b or no_name(v, start, b) or _in_case(v, b - 1) or v.is_(start, "self"):
        return None
    return Phrase(start, b, outer, b + 1, v.pronoun(start) if b - start == 1 else "")


def _run(v: View, a: int, b: int, outer: int) -> Phrase | None:
    """Return the name or role that a piece without a comma begins with; a word in another case ends it."""
    end = a
    while end < b and _part_of_name(v, end, a - 1) and not _in_case(v, end) and v.quoted[end] < 0:
        end += 1
        if v.is_(end - 1, "groups") and not v.is_(end - 1, "titles", "roles") and not v.capital(end - 1):
            break  # a body in small letters ends its phrase
    said = any(c.start == a for c in v.cues) and not v.is_(a, "roles", "groups", "titles")
    if end == a or said or no_name(v, a, end) or (_in_case(v, end) and not _owns_clause(v, a, end)):
        return None
    return Phrase(a, end, outer, end)


def _owns_clause(v: View, a: int, end: int) -> bool:
    """Say whether a noun in another case after a titled name begins the clause that is said ("Bakan X oyuncunun …")."""
    return v.is_(end, "roles", "groups") and not v.capital(end) and v.is_(a, "titles") and v.capital(end - 1)


def _in_case(v: View, j: int) -> bool:
    """Say whether a word shows by an apostrophe or its ending that it is no subject (Ankara'da, kurula)."""
    if j >= len(v.toks) or not v.toks[j].word:
        return False
    return v.is_(j, "oblique") or ("'" in v.toks[j].fold and not v.is_(j, "roles", "titles", "groups"))


def _part_of_name(v: View, j: int, a: int) -> bool:
    """Say whether token `j` goes on with a name that began at `a`, in a script where names have capitals."""
    return (
        v.capital(j)
        or j == a
        or not v.toks[j].word
        or (v.lex.head_final and _before_noun(v, j))
        or v.is_(j, "titles", "roles", "groups", "papers", "determiners", "genitive", "and")
    )


def _before_noun(v: View, j: int) -> bool:
    """Say whether a word describes a role or a body right after it ("Japon otomobil firması")."""
    plain = (
        v.toks[j].word
        and not v.is_(j, "breaks", "adverbs", "between", "aux", "oblique", "comp")
        and "'" not in v.toks[j].fold
    )
    return plain and v.is_(j + 1, "roles", "groups") and not _in_case(v, j + 1) and v.quoted[j + 1] < 0
