"""A speaker's phrase -> what it names: a name, a role ("the minister"), a group ("police") or a pronoun.

What is a name is told by capitals where a script has them, and else by what is left when titles, roles, function words
and genitive attributes are taken away. Phrases are compared by `alike`, which allows for inflected endings and for
the spellings that `twicetold.names` hears as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from twicetold.languages.hosts import is_host
from twicetold.names import similarity
from twicetold.speakers.lexicon import Lexicon
from twicetold.speakers.matching import mark_words
from twicetold.speakers.rightward import PARTICLES
from twicetold.speakers.tokens import Token, words

SAME = 0.8  # similarity from which two words are one name; swept .7-.9 on ntrex (12 languages), flat from .75 to .85
ARTICLE = "ال"  # that Arabic names keep in some mentions and lose in others, in every language of the script
SHORTEST = 3  # letters of a word that may be compared by sound


@dataclass(frozen=True, slots=True)
class Mention:
    """What a phrase names. `key` is the folded phrase without determiners: equal keys name one source."""

    text: str
    kind: str  # "name", "role", "group", "thing", "pronoun" or "vague"
    name: tuple[str, ...]  # folded words of the name
    spelled: str  # the name as it stands in the text, "" without one
    roles: tuple[str, ...]  # folded titles and roles
    key: str
    indefinite: bool = False
    gender: str = ""
    plural: bool = False
    offices: tuple[str, ...] = ()  # roles that are titles too: nobody has two of them in one report
    head: str = ""  # of a group or thing: its noun
    rest: frozenset[str] = frozenset()  # and what else is said of it


def read_mention(lex: Lexicon, text: str, pronoun: str = "") -> Mention:
    """Say what a phrase names; an apposition after a comma gives roles only."""
    if is_host(text):  # "Khamenei.ir" is no person of that name, nor whom "the Leader" means
        return Mention(text, "thing", (), "", (), text.strip().casefold(), head=text.strip().casefold())
    stream = words(text, 0, len(text), lex.proclitics, lex.enclitics)
    if pronoun:
        return Mention(text, "pronoun", (), "", (), "", gender=pronoun, plural=pronoun == "p")
    marks = mark_words(lex, stream)
    stop = next((i for i, t in enumerate(stream) if t.text in ",،、，(" and i > 0), len(stream))
    start = 0
    indefinite = False
    while (
        start < stop - 1
        and marks[start] & {"determiners"}
        and not marks[start] & {"titles", "roles", "groups"}
    ):
        indefinite = indefinite or stream[start].fold in _INDEFINITE
        start += 1
    core = range(start, stop)
    roles = _roles(stream, marks, range(len(stream)))
    name = _name(lex, stream, marks, core)
    if not name and stop + 1 < len(stream) and stream[stop].text in ",،":
        name = _name(lex, stream, marks, range(stop + 1, len(stream)))  # "the minister, Carlo Denti"
    head = _head(lex, stream, marks, core)
    key = " ".join(stream[i].fold for i in core if stream[i].word)
    kind = "name" if name else head
    if kind == "vague" and not roles and not any(marks[i] & {"groups"} for i in core):
        return Mention(text, "vague", (), "", (), key)
    spelled = text[stream[name[0]].start : stream[name[-1]].end] if name else ""
    gender = next((g for i in core for g in ("m", "f") if f"is_{g}" in marks[i]), "")
    return Mention(
        text,
        kind if kind != "vague" else "thing",
        tuple(_bare(stream[i].fold) for i in name if stream[i].word),
        spelled,
        roles,
        key,
        indefinite=indefinite,
        gender=gender,
        offices=_roles(
            stream, [m & {"roles"} if "titles" in m else frozenset() for m in marks], range(len(stream))
        ),
        head=_noun(stream, marks, core),
        rest=_rest(stream, marks, core),
    )


def _noun(stream: Sequence[Token], marks: Sequence[frozenset[str]], core: range) -> str:
    """Return the noun of a group: the first word that the table knows as one, or else the last word."""
    known = next((stream[i].fold for i in core if marks[i] & {"groups", "papers"}), "")
    return known or next((stream[i].fold for i in reversed(core) if stream[i].word), "")


def _rest(stream: Sequence[Token], marks: Sequence[frozenset[str]], core: range) -> frozenset[str]:
    noun = _noun(stream, marks, core)
    dull = {"determiners", "prepositions", "genitive", "and", "adverbs", "between", "breaks"}
    return frozenset(
        stream[i].fold for i in core if stream[i].word and stream[i].fold != noun and not marks[i] & dull
    )


_INDEFINITE = frozenset(
    {
        "a",
        "an",
        "another",
        "some",
        "one",
        "un",
        "una",
        "une",
        "um",
        "uma",
        "ein",
        "eine",
        "einer",
        "eines",
        "einem",
        "einen",
        "एक",
        "ایک",
        "یک",
        "یکی",
        "bir",
        "یكي",
        "একজন",
        "একটি",
        "ஒரு",
        "一",
        "某",
        "ある",
        "한",
        "один",
        "одна",
        "одне",
        "seorang",
        "sebuah",
    }
)


def _bare(word: str) -> str:
    """Return a name's word without the possessive or case ending that an apostrophe cuts off."""
    return word.removesuffix("'s").removesuffix("s'").split("'")[0] if word.rfind("'") > 1 else word


