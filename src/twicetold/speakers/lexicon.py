"""A language's table of speech -> what the matcher walks over. One table is all that a language needs.

Entries are separated by commas or line ends. `(a|b|)` writes several forms at once, `*` at an end of a word
stands for any letters, `~` for words in between ("teilte ~ mit"); `+` stands before words that must follow but
are not of the cue. Spaces part words; scripts without spaces need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

from twicetold.languages.lookup import FALLBACK, table
from twicetold.names.gazetteer import places
from twicetold.speakers.tokens import Token, fold, plain_words, words

# Kinds of cue, strongest first: a form that stands in two lists counts as the first of them.
CUES = (
    "reject", "hearsay", "according", "according_post", "tag", "relative", "say", "ask", "judge", "claim",
    "voice", "noun", "attitude",
)  # fmt: skip
WORDS = (
    "comp", "postcomp", "between", "breaks", "prepositions", "genitive", "determiners", "agent", "first", "titles",
    "roles", "groups", "aux", "passive", "by", "mood", "mood_block", "and", "relatives", "infinitive", "adverbs",
    "vague", "self", "bracket", "times", "as", "papers", "sharing", "oblique", "adjectives", "whole",
    "resumes", "pointing", "mood_weak", "turns", "addressing", "possessives", "occasions", "subordinate", "settings",
)  # fmt: skip
GENDERS = ("m", "f", "n", "p", "any")

_GROUP = re.compile(r"\(([^()]*)\)")
_PARTING = re.compile(r"[,\n]")


@dataclass(slots=True)
class Node:
    """A state of the matcher: which words lead on, and which classes end here."""

    words: dict[str, Node] = field(default_factory=dict)
    prefixes: dict[str, Node] = field(default_factory=dict)
    suffixes: dict[str, Node] = field(default_factory=dict)
    lengths: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    classes: set[str] = field(default_factory=set)
    cuts: dict[str, int] = field(default_factory=dict)  # class -> how many of the words are the cue itself
    tails: list[tuple[tuple[str, ...], str]] = field(
        default_factory=list
    )  # what must follow after a gap, class

    def after(self, word: str) -> list[Node]:
        """Return the states that `word` leads to: exact first, then the longest prefix and suffix."""
        found = [self.words[word]] if word in self.words else []
        begun, ended = self.lengths
        if begun:
            found += [self.prefixes[word[:n]] for n in begun if n <= len(word) and word[:n] in self.prefixes]
        if ended:
            found += [
                self.suffixes[word[-n:]] for n in ended if n <= len(word) and word[-n:] in self.suffixes
            ]
        return found


@dataclass(frozen=True, slots=True)
class Match:
    """A cue: tokens `start:end` (half-open), its kind, and where its second part stands, if it has one."""

    start: int
    end: int
    kind: str
    tail: tuple[int, int] | None = None
    kinds: frozenset[str] = frozenset()  # every kind that the form may be; `kind` is the first of them

    def may(self, *kinds: str) -> bool:
        """Say whether the cue may be of one of the kinds."""
        return self.kind in kinds or any(kind in self.kinds for kind in kinds)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the attribution knows of a language; `asked_for` differs from `code` where the fallback answered."""

    code: str
    asked_for: str
    content: str  # "after" or "before" the cue
    zero: bool  # whether content follows a verb of saying without a complementiser
    capitals: str  # what capital letters tell: "names", "nouns" (of every kind) or "none"
    inverts: str  # who may follow the verb after its content: "always" anybody, "names" no pronoun, "never"
    article: str  # the definite article where it is written onto the noun
    genitive_endings: tuple[str, ...]  # endings of adjectives that go on with the noun before them
    gerunds: tuple[str, ...]  # endings of verb forms that may follow a preposition; empty: all may
    bracket: bool  # whether the subject may stand at an auxiliary far before the verb ("hat ... erklärt")
    subject: str  # where the speaker stands: "near" the cue, or "first" in its clause
    order: tuple[str, ...]  # on which side of the cue the speaker is looked for, first choice first
    drops: bool  # whether a subject may be left out
    comma: bool  # whether content may follow a verb of saying after a mere comma
    marked_pronouns: bool  # whether pronouns carry the agentive marker in them (उन्होंने)
    joiners: str  # commas that only join names and titles (、 in Chinese)
    unspaced: (
        bool  # whether words are not parted by spaces: the longest known word counts, not those within it
    )
    adverb_endings: tuple[str, ...]  # endings of adverbs that may stand between subject and verb
    infinitives: tuple[str, ...]  # endings of infinitives that may be what is said ("afirmó tener")
    head_final: (
        bool  # whether a name stands last in its phrase, after what describes it ("... konuşan Kit, ...")
    )
    possessor_first: bool  # whether a genitive marker stands after what owns, so that a name may follow it
    nominal: bool  # whether a genitive mark right after a verb makes it a noun (所说的)
    object: str  # where what a verb of judging or asking takes stands: "right" or "left" of it
    passive_forms: tuple[str, ...]  # endings of verb forms that can be passive
    agent_suffixes: tuple[str, ...]
    clitics: tuple[str, ...]  # may begin a word without being split off ("and" in Arabic)
    proclitics: tuple[str, ...]  # are split off the beginning of a word ("l'", "qu'")
    enclitics: tuple[str, ...]  # are split off its end ("-t-il")
    comp_clitics: tuple[str, ...]
    quotes: tuple[str, ...]
    attitudes: bool  # whether what is no speech (wants, supports, knows) is read too
    cues: Node
    words: Node
    pronouns: Mapping[str, str]  # folded pronoun -> m, f, n, p or any

    @property
    def is_fallback(self) -> bool:
        """Whether the language asked for has no table: quotation marks alone decide."""
        return self.code != self.asked_for

    def stems(self, word: str) -> list[str]:
        """Return `word` and, where it begins with a clitic ("and" in Arabic, Hebrew), `word` without it."""
        if word.endswith("\u0903"):  # the visarga that Hindi newspapers write for a colon
            word = word[:-1]
        if not word.startswith(self.clitics):
            return [word]
        return [
            word,
            *(word[len(c) :] for c in self.clitics if word.startswith(c) and len(word) > len(c) + 1),
        ]


