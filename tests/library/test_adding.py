from __future__ import annotations

import json

import pytest
from played_encoder import Plain, Wordy
from town import town

import twicetold as tt
from twicetold.errors import NotInLibrary, TooFewReports, UsageError
from twicetold.store.search import searched

BRIDGE = "The old bridge at Velmora was opened on Tuesday.\nMayor Ilse Torvald said the work had cost 42,000 marks."
AGAIN = "The old bridge at Velmora was opened again on Tuesday.\nMayor Ilse Torvald said that it cost 42,000 marks."
SWANS = (
    "Seven swans were seen on the lake of Upper Kessel on Sunday.\nChildren fed them with bread until dark."
)


def report(name, text, **facts):
    return tt.Report(id=name, text=text, **facts)


def groups(library):
    return sorted(tuple(sorted(reports)) for _, reports in library.events())


def test_reports_of_one_event_meet(library):
    added = library.add(report("a", BRIDGE), report("s", SWANS), report("b", AGAIN))
    assert [each.status for each in added] == ["added"] * 3
    assert added[0].event == added[2].event != added[1].event
    assert groups(library) == [("a", "b"), ("s",)]
    assert [each.id for each in library.event(added[0].event).reports] == ["a", "b"]
    assert library.why("a", "b").probability > 0.5 > library.why("a", "s").probability


def test_the_same_again_changes_nothing(library):
    first = library.add(report("a", BRIDGE), report("b", AGAIN))
    before = library.stats()
    again = library.add(report("a", BRIDGE), report("b", AGAIN), report("a", BRIDGE))
    assert [each.status for each in again] == ["known"] * 3
    assert [each.event for each in again[:2]] == [each.event for each in first]
    assert library.stats() == before


def test_another_text_is_a_revision_and_both_are_kept(library):
    library.add(report("a", BRIDGE, published="2031-05-20"), report("b", AGAIN))
    (added,) = library.add(report("a", BRIDGE + "\nBoats must wait.", published="2031-05-21"))
    assert (added.status, added.revision) == ("revised", 2)
    kept = library.report("a")
    assert [each.report.text for each in kept.revisions] == [BRIDGE, BRIDGE + "\nBoats must wait."]
    told = kept.to_dict()["revisions"][1]["difference"]
    assert told["fields"] == {"published": ["2031-05-20", "2031-05-21"]}
    assert told["lines"] == [{"at": 3, "less": [], "more": ["Boats must wait."]}]
    assert kept.statements == 3
    # what it was before is known: a page that goes back and forth is no news
    assert library.add(report("a", BRIDGE, published="2031-05-20"))[0].status == "known"
    assert library.check() == []


def test_revisions_in_one_go(library):
    added = library.add(report("a", BRIDGE), report("a", SWANS), report("a", BRIDGE), report("b", AGAIN))
    assert [each.status for each in added] == ["added", "revised", "known", "added"]
    assert groups(library) == [("a",), ("b",)]
    assert library.check() == []


def test_an_address_tells_that_it_is_the_same_report(library):
    library.add(report("x", BRIDGE, url="https://courier.example/bridge"))
    (added,) = library.add(report("y", AGAIN, url="http://COURIER.example/bridge#top"))
    assert (added.id, added.status) == ("x", "revised")


def test_one_id_in_two_sources_is_two_reports(library):
    added = library.add(report("1", BRIDGE, source="a.jsonl#1"), report("1", SWANS, source="b.jsonl#1"))
    assert [each.id for each in added] == ["1", "1~2"]
    assert library.add(report("1", SWANS, source="moved.jsonl#7"))[0].status == "known"