def _roles(stream: Sequence[Token], marks: Sequence[frozenset[str]], core: range) -> tuple[str, ...]:
    """Return the titles and roles; characters of scripts without spaces that stand together are one word."""
    found: list[str] = []
    for i in core:
        if not marks[i] & {"roles", "titles"}:
            continue
        if (
            found
            and i > core.start
            and marks[i - 1] & {"roles", "titles"}
            and stream[i - 1].end == stream[i].start
        ):
            found[-1] += stream[i].fold
        else:
            found.append(stream[i].fold)
    return tuple(dict.fromkeys(found))


def _head(lex: Lexicon, stream: Sequence[Token], marks: Sequence[frozenset[str]], core: range) -> str:
    """Say by which kind of word the phrase is headed, before any attribute that a preposition begins."""
    stop = next(
        (i for i in core if i > core.start and marks[i] & {"prepositions"} and not marks[i] & {"roles"}),
        core.stop,
    )
    inner = list(range(core.start, stop)) or list(core)
    if lex.capitals == "none":
        inner = list(core)
    for i in reversed(inner):
        if marks[i] & {"roles"} or (i == inner[-1] and marks[i] & {"titles"}):
            return "role"
        if marks[i] & {"groups", "papers"}:
            return "group"
    if any(marks[i] & {"titles"} for i in inner):
        return "role"
    return (
        "vague" if all(marks[i] & {"vague", "determiners"} or not stream[i].word for i in core) else "thing"
    )


def _name(lex: Lexicon, stream: Sequence[Token], marks: Sequence[frozenset[str]], core: range) -> list[int]:
    """Return the tokens of the personal name in the phrase: the last run of name words that stands by itself."""
    runs: list[list[int]] = []
    run: list[int] = []
    titled = False  # a title came first: what follows is the name, whatever its words mean elsewhere
    for i in core:
        titled = titled or bool(marks[i] & {"titles", "roles"})
        inside = (
            titled and run and lex.capitals == "none" and not lex.unspaced and marks[i] & {"titles", "roles"}
        )
        if inside or _name_word(lex, stream, marks, i):
            if (
                run
                and lex.capitals != "none"
                and stream[i].text[0].isascii() != stream[run[-1]].text[0].isascii()
            ):
                runs, run = [*runs, run], []
            run.append(i)
        elif run and stream[i].text in ".-–'’·•&" and i + 1 < core.stop:
            run.append(i)
        else:
            runs, run = [*runs, run] if run else runs, []
    runs = [*runs, run] if run else runs
    runs = [r for r in runs if not all(marks[i] & {"places"} for i in r)]
    closing = next((i for i in reversed(core) if stream[i].word), core.start)
    if lex.head_final and marks[closing] & {"roles"} and not marks[closing] & {"groups"}:
        return []  # what describes a role stands before it ("ABD'nin Çin büyükelçisi")
    alone = [r for r in runs if _stands_alone(lex, stream, marks, core, r)]
    chosen = alone[-1] if alone else []
    while chosen and not stream[chosen[-1]].word:
        chosen = chosen[:-1]
    return chosen