def expand(entry: str) -> Iterator[str]:
    """Yield the forms that an entry writes: `sa(y|ys|id)` is say, says, said."""
    parts = _GROUP.split(entry)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    for chosen in product(*choices):
        yield " ".join("".join(chosen).split())


def entries(value: str | Sequence[str]) -> Iterator[str]:
    """Yield every form of a table's list, whether written as one string or as several."""
    for text in (value,) if isinstance(value, str) else value:
        for entry in _PARTING.split(text):
            yield from (form for form in expand(entry.strip()) if form)


Clitics = tuple[tuple[str, ...], tuple[str, ...]]  # what is split off the beginning and the end of a word


def _pieces(form: str, clitics: Clitics) -> list[Token]:
    """Return the tokens of a table's form; an apostrophe right after a word stays with it ("qu'")."""
    pieces: list[Token] = []
    for piece in words(form, 0, len(form), *clitics):
        last = pieces[-1] if pieces else None
        if piece.fold == "'" and last is not None and last.word and last.end == piece.start:
            pieces[-1] = last._replace(text=last.text + piece.text, end=piece.end, fold=last.fold + "'")
        else:
            pieces.append(piece)
    return pieces


def _walk(node: Node, form: str, clitics: Clitics) -> Node:
    """Return the state that `form` leads to from `node`, making it where it is missing."""
    plain = None if any(clitics) else plain_words(form)
    if plain is not None:
        for word in plain:
            node = node.words.setdefault(word, Node())
        return node
    pieces = _pieces(form, clitics)
    skip = -1
    for i, piece in enumerate(pieces):
        if i == skip or piece.text == "*":
            if piece.text == "*" and i + 1 < len(pieces) and pieces[i + 1].start == piece.end:
                node = node.suffixes.setdefault(pieces[i + 1].fold, Node())
                skip = i + 1
            continue
        ends_open = i + 1 < len(pieces) and pieces[i + 1].text == "*" and pieces[i + 1].start == piece.end
        node = (node.prefixes if ends_open else node.words).setdefault(piece.fold, Node())
        if ends_open and (i + 2 >= len(pieces) or pieces[i + 2].start != pieces[i + 1].end):
            skip = i + 1
    return node


def _add(root: Node, form: str, kind: str, clitics: Clitics) -> None:
    head, gap, rest = form.partition("~")
    cue, plus, ahead = head.partition("+")
    node = _walk(root, f"{cue} {ahead}".strip(), clitics)
    if plus:
        node.cuts[kind] = len(_pieces(cue, clitics))
    if gap:
        node.tails.append((tuple(t.fold for t in _pieces(rest, clitics)), kind))
    else:
        node.classes.add(kind)


def _seal(node: Node) -> None:
    """Note the lengths of prefixes and suffixes, longest first, all the way down."""
    if node.prefixes or node.suffixes:
        node.lengths = (
            tuple(sorted({len(p) for p in node.prefixes}, reverse=True)),
            tuple(sorted({len(s) for s in node.suffixes}, reverse=True)),
        )
    for following in (node.words, node.prefixes, node.suffixes):
        for child in following.values():
            _seal(child)


STEM = 4  # letters that a noun must have for its inflected forms to be looked for
VOWELS = "аеиіоуыьюяёїєaeiouyąęıöü"  # of these the last one gives way to an ending
NOUNS = ("titles", "roles", "groups", "papers")


