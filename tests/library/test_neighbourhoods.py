"""Adding one report groups a neighbourhood anew; what comes of it is what grouping all at once finds."""

from __future__ import annotations

import random

import pytest
from played_encoder import Plain

import twicetold as tt
from twicetold.events import describe_all, find_events, group, neighbours, probability
from twicetold.events.find import pairs
from twicetold.statements import split
from twicetold.surroundings import Surroundings

LANGUAGES = ("en", "de", "fr", "hi")


def saga(seed: int, days: int = 14) -> list[tt.Report]:
    """Return reports of a happening a day, each told in some languages, sharing most words with the day before."""
    draw = random.Random(seed)
    found, said = [], [f"word{draw.randrange(10**6)}" for _ in range(14)]
    for day in range(days):
        said = [*said[5:], *(f"word{draw.randrange(10**6)}" for _ in range(5))]
        for code in draw.sample(LANGUAGES, draw.randint(1, len(LANGUAGES))):
            for outlet in range(draw.choice((1, 1, 1, 2))):
                words = draw.sample(said, 11)
                text = f"{' '.join(words[:6])}.\n{' '.join(words[6:])}."
                found.append(
                    tt.Report(
                        id=f"{day:02}-{code}-{outlet}", text=text, language=code, language_score=1.0,
                        published=f"2031-05-{1 + day:02}T{draw.randint(6, 18):02}:00:00Z",
                    )
                )  # fmt: skip
    return found


def groups(library):
    return sorted(tuple(sorted(ids)) for _, ids in library.events())


def wanted(reports):
    cut = {each.id: split(each) for each in reports}
    return sorted(event.report_ids for event in find_events(reports, cut, Plain()))


def test_the_sagas_hang_together_and_languages_part_them():
    parted = 0
    for seed in range(4):
        reports = saga(seed)
        signatures = dict(
            zip(
                [r.id for r in reports],
                describe_all(reports, {r.id: split(r) for r in reports}, Plain()),
                strict=True,
            )
        )
        edges = {(a, b): probability(signatures[a], signatures[b]) for a, b in pairs(neighbours(signatures))}
        bare = group(signatures, edges)
        told = group(signatures, edges, languages={each.id: each.language for each in reports})
        parted += bare != told
    assert parted >= 3  # else the test below would say nothing of witnesses and rivals


@pytest.mark.parametrize(("seed", "batch"), [(0, 1), (1, 5), (2, 64), (3, 1)])
def test_one_after_the_other_or_all_at_once(open_library, monkeypatch, seed, batch):
    monkeypatch.setattr("twicetold.library.BATCH", batch)
    reports = saga(seed)
    draw = random.Random(seed + 100)
    library = open_library()
    library.add(*draw.sample(reports, len(reports)))
    assert groups(library) == wanted(reports)
    gone = {each.id for each in draw.sample(reports, 5)}
    for name in sorted(gone):
        library.remove(name)
    left = [each for each in reports if each.id not in gone]
    assert groups(library) == wanted(left)
    for _ in gone:
        library.undo()
    assert groups(library) == wanted(reports)
    assert library.check() == []


def test_only_the_neighbourhood_is_read(open_library):
    reports = [each for seed in range(6) for each in saga(seed, days=10)]
    reports = [
        tt.Report(**each.to_dict() | {"id": f"{n}"}, language_score=1.0) for n, each in enumerate(reports)
    ]
    library = open_library()
    library.add(*reports)
    with library.database.reading() as connection:
        scene = Surroundings(connection)
        around = scene.around([1])
    assert 1 in around
    assert len(scene.names) < len(reports) / 3
