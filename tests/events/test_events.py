from __future__ import annotations

import random
from importlib.resources import files

import pytest

import twicetold as tt
from twicetold.encoding import open_encoder
from twicetold.events import Index, Signature, describe_all, find_events, weigh
from twicetold.events.group import yielding
from twicetold.statements import split

EXAMPLES = ("dam-opening", "ferry-fire")


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return open_encoder("e5", cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def reports():
    found = []
    for name in EXAMPLES:
        for path in sorted((files("twicetold") / "examples" / name).iterdir(), key=lambda p: p.name):
            text = path.read_text("utf-8")
            language = path.name.removesuffix(".txt")
            found.append(tt.Report(id=f"{name}.{language}", text=text, language=language))
    return found


@pytest.fixture(scope="module")
def signatures(reports, encoder):
    told = describe_all(reports, {r.id: split(r) for r in reports}, encoder)
    return dict(zip((r.id for r in reports), told, strict=True))


def events_of(reports, encoder, **corrections):
    found = find_events(reports, {r.id: split(r) for r in reports}, encoder, **corrections)
    return sorted(each.report_ids for each in found)


def test_the_shipped_examples_are_two_events_each_whole(reports, encoder):
    told = events_of(reports, encoder)
    assert told == [tuple(sorted(r.id for r in reports if r.id.startswith(name))) for name in EXAMPLES]


def test_order_and_batches_say_nothing(reports, encoder, signatures):
    mixed = random.Random(4).sample(reports, len(reports))
    assert find_events(mixed, {r.id: split(r) for r in mixed}, encoder) == find_events(
        reports, {r.id: split(r) for r in reports}, encoder
    )
    alone = describe_all(reports[3:4], {reports[3].id: split(reports[3])}, encoder)[0]
    assert alone.to_bytes() == signatures[reports[3].id].to_bytes()


def test_corrections_are_respected(reports, encoder):
    a, b = "dam-opening.en", "ferry-fire.de"
    assert any({a, b} <= set(ids) for ids in events_of(reports, encoder, together=[(a, b)]))
    parted = events_of(reports, encoder, apart=[(a, "dam-opening.hi")])
    assert not any({a, "dam-opening.hi"} <= set(ids) for ids in parted)


def test_weighing_is_the_same_both_ways_and_says_where(reports, signatures):
    texts = {r.id: r.text for r in reports}
    a, b = "dam-opening.en", "dam-opening.hi"
    there, back = weigh(signatures[a], signatures[b]), weigh(signatures[b], signatures[a])
    assert there.probability == back.probability > 0.9
    assert weigh(signatures[a], signatures["ferry-fire.ar"]).probability < 0.1
    number = next(g for g in there.grounds if g.kind == "number" and g.joins)
    assert "860" in number.a.quote(texts[a])
    assert "860" in number.b.quote(texts[b])


def test_a_signature_survives_its_bytes(signatures):
    for each in signatures.values():
        again = Signature.from_bytes(each.to_bytes())
        assert again.to_bytes() == each.to_bytes()
        assert (again.whole == each.whole).all()
    with pytest.raises(ValueError, match="no signature"):
        Signature.from_bytes(b"\x05\x00\x00\x00hello")


def test_odd_reports(encoder):
    same = "A fire broke out at the mill in Narvo on Monday. Nobody was hurt, the mayor said."
    odd = [
        tt.Report(id="empty", text=""),
        tt.Report(id="dots", text="…"),
        tt.Report(id="long", title="word " * 1000, text="word " * 1000, language="en"),
        tt.Report(id="x", text=same, language="en"),
        tt.Report(id="y", text=same, language="en", published="not a time"),
    ]
    assert events_of(odd, encoder) == [("dots",), ("empty",), ("long",), ("x", "y")]
    assert events_of(odd[3:4], encoder) == [("x",)]
    assert events_of([], encoder) == []


def test_publication_far_apart_parts(encoder):
    text = "The council of Narvo met on Monday and put up the water price by ten per cent."
    apart = [tt.Report(id=str(n), text=text, language="en", published=f"20{n}-03-01T10:00") for n in (10, 20)]
    a, b = describe_all(apart, {r.id: split(r) for r in apart}, encoder)
    gap = next(g for g in weigh(a, b).grounds if g.kind == "gap")
    assert gap.weight == -8.0
    product = a.whole.astype(int) @ b.whole.astype(int)
    assert product < 1.05 * (a.content.astype(int) @ b.content.astype(int))


def test_an_index_is_independent_of_when_what_was_added(signatures):
    first, second = Index(), Index()
    for key in signatures:
        first.add(key, signatures[key])
    for key in reversed(signatures):
        second.add(key, signatures[key])
    second.add("gone", signatures["dam-opening.en"])
    second.remove("gone")
    third = Index.load(*first.pack())
    for each in signatures.values():
        assert first.near(each, 3) == second.near(each, 3) == third.near(each, 3)


def test_a_pair_gives_way_to_a_rival_of_its_language():
    languages = {"en": "en", "si1": "si", "si2": "si"}
    edges = {("en", "si1"): 0.999, ("en", "si2"): 0.7, ("si1", "si2"): 0.2}
    after = yielding(edges, languages)
    assert after["en", "si1"] == pytest.approx(0.999)
    assert after["en", "si2"] < 0.01
    # but not where the two tell one event themselves
    friends = edges | {("si1", "si2"): 0.9999}
    assert yielding(friends, languages)["en", "si2"] == pytest.approx(0.7)
