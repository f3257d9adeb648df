"""Words before a cue -> the phrase that they make, collected right to left and freed from what is not of it."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.speakers.view import View

REACH = 16  # words of a speaker's phrase, its apposition apart


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `start:end` name the speaker; `outer` is where its clause of attribution begins, `after` where it ends."""

    start: int
    end: int
    outer: int
    after: int
    pronoun: str = ""


def gather(v: View, end: int, floor: int) -> Phrase | None:
    """Collect the phrase that ends before token `end`, right to left, then free it from what precedes it."""
    if end > floor and v.pronoun(end - 1):
        return Phrase(end - 1, end, end - 1, end, v.pronoun(end - 1))
    i, words, depth = end, 0, 0
    while i > floor and words < REACH:
        j = i - 1
        mark = v.char(j)
        if v.quoted[j] >= 0:
            if not _named_in_quotes(v, j, end):
                break
        elif mark == ")":
            depth += 1
        elif mark == "(":
            depth -= 1
            if depth < 0:
                break
        elif (
            (mark != " " and depth == 0 and mark not in "-–'’.&/·•、")
            or (depth == 0 and mark in "–." and not v.initial(j))
            or (
                depth == 0
                and (
                    v.is_(j, "comp")
                    or (v.is_(j, "breaks") and not v.is_(j, "prepositions"))
                    or (v.is_(j, "relatives") and not v.is_(j, "determiners"))
                )
            )
            or (
                depth == 0
                and any(
                    c.start <= j < c.end and c.kind != "noun" and not (j == end - 1 and c.may("noun"))
                    for c in v.cues
                )
                and not v.is_(j, "roles", "groups")
            )
            or (depth == 0 and v.is_(j, "and") and not joins(v, j, floor, end))
            or (v.is_(j, "agent") and j < end - 1 and v.lex.capitals == "none" and not v.lex.unspaced)
        ):
            break
        words += v.toks[j].word
        i = j
    return _trim(v, i, end)


def _named_in_quotes(v: View, j: int, end: int) -> bool:
    """Say whether the quotation around token `j` is a name's part ("„Silverbird“"): short and inside the phrase."""
    k = v.quoted[j]
    size = sum(1 for q in v.quoted[max(0, j - 8) : end] if q == k)
    closing = max((i for i in range(j, min(end, j + 8)) if v.quoted[i] == k), default=j)
    if v.char(closing - 1) in ",.!?":  # what ends in a mark of its own is speech ("We need change," X said)
        return False
    return size <= 6 and v.lex.capitals != "none" and end - j <= 8 and j > 0 and v.quoted[j - size] < 0


def joins(v: View, j: int, floor: int, end: int) -> bool:
    """Say whether "and" at `j` joins two names rather than two clauses."""
    if j - 1 < floor or j + 1 >= end or not v.toks[j - 1].word:
        return False
    if v.pronoun(j + 1) or v.is_(j - 1, "adverbs"):
        return False
    if v.lex.capitals == "none":
        return j + 2 >= end or v.is_(j + 1, "roles", "groups", "titles")
    return (v.capital(j - 1) and (v.capital(j + 1) or v.is_(j + 1, "determiners"))) or v.is_(
        j + 1, "roles", "groups"
    )


def _trim(v: View, a: int, b: int) -> Phrase | None:
    """Free tokens `a:b` from adverbs and prepositional phrases before the name; `None` where nothing is left."""
    outer = a
    while a < b and (
        not v.toks[a].word
        or (
            v.is_(a, "adverbs", "and", "between") and not v.is_(a, "determiners", "titles", "roles", "groups")
        )
    ):
        a += 1
    while b > a and (
        (not v.toks[b - 1].word and v.char(b - 1) not in ')“”"»') or v.is_(b - 1, "between", "adverbs")
    ):
        b -= 1
    if a < b and v.is_(a, "prepositions") and not v.is_(a, "determiners"):
        a = _after_prepositional(v, a, b)
    if a < b and v.pronoun(a) and (v.lex.capitals != "none" or b - a == 1):
        return Phrase(a, a + 1, outer, b, v.pronoun(a))
    if v.lex.capitals != "none":
        b = next((j for j in range(a + 1, b) if v.is_(j, "aux")), b)
    if a >= b or not any(v.toks[j].word for j in range(a, b)):
        return None
    if no_name(v, a, b) and not v.is_(a, "vague"):
        return None
    return Phrase(a, b, outer, b, v.pronoun(b - 1) if b - a == 1 else "")


def no_name(v: View, a: int, b: int) -> bool:
    """Say whether tokens `a:b` name nobody: function words, times and numbers only."""
    if v.lex.capitals == "nouns" and not any(
        v.capital(j) or v.pronoun(j) or v.is_(j, "vague") for j in range(a, b)
    ):
        return True
    empty = ("determiners", "genitive", "prepositions", "aux", "times", "adverbs", "between")
    return all(
        (v.is_(j, *empty) and not v.is_(j, "titles", "roles", "groups")) or v.toks[j].text.isdigit()
        for j in range(a, b)
        if v.toks[j].word
    )


def _after_prepositional(v: View, a: int, b: int) -> int:
    """Return where the name begins after a prepositional phrase at `a`, or `b` where all of it is one."""
    for j in range(a + 1, b):
        if v.pronoun(j):
            return j
    if v.lex.capitals != "names":
        return b
    starts = [
        j
        for j in range(a + 2, b)
        if (v.is_(j, "determiners", "titles") or v.capital(j))
        and (not v.capital(j - 1) or _other_script(v, j))
        and not v.is_(j - 1, "determiners", "prepositions", "genitive", "titles")
    ]
    return starts[-1] if starts else b


def _other_script(v: View, j: int) -> bool:
    """Say whether token `j` begins a word of another script than the one before it ("Sunday Times Кіт")."""
    return v.toks[j].text[0].isascii() != v.toks[j - 1].text[0].isascii()


def short_quote(v: View, j: int) -> bool:
    """Say whether the quotation around token `j` is as short as a name."""
    k = v.quoted[j]
    return sum(1 for q in v.quoted[max(0, j - 8) : j + 8] if q == k) <= 6
