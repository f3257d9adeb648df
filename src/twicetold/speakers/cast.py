"""Everybody met in a report, and who a mention, a pronoun or a missing subject means.

A name is remembered with all that is told of it; a role goes to whoever has it, or else to the person last spoken of;
a pronoun or a missing subject goes to the last speaker, unless a statement in between has begun with somebody else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from twicetold.speakers.mention import Mention, alike, same_name

AWAITED = 500  # characters after which a name is no longer that of an unnamed speaker; flat from 500 on ntrex


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
    mentioned: Counter[str] = field(
        default_factory=Counter
    )  # how often the report has a name, by its last word

    def find(self, mention: Mention, at: int) -> Person:
        """Return who a mention means, a new one where nobody fits, and remember what it tells."""
        person = self._match(mention) or self._unnamed(mention) or self._awaited(mention, at)
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

    def _unnamed(self, mention: Mention) -> Person | None:
        """Return who was only known by an office that a name now brings ("the envoy …", then "envoy Mina Varo")."""
        if mention.kind != "name":
            return None
        offices, roles = set(mention.offices), set(mention.roles)
        waiting = (
            p
            for p in self.people
            if p.kind == "role"
            and not p.names
            and (p.offices & offices or (not p.indefinite and p.roles & roles))
        )
        return max(waiting, key=lambda p: max(p.seen, p.spoke), default=None)

    def _awaited(self, mention: Mention, at: int) -> Person | None:
        """Return the last speaker where only a role or a pronoun was known and the name comes now, for the first time.

        News tells it in this order: "a lawmaker said …", then "Mina Varo, citing figures, said …".
        """
        last = max(self.people, key=lambda p: p.spoke, default=None)
        if mention.kind != "name" or last is None or last.spoke < 0 or last.names or last.kind == "group":
            return None
        if (last.kind == "thing" and not last.indefinite) or at - last.spoke > AWAITED:
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

    def weight(self, person: Person) -> int:
        """Return how often the report names somebody."""
        return max((self.mentioned[name[-1]] for name in person.names), default=0)

    def _took_over(self, led: Person, spoke: Person) -> bool:
        """Say whether a statement that began with somebody makes them meant, rather than the last speaker.

        A name that comes once, without a role, is as likely a prize or a place, where the speaker is named repeatedly.
        """
        if led.led <= max(spoke.spoke, spoke.seen):
            return False
        return led.spoke >= 0 or bool(led.roles) or self.weight(led) > 1 or self.weight(spoke) < 2

    def antecedent(self, gender: str) -> Person | None:
        """Return who a pronoun or a missing subject means, or `None` before anybody was met."""
        fitting = [p for p in self.people if p.fits(gender)]
        spoke = max((p for p in fitting if p.spoke >= 0), key=lambda p: p.spoke, default=None)
        led = max(
            (p for p in fitting if p.led >= 0 and p.kind in ("name", "role")),
            key=lambda p: p.led,
            default=None,
        )
        if led is not None and (spoke is None or self._took_over(led, spoke)):
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
