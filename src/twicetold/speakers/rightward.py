"""Words after a cue -> the phrase that names its speaker ("said Jane Roe", "according to the police")."""

from __future__ import annotations

from twicetold.speakers.gather import REACH, Phrase, gather, joins, no_name, short_quote
from twicetold.speakers.lexicon import Match
from twicetold.speakers.view import View

APPOSED = 4  # words of a name between commas after its role


def right_phrase(v: View, start: int, end: int, *, near: bool = False) -> Phrase | None:
    """Return the speaker's phrase that begins at token `start`; with `near`, only where the verb comes first."""
    i = start
    while (
        i < end
        and v.is_(i, "between")
        and not v.pronoun(i)
        and v.quoted[i] < 0
        and not v.is_(i, "determiners", "infinitive")
    ):
        i += 1
    if i >= end or (v.quoted[i] >= 0 and not v.toks[i].word and v.lex.capitals == "none"):
        return None
    if v.pronoun(i):
        return Phrase(i, i + 1, i, i + 1, v.pronoun(i))
    if _cue_at(v, i) or (v.is_(i, "genitive") and v.lex.capitals == "none"):
        return None
    if _no_beginning(v, i, near=near):
        return None
    j, words = i, 0
    while j < end and words < REACH:
        if _is_over(v, i, j, end):
            break
        words += v.toks[j].word
        j += 1
    while j > i and (
        (not v.toks[j - 1].word and v.char(j - 1) not in ')“”"»') or v.is_(j - 1, "genitive", "determiners")
    ):
        j -= 1
    if j <= i or no_name(v, i, j):
        return None
    j = _with_apposed_name(v, i, j, end)
    return Phrase(i, j, i, j)


def _with_apposed_name(v: View, i: int, j: int, end: int) -> int:
    """Return where a role `i:j` ends with the name that follows it between commas ("the minister, Carlo Denti, …")."""
    if not v.comma(j) or v.lex.unspaced:
        return j
    if not any(v.is_(x, "roles", "titles") for x in range(i, j)):
        return j
    stop = j + 1
    while (
        stop < end
        and stop - j <= APPOSED
        and (v.capital(stop) or v.toks[stop].text in PARTICLES or v.initial(stop))
    ):
        stop += 1
    closed = stop >= end or v.comma(stop) or v.strong(stop) or v.quoted[stop] >= 0
    if v.lex.capitals == "none":
        closed = stop < end and v.comma(stop)
    other = ("determiners", "times", "groups", "prepositions", "adverbs", "breaks", "between", "and", "comp")
    plain = not any(v.is_(x, *other) or _cue_at(v, x) for x in range(j + 1, stop))
    return stop if closed and plain and stop > j + 1 else j


def _no_beginning(v: View, i: int, *, near: bool) -> bool:
    """Say whether no name begins at token `i`; with `near`, only a capital, a determiner or a known role begins one."""
    empty = v.is_(i, "self", "prepositions", "breaks", "comp", "infinitive", "relatives")
    if empty and not v.is_(i, "determiners", "agent"):
        return True
    if near and v.is_(i, "oblique") and not v.lex.head_final:
        return True
    known = v.capital(i) or v.is_(i, "determiners", "titles", "roles", "groups", "vague")
    return near and v.lex.capitals == "names" and not known


def _is_over(v: View, i: int, j: int, end: int) -> bool:
    """Say whether the phrase that began at `i` ends before token `j`."""
    mark = v.char(j)
    if v.quoted[j] >= 0:
        return not (short_quote(v, j) and _quoted_name(v, j))
    if mark != " ":
        return mark not in "-–'’.&/·•()、" or (mark == "." and not v.initial(j))
    if v.is_(j, "breaks", "comp", "adverbs") or (v.is_(j, "prepositions") and not v.is_(j, "genitive")):
        return True
    if v.lex.gerunds and v.is_(j, "genitive") and j + 1 < end and v.toks[j + 1].fold.endswith(v.lex.gerunds):
        return True  # "accused by the council of closing the dam"
    return j > i and (_cue_at(v, j) or _name_over(v, j) or _new_phrase(v, i, j, end))


def _quoted_name(v: View, j: int) -> bool:
    """Say whether the quotation around token `j` may be a name: in scripts with capitals it begins with one."""
    k = v.quoted[j]
    first = next((i for i in range(max(0, j - 8), j + 2) if v.quoted[i : i + 1] == [k] and v.toks[i].word), j)
    return v.capital(first) or not v.toks[first].word


def _new_phrase(v: View, i: int, j: int, end: int) -> bool:
    """Say whether token `j` begins something else: a verb, a second noun phrase, another clause."""
    if v.is_(j, "between", "aux") or (v.lex.capitals == "nouns" and _noun_done(v, j)):
        return True
    if v.is_(j, "and") and not joins(v, j, i, end):
        return True
    if v.lex.capitals == "none" and v.lex.order[0] == "right" and _object_begins(v, i, j):
        return True
    other = v.is_(j, "determiners") and not v.is_(j - 1, "genitive", "and", "prepositions")
    return other and v.lex.capitals != "nouns"


def _definite(word: str, article: str) -> bool:
    """Say whether a word has the article, itself or after a letter that is written onto it ("and", "for")."""
    return word.startswith(article) or word[1:].startswith(article)