def test_files_come_again_as_they_are_or_changed(library, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(BRIDGE, "utf-8")
    (tmp_path / "more.jsonl").write_text(
        "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in [("p", AGAIN), ("q", SWANS)]),
        "utf-8",
    )
    sources = [path, tmp_path / "more.jsonl", tmp_path / "gone.txt"]
    assert [getattr(each, "status", "skip") for each in library.add(*sources)] == ["added"] * 3 + ["skip"]
    path.write_text(BRIDGE + "\nMore.", "utf-8")
    assert [getattr(each, "status", "skip") for each in library.add(*sources)] == [
        "revised", "known", "known", "skip",
    ]  # fmt: skip


def test_one_text_in_two_files_is_told_twice(library, tmp_path):
    for name in ("courier.txt", "mirror.txt"):
        (tmp_path / name).write_text(BRIDGE, "utf-8")
    one, other = library.add(tmp_path / "courier.txt", tmp_path / "mirror.txt")
    assert (one.status, other.status, other.twin) == ("added", "added", one.id)


def test_near_duplicates_are_kept_and_marked(library):
    long = " ".join(f"{BRIDGE} {SWANS} Item {n} of the council's list was put off." for n in range(4))
    library.add(report("a", long, outlet="Courier"), report("s", SWANS))
    added = library.add(report("b", long, outlet="Mirror"), report("c", long.replace("old", "stone", 1)))
    assert [each.twin for each in added] == ["a", "a"]
    assert [twin.id for twin in library.report("a").twins] == ["b", "c"]
    assert library.report("s").twins == ()
    assert library.stats()["near_duplicates"] == 2
    assert library.stats()["reports"] == 4


def test_lists_are_filtered(library):
    library.add(
        report("a", BRIDGE, outlet="Courier", published="2031-05-20T07:00:00Z"),
        report(
            "d", "Die alte Brücke ist offen, sagte die Bürgermeisterin am Dienstag.", published="2031-05-21"
        ),
        report("s", SWANS, outlet="Mirror"),
    )

    def ids(**filters):
        return [each.id for each in library.reports(**filters)]

    assert ids() == ["a", "d", "s"]
    assert ids(language="de") == ["d"]
    assert ids(outlet="Mirror") == ["s"]
    assert ids(since="2031-05-20", until="2031-05-20") == ["a"]
    assert ids(event=library.reports()[2].event) == ["s"]
    assert ids(limit=1, offset=1) == ["d"]
    with pytest.raises(UsageError, match="colour"):
        library.reports(colour="red")


def test_what_is_not_there_is_said(library):
    library.add(report("a", BRIDGE))
    for call in (library.report, library.event, library.compare, lambda name: library.why("a", name)):
        with pytest.raises(NotInLibrary, match="nowhere"):
            call("nowhere")
    with pytest.raises(TooFewReports, match="1 report"):
        library.compare(library.reports()[0].event)


def test_texts_that_databases_trip_over(library):
    text = "NUL \x00, a lone \ud800, 😀, 'quotes\"; -- \\ %s {x}\nشارع ١٢ في المدينة\u200f."
    (added,) = library.add(report("x'\"%s", text, title="\x00"))
    kept = library.report(added.id).report
    assert kept.text == text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert kept.title == "\ufffd"
    assert library.add(report("x'\"%s", text, title="\x00"))[0].status == "known"


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_events_do_not_depend_on_order_or_batches(open_library, tmp_path, monkeypatch, batch):
    from twicetold.events import find_events
    from twicetold.statements import split

    monkeypatch.setattr("twicetold.library.BATCH", batch)
    reports = town(12, 4, seed=batch)  # more of them than a report has neighbours
    library = open_library()
    library.add(*(reports[::-1] if batch == 7 else reports))
    cut = {each.id: split(each) for each in reports}
    wanted = find_events(reports, cut, Plain())
    assert groups(library) == sorted(event.report_ids for event in wanted)
    library.remove(reports[0].id, reports[5].id, for_good=True)
    left = [each for each in reports if each.id not in (reports[0].id, reports[5].id)]
    wanted = find_events(left, cut, Plain())
    assert groups(library) == sorted(event.report_ids for event in wanted)
    assert library.check() == []


def test_two_open_libraries_see_each_other(open_library):
    one, other = open_library(), open_library()
    one.add(report("a", BRIDGE))
    other.add(report("s", SWANS))
    (added,) = one.add(report("b", AGAIN))
    assert added.event == other.report("a").event
    other.remove("a")
    one.add(report("c", BRIDGE))
    other.undo()
    assert groups(one) == groups(other) == [("a", "b", "c"), ("s",)]


def test_a_library_of_two_encoders_still_answers(open_library):
    open_library().add(report("a", BRIDGE), report("s", SWANS))
    later = open_library(encoder=Wordy())
    later.add(report("b", AGAIN), report("c", AGAIN + "\nMore."))
    assert groups(later) == [("a",), ("b", "c"), ("s",)]
    with pytest.raises(tt.TwicetoldError, match="rebuild"):
        later.why("a", "b")
    stages = [each["stage"] for each in later.stats()["made_by"]]
    assert stages.count("signatures") == 2
    assert [each.what for each in later.check()] == [
        "signatures made by another version or encoder", "events found by another version or encoder",
    ]  # fmt: skip
    assert later.rebuild() >= 2
    assert groups(later) == [("a", "b", "c"), ("s",)]
    assert later.check() == []


def test_every_report_is_in_the_search_index(library):
    import sqlalchemy as sa

    library.add(*town(2, 2))
    with library.database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(searched)).scalar() == 4
