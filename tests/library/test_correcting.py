from __future__ import annotations

import pytest
from town import town

import twicetold as tt
from twicetold.errors import NotInLibrary, UsageError


def groups(library):
    return sorted(tuple(sorted(reports)) for _, reports in library.events())


@pytest.fixture
def filled(library):
    library.add(*town(3, 3))
    assert groups(library) == [tuple(f"e{n}-{m}" for m in range(3)) for n in range(3)]
    return library


def event_of(library, name):
    return library.report(name).event


def test_a_merged_id_leads_on(filled):
    first, second, third = (event_of(filled, f"e{n}-0") for n in range(3))
    assert filled.merge(second, first) == second
    assert filled.event(first).id == second
    assert filled.event(second).also == (first,)
    filled.merge(third, first)
    assert {filled.event(name).id for name in (first, second, third)} == {third}
    assert len(filled.events()) == 1
    with pytest.raises(UsageError, match="two different events"):
        filled.merge(first, second)


def test_a_split_stays_through_all_that_comes_later(filled):
    event = event_of(filled, "e0-0")
    off = filled.split(event, "e0-1")
    assert off != event
    assert event_of(filled, "e0-0") == event_of(filled, "e0-2") == event
    again = town(3, 5)
    filled.add(*(each for each in again if each.id[-1] in "34"))
    filled.rebuild(everything=True)
    assert event_of(filled, "e0-1") != event_of(filled, "e0-0") == event
    with pytest.raises(UsageError, match="not all"):
        filled.split(event, *(each.id for each in filled.event(event).reports))
    with pytest.raises(UsageError, match="not in event"):
        filled.split(event, "e1-1")


def test_a_move_holds_and_is_undone(filled):
    there, here = event_of(filled, "e1-0"), event_of(filled, "e0-0")
    assert filled.move("e0-1", there) == there
    filled.rebuild(everything=True)
    assert groups(filled) == [
        ("e0-0", "e0-2"), ("e0-1", "e1-0", "e1-1", "e1-2"), ("e2-0", "e2-1", "e2-2"),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="already"):
        filled.move("e0-1", there)
    assert filled.undo().kind == "move"
    assert event_of(filled, "e0-1") == here
    assert [change.undone for change in filled.changes()] == [True]


def test_two_reports_that_do_not_tell_the_same(filled):
    one, other = filled.apart("e0-0", "e0-1")
    assert one != other
    with pytest.raises(UsageError, match="two different"):
        filled.apart("e0-0", "e0-0")
    filled.undo()
    assert event_of(filled, "e0-0") == event_of(filled, "e0-1")


def test_the_later_of_two_corrections_holds(filled):
    first, second = event_of(filled, "e0-0"), event_of(filled, "e1-0")
    merged = filled.merge(first, second)
    filled.split(merged, "e1-0", "e1-1")
    assert groups(filled)[0] == ("e0-0", "e0-1", "e0-2", "e1-2")
    back = event_of(filled, "e1-0")
    filled.merge(merged, back)
    assert len(groups(filled)[0]) == 6
    assert filled.event(back).id == merged


def test_everything_is_undone_one_by_one_with_the_ids_there_were(filled):
    def state():
        return sorted(filled.events())

    states = [state()]
    first, second = event_of(filled, "e0-0"), event_of(filled, "e1-0")
    for change in (
        lambda: filled.merge(first, second),
        lambda: filled.split(first, "e0-1", "e1-1"),
        lambda: filled.move("e2-0", first),
        lambda: filled.apart("e2-1", "e2-2"),
        lambda: filled.remove("e0-0", "e2-1"),
    ):
        change()
        states.append(state())
    assert [each.kind for each in filled.changes()] == ["remove", "apart", "move", "split", "merge"]
    while filled.changes()[-1].undone is False:
        states.pop()
        filled.undo()
        assert state() == states[-1]
    with pytest.raises(NotInLibrary, match="no change"):
        filled.undo()
    assert filled.check() == []


def test_what_is_removed_comes_back_whole(filled):
    filled.add(tt.Report(id="e0-0", text="Another text altogether, of the mill."))
    before = filled.report("e0-0")
    filled.remove("e0-0")
    with pytest.raises(NotInLibrary):
        filled.report("e0-0")
    assert filled.check() == []
    filled.undo()
    assert filled.report("e0-0").revisions == before.revisions
    assert filled.check() == []
    with pytest.raises(NotInLibrary, match="nowhere"):
        filled.remove("e0-1", "nowhere")
    assert filled.report("e0-1")


def test_what_is_removed_may_have_come_again_meanwhile(filled):
    report = next(each for each in town(3, 3) if each.id == "e0-0")
    filled.remove("e0-0")
    filled.add(report)
    filled.undo()
    assert len([each for each in filled.reports() if each.id.startswith("e0-0")]) == 2
    assert filled.check() == []


def test_removed_for_good_leaves_no_trace(filled):
    text = filled.report("e0-0").report.text
    filled.remove("e0-0", for_good=True)
    assert filled.changes() == []
    path = filled.database.path
    if path is not None:
        filled.close()
        assert text[:30].encode() not in path.read_bytes()