def _object_begins(v: View, i: int, j: int) -> bool:
    """Say whether another body or country begins at token `j`, after a verb that comes first and its subject."""
    article = v.lex.article  # a body with the article is complete: what follows without it is the object
    if article and v.is_(j - 1, "groups") and not v.is_(j - 1, "titles", "roles"):
        bare = v.toks[j].word and not v.is_(j, "genitive", "and", "adjectives", "determiners")
        return v.toks[j - 1].text.startswith(article) and bare and not _definite(v.toks[j].text, article)
    if not v.is_(j, "groups", "places") or v.is_(
        j - 1, "groups", "titles", "roles", "and", "genitive", "adjectives"
    ):
        return False
    return v.is_(i, "titles", "roles") and j - i >= 2


def _cue_at(v: View, j: int) -> bool:
    """Say whether another cue begins at token `j`, unless the word is a role or a group here."""
    capitals = v.capital(j) and v.capital(j - 1) and v.statement.kind != "title"
    named = v.lex.gerunds and capitals  # the Holm Post
    known = named or v.is_(j, "titles", "roles", "groups", "papers")
    return any(c.start == j for c in v.cues) and not known


def _name_over(v: View, j: int) -> bool:
    """Say whether a name ended before token `j`: what follows a capitalised name in small letters is not of it."""
    if v.lex.capitals != "names" or not v.toks[j].word or v.capital(j) or not v.capital(j - 1) or j - 1 == 0:
        return False
    known = v.is_(j, "genitive", "and") or (
        not v.lex.head_final and v.is_(j, "titles", "roles", "groups", "papers")
    )
    particle = v.toks[j].text in PARTICLES and v.capital(j + 1)
    if v.lex.gerunds and v.capital(j + 1) and not v.is_(j + 1, "times") and not v.marks[j]:
        return False  # "said Liberal strategist Kit Holm"
    return not known and not particle and not v.is_(j - 1, "titles", "roles", "groups", "determiners")


PARTICLES = frozenset(
    {
        "al",
        "bin",
        "ibn",
        "von",
        "van",
        "de",
        "da",
        "der",
        "den",
        "di",
        "du",
        "la",
        "le",
        "el",
        "dos",
        "das",
        "del",
        "della",
        "ter",
        "ten",
        "av",
        "af",
        "y",
        "e",
    }
)


def _attribute_follows(v: View, j: int) -> bool:
    """Say whether an adjective in the genitive plural goes on with a noun ("Ansicht politischer Beobachter")."""
    return bool(v.lex.genitive_endings) and (
        v.toks[j].fold.endswith(v.lex.genitive_endings)
        and v.capital(j + 1)
        and not v.is_(j, "between", "adverbs", "breaks")
    )


def _noun_done(v: View, j: int) -> bool:
    """Say whether a phrase with capital nouns ends before token `j`: only names and genitives follow a noun."""
    if not v.toks[j].word or not v.capital(j - 1) or v.is_(j - 1, "determiners", "genitive"):
        return False
    if _attribute_follows(v, j):
        return False
    return (not v.capital(j) and not v.is_(j, "genitive", "and")) or v.toks[j].text.isdigit()


def phrase_of_according(v: View, cue: Match, floor: int, end: int) -> tuple[Phrase | None, int, int]:
    """Return the source of "according to", and the tokens `a:b` that it takes with its cue."""
    if cue.kind == "according_post":
        start = floor
        for j in range(cue.start - 1, floor - 1, -1):
            if v.quoted[j] >= 0 or v.comma(j) or v.strong(j):
                start = j + 1
                break
        phrase = gather(v, cue.start, start)
        if (
            phrase is None and cue.start > start
        ):  # the marker may stand on the last word of the phrase (경찰에 따르면)
            rest = gather(v, cue.start - 1, start)
            begin = rest.start if rest is not None else cue.start - 1
            phrase = Phrase(begin, cue.start, begin, cue.end)
        return phrase, phrase.start if phrase else cue.start, cue.end
    begin = cue.end
    while any(c.start == begin and c.kind == "say" for c in v.cues):  # "según dijo X", "حسبما قال X"
        begin = next(c.end for c in v.cues if c.start == begin)
    phrase = right_phrase(v, begin, end)
    if phrase is None:
        return None, cue.start, cue.end
    stop = phrase.end
    if stop < end and v.comma(stop):
        closing = _closing_comma(v, stop + 1, end)
        stop = closing if closing is not None else stop
    elif cue.start > floor and _word_before_is_comma(v, cue.start):
        stop = next((j for j in range(stop, end) if v.comma(j)), end)
    return Phrase(phrase.start, phrase.end, cue.start, stop, phrase.pronoun), cue.start, stop


def _word_before_is_comma(v: View, i: int) -> bool:
    return v.quoted[i - 1] >= 0 or v.comma(i - 1)


def _closing_comma(v: View, start: int, end: int) -> int | None:
    """Return the comma that closes an apposition which begins at `start`, or `None` where none begins."""
    if not v.is_(start, "relatives", "determiners", "prepositions") and not v.is_(start, "titles", "roles"):
        return None
    if v.pronoun(start):
        return None
    comma = next((j for j in range(start, min(start + 14, end)) if v.comma(j)), None)
    if comma is None or (any(v.is_(j, "aux") for j in range(start, comma)) and not v.is_(start, "relatives")):
        return None
    return comma
