"""The drafts of one report -> who each speaker is: names, roles, pronouns, dropped subjects and what goes on.

One pass in the order of the text, over the drafts and what `told.py` finds between them; `cast.py` remembers who was
met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from twicetold.model import Entity, Report
from twicetold.speakers.cast import Cast, Person
from twicetold.speakers.draft import Draft
from twicetold.speakers.mention import read_mention
from twicetold.speakers.told import lexicon_at, spoken_names, told
from twicetold.speakers.view import View


def _counts(draft: Draft, person: Person, views: Sequence[View], at: int) -> bool:
    """Say whether a draft makes its speaker the one whom a later pronoun means.

    In scripts without capitals a phrase that only thinks or is only cited may be no person at all.
    """
    if draft.cue_kind not in PASSING or person.spoke >= 0 or person.led >= 0:
        return True
    return person.kind == "role" or (person.kind == "name" and lexicon_at(views, at).capitals != "none")


PASSING = ("claim", "noun", "according", "according_post", "tag")
HEADLINE = "headline"
CARRIED = ("stands alone", "reported mood", "first person")


def assign(
    report: Report, views: Sequence[View], drafts: Sequence[Draft], entities: Sequence[Entity] = ()
) -> list[tuple[Person | None, str]]:
    """Return for each draft who speaks and how that was found, or `None` with the reason."""
    met = told(report, views, entities, spoken_names(report.text, views, drafts))
    cast = Cast(mentioned=Counter(mention.name[-1] for _, mention, _ in met if mention.name))
    answers: dict[int, tuple[Person | None, str]] = {}
    order = sorted(range(len(drafts)), key=lambda i: _where(drafts[i]))
    places = {id(d): i for i, d in enumerate(drafts)}
    pointer = 0
    last: Person | None = None
    for i in order:
        draft = drafts[i]
        if draft.how == HEADLINE:
            continue
        at = _where(draft)
        while pointer < len(met) and met[pointer][0] < at:
            place, mention, leads = met[pointer]
            person = cast.find(mention, place)
            if leads:
                person.led = place
            pointer += 1
        who, how = _who(report.text, views, draft, cast, _before(draft, places, answers) or last, at)
        answers[i] = (who, how)
        if who is not None and _counts(draft, who, views, at):
            who.spoke = max(who.spoke, at)
            if draft.cue_kind not in ("according", "according_post") or last is None:
                last = who
    for i, draft in enumerate(drafts):
        if draft.how == HEADLINE:  # it comes first, and what it repeats is known last
            answers[i] = (answers[places[id(draft.follows)]][0], HEADLINE)
    return [answers[i] for i in range(len(drafts))]


def _before(
    draft: Draft, places: Mapping[int, int], answers: Mapping[int, tuple[Person | None, str]]
) -> Person | None:
    """Return who speaks in the attribution that a draft goes on with."""
    if draft.follows is None:
        return None
    return answers.get(places.get(id(draft.follows), -1), (None, ""))[0]


def _where(draft: Draft) -> int:
    """Return the place in the text that orders a draft: its speaker's words, its cue or its content."""
    if draft.speaker is not None:
        return draft.speaker.start
    if draft.cue is not None:
        return draft.cue.start
    return draft.content[0].start


def _who(
    text: str, views: Sequence[View], draft: Draft, cast: Cast, last: Person | None, at: int
) -> tuple[Person | None, str]:
    if draft.speaker is None:
        return _unnamed(draft, cast, last)
    lex = lexicon_at(views, at)
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