def _add_inflected(root: Node, form: str, kind: str, clitics: Clitics, endings: Sequence[str]) -> None:
    """Let a noun be met with the language's case endings too."""
    pieces = _pieces(form, clitics)
    if len(pieces) != 1 or len(pieces[0].fold) < STEM:
        return
    word = pieces[0].fold
    stems = {word, word[:-1]} if word[-1] in VOWELS and kind != "oblique" else {word}
    for stem in stems:
        for ending in endings:
            node = root.words.setdefault(fold(stem + ending), Node())
            if kind == "oblique" or not node.classes & {"titles", "roles", "groups"}:
                node.classes.add(kind)


def _trie(
    lists: Mapping[str, Any],
    kinds: Sequence[str],
    where: str,
    clitics: Clitics,
    grammar: Mapping[str, Any] | None = None,
    names: Sequence[str] = (),
) -> Node:
    endings = grammar.get("endings", ()) if grammar else ()
    oblique = grammar.get("oblique_endings", ()) if grammar else ()
    root = Node()
    for kind in lists:
        if kind not in kinds:
            raise ValueError(f"{where}: no kind of word is called {kind!r}; there are {', '.join(kinds)}")
    for kind in kinds:
        for form in entries(lists.get(kind, "")):
            _add(root, form, kind, clitics)
    for kind in NOUNS if endings else ():
        for form in entries(lists.get(kind, "")):
            _add_inflected(root, form, kind, clitics, endings)
            _add_inflected(root, form, "oblique", clitics, oblique)
    for form in names:
        _add(root, form, "places", clitics)
    _seal(root)
    return root


def _places(code: str, grammar: Mapping[str, Any]) -> Sequence[str]:
    """Return the countries and cities of a language whose script does not tell names by capitals."""
    if code == FALLBACK or grammar.get("capitals", "none") != "none":
        return ()
    return [name for name in places(code) if name.isalpha() or " " in name]


def _read_kinds(cues: Mapping[str, Any], attitudes: bool) -> Mapping[str, Any]:
    return cues if attitudes else {kind: forms for kind, forms in cues.items() if kind != "attitude"}


def lexicon(code: str, attitudes: bool = False) -> Lexicon:
    """Return what is known of speech in a language; without a table, the fallback, which knows quotation marks only.

    With `attitudes`, its verbs of wanting, supporting, knowing and showing are cues too.
    """
    return _lexicon(code, attitudes)


@cache
def _lexicon(code: str, attitudes: bool) -> Lexicon:
    found = table(code, "speech")
    data = found.data
    grammar = data.get("grammar", {})
    where = f"tables/{found.code}/speech.toml"
    clitics = (tuple(grammar.get("proclitics", ())), tuple(grammar.get("enclitics", ())))
    pronouns = {
        "".join(piece.fold for piece in _pieces(form, clitics)): gender
        for gender in GENDERS
        for form in entries(data.get("pronouns", {}).get(gender, ""))
    }
    return Lexicon(
        code=found.code,
        asked_for=found.asked_for,
        content=grammar.get("content", "after"),
        zero=grammar.get("zero", True),
        capitals=grammar.get("capitals", "none"),
        inverts=grammar.get("inverts", "always"),
        article=grammar.get("article", ""),
        genitive_endings=tuple(grammar.get("genitive_endings", ())),
        gerunds=tuple(grammar.get("gerunds", ())),
        bracket=grammar.get("bracket", False),
        subject=grammar.get("subject", "near"),
        order=tuple(grammar.get("order", ("left", "right"))),
        drops=grammar.get("drops", False),
        comma=grammar.get("comma", False),
        marked_pronouns=grammar.get("marked_pronouns", False),
        joiners=grammar.get("joiners", ""),
        unspaced=grammar.get("unspaced", False),
        adverb_endings=tuple(grammar.get("adverb_endings", ())),
        infinitives=tuple(grammar.get("infinitives", ())),
        head_final=grammar.get("head_final", False),
        possessor_first=grammar.get("possessor_first", False),
        nominal=grammar.get("nominal", False),
        object=grammar.get("object", "right"),
        passive_forms=tuple(grammar.get("passive_forms", ())),
        agent_suffixes=tuple(grammar.get("agent_suffixes", ())),
        clitics=tuple(grammar.get("clitics", ())),
        proclitics=clitics[0],
        enclitics=clitics[1],
        comp_clitics=tuple(grammar.get("comp_clitics", ())),
        quotes=tuple(grammar.get("quotes", ())),
        attitudes=attitudes,
        cues=_trie(_read_kinds(data.get("cues", {}), attitudes), CUES, where, clitics),
        words=_trie(data.get("words", {}), WORDS, where, clitics, grammar, _places(found.code, grammar)),
        pronouns=pronouns,
    )
