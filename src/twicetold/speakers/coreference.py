"""The drafts of one report -> who each speaker is: names, roles, pronouns, dropped subjects and what goes on.

One pass in the order of the text. Every name that is met is remembered; a role goes to whoever has it, or else to the
person last spoken of; a pronoun or a missing subject goes to the last speaker, unless a statement in between has
begun with somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from twicetold.model import Entity, Report, Span
from twicetold.speakers.attribute import Draft
from twicetold.speakers.lexicon import Lexicon
from twicetold.speakers.mention import Mention, alike, read_mention, same_name
from twicetold.speakers.view import View


@dataclass(slots=True)
class Person:
    """A source in the making: a person, or a group that speaks with one voice."""

    kind: str  # "name", "role", "group" or "thing"
    names: list[tuple[str, ...]] = field(default_factory=list)
    spelled: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    gender: str = ""
    group: bool = False
    indefinite: bool = False  # met as "a …" and nothing else yet
    heads: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # nouns of a group, with what else was said of it
    seen: int = -1  # where last mentioned
    led: int = -1  # where last mentioned as the first words of a statement
    spoke: int = -1  # where last heard

    def fits(self, gender: str) -> bool:
        """Say whether a pronoun of this gender may mean this source."""
        if gender in ("", "any", "p"):
            return True
        if gender == "n":
            return self.group or self.kind == "group"
        return not (self.kind == "group" and not self.names) and self.gender in ("", gender)


@dataclass(slots=True)
class Cast:
    """Everybody met so far in a report."""

    people: list[Person] = field(default_factory=list)

    def find(self, mention: Mention, at: int) -> Person:
        """Return who a mention means, a new one where nobody fits, and remember what it tells."""
        person = self._match(mention) or self._awaited(mention)
        if person is None:
            person = Person(kind=mention.kind)
            self.people.append(person)
        self._learn(person, mention, at)
        return person

    def _match(self, mention: Mention) -> Person | None:
        recent = sorted(self.people, key=lambda p: -max(p.seen, p.spoke))
        if mention.kind == "name":
            for person in recent:
                if any(same_name(mention.name, name) for name in person.names):
                    return person
            return next((p for p in recent if mention.key in p.keys), None)
        same = next((p for p in recent if mention.key and mention.key in p.keys), None)
        if same is not None and not (mention.indefinite and mention.kind == "role"):
            return same
        if mention.indefinite:
            return None
        if mention.kind == "role":
            return self._by_role(mention, recent)
        return next((p for p in recent if p.kind == mention.kind and _same_group(p, mention)), None)

    def _awaited(self, mention: Mention) -> Person | None:
        """Return the last speaker where only a role or a pronoun was known and the name comes now, for the first time.

        News tells it in this order: "a lawmaker said …", then "Mina Varo, citing figures, said …".
        """
        last = max(self.people, key=lambda p: p.spoke, default=None)
        if mention.kind != "name" or last is None or last.spoke < 0 or last.names or last.kind == "group":
            return None
        if last.kind == "thing" and not last.indefinite:
            return None
        if last.roles and mention.roles and not last.roles & set(mention.roles):
            return None
        return last if last.gender in ("", mention.gender) or not mention.gender else None

    def _by_role(self, mention: Mention, recent: list[Person]) -> Person | None:
        """Return who has the role; else the last speaker who may have it; else the last person named."""
        roles = set(mention.roles)
        for person in recent:
            if roles & person.roles and len(roles - person.roles) <= 1:
                return person
        spoke = [p for p in sorted(self.people, key=lambda p: -p.spoke) if p.spoke >= 0 and p.kind != "group"]
        named = sorted((p for p in recent if p.names and p.kind == "name"), key=lambda p: (-p.led, -p.seen))
        for person in (*spoke[:1], *named[:1]):
            clash = person.offices and mention.offices and not person.offices & set(mention.offices)
            if not clash and not (person.roles and person.kind == "role"):
                return person
        return None

    def _learn(self, person: Person, mention: Mention, at: int) -> None:
        person.seen = max(person.seen, at)
        person.keys.add(mention.key)
        person.roles |= set(mention.roles)
        person.offices |= set(mention.offices)
        person.indefinite = mention.indefinite and not person.names
        if mention.kind in ("group", "thing"):
            person.heads[mention.head] = person.heads.get(mention.head, mention.rest) & mention.rest
        if mention.name and mention.name not in person.names:
            person.names.append(mention.name)
            person.spelled.append(mention.spelled)
        if mention.name and person.kind != "name":
            person.kind = "name"
        person.gender = person.gender or (mention.gender if mention.gender in ("m", "f") else "")

    def antecedent(self, gender: str) -> Person | None:
        """Return who a pronoun or a missing subject means, or `None` before anybody was met."""
        fitting = [p for p in self.people if p.fits(gender)]
        spoke = max((p for p in fitting if p.spoke >= 0), key=lambda p: p.spoke, default=None)
        led = max(
            (p for p in fitting if p.led >= 0 and p.kind in ("name", "role")),
            key=lambda p: p.led,
            default=None,
        )
        if led is not None and (spoke is None or led.led > max(spoke.spoke, spoke.seen)):
            return led
        if spoke is not None:
            return spoke
        return max((p for p in fitting if p.kind == "name"), key=lambda p: p.seen, default=None)


def _same_group(person: Person, mention: Mention) -> bool:
    """Say whether a group is the one that a mention means: the same noun, and nothing that tells them apart."""
    head = next((h for h in person.heads if alike(h, mention.head)), None)
    if head is None:
        return False
    known = person.heads[head]
    return not known or not mention.rest or bool(known & mention.rest)


def _counts(draft: Draft, person: Person, views: Sequence[View], at: int) -> bool:
    """Say whether a draft makes its speaker the one whom a later pronoun means.

    In scripts without capitals a phrase that only thinks or is only cited may be no person at all.
    """
    if draft.cue_kind not in PASSING or person.spoke >= 0 or person.led >= 0:
        return True
    return person.kind == "name" and _lexicon_at(views, at).capitals != "none"


PASSING = ("claim", "noun", "according", "according_post", "tag")
CARRIED = ("stands alone", "reported mood", "first person")


def assign(
    report: Report, views: Sequence[View], drafts: Sequence[Draft], entities: Sequence[Entity] = ()
) -> list[tuple[Person | None, str]]:
    """Return for each draft who speaks and how that was found, or `None` with the reason."""
    cast = Cast()
    told = _told(report, views, entities, _spoken_names(report.text, views, drafts))
    answers: dict[int, tuple[Person | None, str]] = {}
    order = sorted(range(len(drafts)), key=lambda i: _where(drafts[i]))
    pointer = 0
    last: Person | None = None
    for i in order:
        draft = drafts[i]
        at = _where(draft)
        while pointer < len(told) and told[pointer][0] < at:
            place, mention, leads = told[pointer]
            met = cast.find(mention, place)
            if leads:
                met.led = place
            pointer += 1
        person, how = _who(report.text, views, draft, cast, last, at)
        answers[i] = (person, how)
        if person is not None and _counts(draft, person, views, at):
            person.spoke = max(person.spoke, at)
            if draft.cue_kind not in ("according", "according_post") or last is None:
                last = person
    return [answers[i] for i in range(len(drafts))]


def _where(draft: Draft) -> int:
    """Return the place in the text that orders a draft: its speaker's words, its cue or its content."""
    if draft.speaker is not None:
        return draft.speaker.start
    if draft.cue is not None:
        return draft.cue.start
    return draft.content[0].start


