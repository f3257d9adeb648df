"""Attributions of several reports -> the same speakers under the same ids.

Within a report `coreference.py` has said who is who. Across reports two speakers are one where their names sound
alike (`twicetold.names`), helped by aligned statements that both of them are heard in; a name that has a better
partner elsewhere is not taken. Reports keep their order, ids are given in the order in which speakers are first heard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twicetold.model import Attribution, Link, Place, Report, Speaker, Statement
from twicetold.names import similarity
from twicetold.speakers.lexicon import lexicon
from twicetold.speakers.mention import read_mention, same_name

Key = tuple[str, str]  # report id, the speaker's id within the report

NAMES = 0.72  # similarity from which two names of different reports are one speaker by their sound alone
HEARD = 0.45  # the same where aligned statements also give both of them as the speaker
# both swept .3-.9 on the tehran pair and ntrex in 11 languages with English: best pairs F1 at .72 and .45


@dataclass(slots=True)
class _Voice:
    """A speaker of one report."""

    key: Key
    language: str
    names: list[str] = field(default_factory=list)  # fullest first
    titled: list[str] = field(
        default_factory=list
    )  # names with the title right before: it may belong to the name
    roles: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)  # every phrase, in order
    places: set[Place] = field(default_factory=set)
    group: bool = False


def resolve(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    attributions: Iterable[Attribution],
    *,
    links: Sequence[Link] = (),
) -> tuple[tuple[Attribution, ...], tuple[Speaker, ...]]:
    """Give the speakers of all reports common ids and return them with the attributions, in the order given.

    `attributions` are what `attribute` returned for each report, concatenated. `links` are aligned statements; they
    join speakers whose names sound only somewhat alike. Quadratic in the number of speakers, not of statements.
    """
    attributions = tuple(attributions)
    voices = _voices(reports, attributions)
    joined = _join(voices, _met(attributions, links))
    order = [r.id for r in reports]
    groups: dict[Key, list[_Voice]] = {}
    for voice in sorted(
        voices.values(), key=lambda v: (order.index(v.key[0]), min(v.places, default=("", 0))[1])
    ):
        groups.setdefault(joined[voice.key], []).append(voice)
    ids = {root: f"s{n}" for n, root in enumerate(groups, 1)}
    speakers = tuple(_speaker(ids[root], group) for root, group in groups.items())
    del statements
    named = tuple(
        a if a.speaker_id is None else replace(a, speaker_id=ids[joined[(a.report_id, a.speaker_id)]])
        for a in attributions
    )
    return named, speakers


def _voices(reports: Sequence[Report], attributions: Sequence[Attribution]) -> dict[Key, _Voice]:
    by_id = {r.id: r for r in reports}
    voices: dict[Key, _Voice] = {}
    for a in attributions:
        if a.speaker_id is None or a.report_id not in by_id:
            continue
        report = by_id[a.report_id]
        key = (a.report_id, a.speaker_id)
        voice = voices.setdefault(key, _Voice(key, report.language))
        voice.places |= {(a.report_id, n) for n in a.statements}
        if a.speaker is None or a.how.startswith(("pronoun", "dropped")):
            continue
        text = a.speaker.quote(report.text)
        mention = read_mention(lexicon(report.language), text)
        voice.texts.append(text)
        voice.group |= mention.kind == "group"
        if mention.kind == "name" and mention.spelled not in voice.names:
            voice.names.append(mention.spelled)
            voice.titled += _titled(text, mention.spelled, mention.roles)
        if mention.kind != "group":
            voice.roles.update(mention.roles)
    for voice in voices.values():
        voice.names.sort(key=lambda name: (-len(name.split()), -len(name), name))
    return voices


def _titled(text: str, name: str, roles: Sequence[str]) -> list[str]:
    """Return a name with the title right before it (इमाम अली रहमान: one word of it is "Emomali" elsewhere)."""
    before = text.partition(name)[0].split()
    return [f"{before[-1]} {name}"] if before and before[-1].casefold() in roles else []


def _met(attributions: Sequence[Attribution], links: Sequence[Link]) -> Counter[frozenset[Key]]:
    """Count how often two speakers of different reports are heard in aligned statements."""
    at: dict[Place, set[Key]] = {}
    for a in attributions:
        if a.speaker_id is not None and not a.projected:
            for n in a.statements:
                at.setdefault((a.report_id, n), set()).add((a.report_id, a.speaker_id))
    met: Counter[frozenset[Key]] = Counter()
    for link in links:
        for left in sorted(at.get(link.a, ())):
            for right in sorted(at.get(link.b, ())):
                if left[0] != right[0]:
                    met[frozenset((left, right))] += 1
    return met


def _join(voices: Mapping[Key, _Voice], met: Mapping[frozenset[Key], int]) -> dict[Key, Key]:
    """Join the likeliest pairs first; two speakers of one report are never joined."""
    scored = []
    keys = sorted(voices)
    for i, left in enumerate(keys):
        for right in keys[i + 1 :]:
            if left[0] != right[0]:
                score = _alike(voices[left], voices[right], met.get(frozenset((left, right)), 0))
                if score > 0:
                    scored.append((-score, left, right))
    root = {key: key for key in keys}
    members = {key: {key} for key in keys}
    for _, left, right in sorted(scored):
        a, b = root[left], root[right]
        if a == b or {k[0] for k in members[a]} & {k[0] for k in members[b]}:
            continue
        a, b = min(a, b), max(a, b)
        members[a] |= members.pop(b)
        for key in members[a]:
            root[key] = a
    return root


def _alike(a: _Voice, b: _Voice, met: int) -> float:
    """Return how likely two speakers of different reports are one, 0 where they are not."""
    sound = max((_names_alike(x, y, a.language, b.language) for x in a.names for y in b.names), default=0.0)
    if a.language != b.language and sound < NAMES:
        more = [(x, y) for x in a.titled for y in b.names] + [(x, y) for x in a.names for y in b.titled]
        sound = max([sound, *(_names_alike(x, y, a.language, b.language) for x, y in more)])
    if a.language == b.language and not sound and set(a.texts) & set(b.texts):
        sound = 1.0
    heard = min(met, 4) / 4
    if sound >= NAMES:
        return sound + heard
    if met and sound >= HEARD:
        return sound + heard
    if met >= 2 and not (a.names and b.names):
        return 0.3 + heard  # a role or a group on one side at least, and heard in the same statements twice
    if met and not a.names and not b.names:
        return 0.2 + heard
    return 0.0


def _names_alike(x: str, y: str, language_x: str, language_y: str) -> float:
    """Return how alike two names sound; a surname alone counts against the words of the full name."""
    whole = similarity(x, y, language_a=language_x, language_b=language_y)
    left, right = x.split(), y.split()
    if len(left) == len(right) == 1:
        return whole
    if language_x == language_y and same_name([w.casefold() for w in left], [w.casefold() for w in right]):
        return max(whole, 0.95)
    last = max(similarity(left[-1], w, language_a=language_x, language_b=language_y) for w in right[-2:])
    other = max(similarity(w, right[-1], language_a=language_x, language_b=language_y) for w in left[-2:])
    alone = min(len(left), len(right)) == 1
    return max(whole, max(last, other) if alone else 0.5 * (max(last, other) + whole))


def _speaker(speaker_id: str, voices: Sequence[_Voice]) -> Speaker:
    names: dict[str, tuple[str, ...]] = {}
    for voice in voices:
        spellings = voice.names or list(dict.fromkeys(voice.texts))
        names[voice.language] = tuple(dict.fromkeys((*names.get(voice.language, ()), *spellings)))
    role = None
    for voice in voices:
        if voice.roles and role is None:
            role = sorted(voice.roles.items(), key=lambda item: (-item[1], item[0]))[0][0]
    return Speaker(id=speaker_id, names=names, role=role)