def _name_word(lex: Lexicon, stream: Sequence[Token], marks: Sequence[frozenset[str]], i: int) -> bool:
    if not stream[i].word or marks[i] & {
        "titles",
        "roles",
        "groups",
        "papers",
        "determiners",
        "prepositions",
        "genitive",
        "and",
        "vague",
        "adverbs",
        "adjectives",
        "times",
    }:
        return False
    if lex.capitals == "none":
        return not stream[i].text[0].isdigit() and not marks[i] & {
            "between",
            "breaks",
            "agent",
            "comp",
            "aux",
        }
    word = stream[i].text
    return (
        word[0].isupper()
        or (i > 0 and word in PARTICLES)
        or any(p.isalpha() and p[0].isupper() for p in word.split("-")[1:])
    )


def _stands_alone(
    lex: Lexicon, stream: Sequence[Token], marks: Sequence[frozenset[str]], core: range, run: list[int]
) -> bool:
    """Say whether a run is the name itself, not an attribute ("Tajikistan's president", "der Chef der Bank")."""
    before, after = run[0] - 1, run[-1] + 1
    if after < core.stop and marks[after] & {"roles", "groups"} and not marks[after] & {"genitive"}:
        return lex.capitals == "none" and not marks[after] & {"groups"} and _honorific(marks[after])
    if after < core.stop and marks[after] & {"genitive", "determiners"} and lex.capitals == "none":
        return False
    owned = marks[before] & {"genitive"} and not lex.possessor_first if before >= core.start else False
    if owned or (before >= core.start and marks[before] & {"prepositions"}):
        return False
    if before >= core.start and marks[before] & {"groups"} and lex.capitals != "none":
        return False
    if lex.capitals == "names" and after < core.stop and _attribute(stream, marks, after):
        return False
    if lex.capitals == "nouns":
        return len(run) >= 2 or not marks[before if before >= core.start else core.start] & {"determiners"}
    return not (stream[run[0]].fold.endswith("'s") and len(run) == 1 and after < core.stop)


def _attribute(stream: Sequence[Token], marks: Sequence[frozenset[str]], after: int) -> bool:
    """Say whether a common noun follows, so that the name before it only describes it ("UK car makers")."""
    word = stream[after]
    return (
        word.word
        and word.text[0].islower()
        and not marks[after] & {"prepositions", "genitive", "and", "relatives", "between", "adverbs"}
    )


def _honorific(mark: frozenset[str]) -> bool:
    return "titles" in mark and "roles" not in mark


@lru_cache(maxsize=1 << 16)
def alike(a: str, b: str) -> bool:
    """Say whether two folded words may be one name: equal, differing in an ending, or alike in sound."""
    if a == b:
        return True
    if "-" in a or "-" in b:  # al-Mina and Mina; Anna-Lena stays apart from Lena only by its other words
        return alike(a.rsplit("-", 1)[-1], b.rsplit("-", 1)[-1])
    if a.startswith(ARTICLE) is not b.startswith(ARTICLE) and min(len(a), len(b)) > SHORTEST:
        return alike(a.removeprefix(ARTICLE), b.removeprefix(ARTICLE))  # المعلم and معلم
    if min(len(a), len(b)) < SHORTEST or a[0] != b[0]:
        return False
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if shared >= 4 and max(len(a), len(b)) - shared <= 2:
        return True
    return similarity(a, b) >= SAME


def same_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Say whether two names may be one: all words of the shorter one are in the longer one."""
    if not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    joined = ("".join(short), "".join(long))
    if joined[0] == joined[1]:
        return True
    if len(short) == 1 and len(short[0]) == 1:
        return False
    # scripts without spaces: one character a token
    if len(short[0]) == 1 and all(len(w) == 1 for w in (*short, *long)):
        return len(short) >= 2 and (joined[0] in joined[1] or _common(*joined) >= max(3, COMMON * len(short)))
    if not any(alike(short[-1], w) for w in long):
        return False
    hits = sum(any(alike(w, x) for x in long) for w in short)
    return hits == len(short) or (hits >= 2 and hits >= len(short) - 1)


COMMON = 0.75  # share of the shorter name that both must have in one run, where words beside it cling to it


def _common(a: str, b: str) -> int:
    """Return the length of the longest run of characters that both names have."""
    sizes = range(len(a), 0, -1)
    return next((n for n in sizes if any(a[i : i + n] in b for i in range(len(a) - n + 1))), 0)