def _lexicon_at(views: Sequence[View], at: int) -> Lexicon:
    return next((v.lex for v in views if v.statement.start <= at < v.statement.end), views[0].lex)


def _who(
    text: str, views: Sequence[View], draft: Draft, cast: Cast, last: Person | None, at: int
) -> tuple[Person | None, str]:
    if draft.speaker is None:
        return _unnamed(draft, cast, last)
    lex = _lexicon_at(views, at)
    mention = read_mention(lex, draft.speaker.quote(text), draft.pronoun)
    if mention.kind == "pronoun":
        person = cast.antecedent(mention.gender)
        if person is None:
            person = Person(kind="role", seen=at)
            cast.people.append(person)
        if mention.gender in ("m", "f") and not person.gender and person.kind != "group":
            person.gender = mention.gender
        person.seen = at
        return person, "pronoun"
    if mention.kind == "vague":
        return None, "nobody in particular is named"
    before = len(cast.people)
    person = cast.find(mention, at)
    if mention.kind == "role" and len(cast.people) == before and mention.key not in person.keys:
        return person, "role"
    return person, {"name": "named", "role": "role", "group": "named", "thing": "named"}[mention.kind]


def _unnamed(draft: Draft, cast: Cast, last: Person | None) -> tuple[Person | None, str]:
    if draft.cue_kind in ("hearsay",) or draft.how == "hearsay":
        return None, "hearsay: nobody is named"
    if draft.how in CARRIED:
        person = last or cast.antecedent("")
        if person is None and draft.quotes:
            person = Person(kind="role")
            cast.people.append(person)
        return person, draft.how if person else "quoted, but nobody is named"
    if draft.cue_kind == "noun":
        return None, "a noun without an owner: nobody is named"
    person = cast.antecedent("")
    if person is None and draft.quotes:
        person = Person(kind="role")
        cast.people.append(person)
    return person, "dropped subject" if person else "nobody is named"


def _spoken_names(text: str, views: Sequence[View], drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the last words of the speakers' names: a single word that begins a statement may then be one of them."""
    names = set()
    for draft in drafts:
        if draft.speaker is not None and not draft.pronoun:
            mention = read_mention(_lexicon_at(views, draft.speaker.start), draft.speaker.quote(text))
            names |= (
                {"".join(mention.name)}
                if _lexicon_at(views, draft.speaker.start).unspaced
                else set(mention.name[-1:])
            )
    return frozenset(names)


def _told(
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
                lex = _lexicon_at(views, each.start)
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


def _known_names(v: View, known: frozenset[str]) -> list[tuple[int, Mention, bool]]:
    """Return where a statement names somebody who speaks in the report, in a script without capitals."""
    if v.lex.unspaced:
        found = []
        for name in sorted(n for n in known if len(n) > 1):
            at = v.text.find(name, v.statement.start, v.statement.end)
            if at >= 0:
                found.append((at, read_mention(v.lex, name), at - v.statement.start <= 2 * LEADING))
        return found
    places = [i for i, t in enumerate(v.toks) if t.fold in known and v.quoted[i] < 0]
    mentions = [(v.toks[i].start, read_mention(v.lex, v.toks[i].text), _leads(v, i)) for i in places]
    return [m for m in mentions if m[1].kind == "name"]


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


def span_of(text: str, span: Span | None) -> str:
    """Return the words of a span, "" for none."""
    return span.quote(text) if span is not None else ""
