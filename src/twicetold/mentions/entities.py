"""Which naming spans of all reports are one person, place or organisation.

Within a report by stem and sound; across reports by CLDR's identities, by sound, and above all by what aligned
statements reveal: words that sound alike across scripts in statements that tell the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from twicetold.mentions.alike import alike
from twicetold.mentions.spans import Span, spans
from twicetold.model import Entity, EntityKind, Link, Mention, Report, Statement
from twicetold.names.cluster import Form, cluster

_KINDS: tuple[EntityKind, ...] = ("place", "person", "organisation", "other")  # the surer sign first


def entities(
    reports: Sequence[Report], statements: Mapping[str, Sequence[Statement]], links: Sequence[Link] = ()
) -> tuple[Entity, ...]:
    """Return the entities in the order of their first mention; their ids are e1, e2 and so on.

    `links` are aligned statements; without them only the reports' own signs count.
    """
    found = {report.id: spans(report, statements[report.id]) for report in reports}
    found = alike(reports, statements, found, links)
    placed = [(report, span) for report in reports for span in found[report.id]]
    forms = [Form(span.text, span.language, span.identity) for _, span in placed]
    groups: dict[int, list[tuple[Report, Span]]] = defaultdict(list)
    for number, item in zip(cluster(forms), placed, strict=True):
        groups[number].append(item)
    return tuple(_entity(f"e{n}", group) for n, group in enumerate(groups.values(), start=1))


def _entity(name: str, group: Sequence[tuple[Report, Span]]) -> Entity:
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for _, span in group:
        said[span.language][span.text] += 1
    votes = Counter(span.kind for _, span in group)
    kind = max(_KINDS, key=lambda k: (votes[k] if k != "other" else 0.5 * bool(votes[k]), -_KINDS.index(k)))
    return Entity(
        id=name,
        kind=kind,
        names={
            language: tuple(sorted(names, key=lambda n: (-names[n], n)))
            for language, names in sorted(said.items())
        },
        mentions=tuple(
            Mention(report_id=report.id, start=span.start, end=span.end, text=span.text)
            for report, span in group
        ),
    )
