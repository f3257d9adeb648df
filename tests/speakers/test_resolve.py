"""Speakers of several reports under common ids, and attributions carried over aligned statements."""

from __future__ import annotations

import pytest

from twicetold.model import Link
from twicetold.speakers import attribute, project, resolve, summarise


@pytest.fixture
def event(report):
    en, en_statements = report(
        ["Mayor Carla Denti said the dam would hold.", '"We need boats," she said.', "Police said two men were held."],
        "en", "A",
    )  # fmt: skip
    ru, ru_statements = report(
        ["Мэр Карла Денти заявила, что плотина выдержит.", "Нам нужны лодки.", "Полиция сообщила, что задержаны двое."],
        "ru", "B",
    )  # fmt: skip
    statements = {"A": en_statements, "B": ru_statements}
    found = (*attribute(en, en_statements), *attribute(ru, ru_statements))
    links = [Link(a=("A", n), b=("B", n), score=0.9) for n in range(3)]
    return (en, ru), statements, found, links


def test_speakers_of_two_scripts_are_one(event):
    reports, statements, found, links = event
    named, speakers = resolve(reports, statements, found, links=links)
    by_report = {(a.report_id, a.statements[0]): a.speaker_id for a in named}
    assert by_report[("A", 0)] == by_report[("B", 0)]
    assert by_report[("A", 2)] == by_report[("B", 2)] != by_report[("A", 0)]
    denti = next(s for s in speakers if s.id == by_report[("A", 0)])
    assert denti.names["en"][0] == "Carla Denti"
    assert denti.names["ru"][0] == "Карла Денти"
    assert denti.role is not None


def test_names_alone_join_and_strangers_stay_apart(event):
    reports, statements, found, _ = event
    named, _ = resolve(reports, statements, found)
    by_report = {(a.report_id, a.statements[0]): a.speaker_id for a in named}
    assert by_report[("A", 0)] == by_report[("B", 0)]
    assert by_report[("A", 2)] != by_report[("B", 0)]


def test_projection_carries_over_and_never_overrules(event):
    reports, statements, found, links = event
    named, _ = resolve(reports, statements, found, links=links)
    told = project(reports, statements, named, links)
    carried = [a for a in told if a.projected]
    assert [(a.report_id, a.statements) for a in carried] == [("B", (1,))]
    assert carried[0].how == "projected from A:1"
    assert carried[0].speaker is None
    assert carried[0].cue is None
    assert carried[0].confidence < 0.8
    assert [a for a in told if not a.projected] == list(named)


def test_weak_links_and_facts_carry_nothing(event):
    reports, statements, found, links = event
    named, _ = resolve(reports, statements, found)
    weak = [Link(a=link.a, b=link.b, score=0.3) for link in links]
    assert project(reports, statements, named, weak) == named


def test_a_language_without_a_table_gets_all_that_is_aligned(report):
    en, en_statements = report(["Mayor Carla Denti said the dam would hold."], "en", "A")
    eo, eo_statements = report(["La digo tenos."], "eo", "B")
    statements = {"A": en_statements, "B": eo_statements}
    named, _ = resolve((en, eo), statements, attribute(en, en_statements))
    told = project((en, eo), statements, named, [Link(a=("B", 0), b=("A", 0), score=0.8)])
    assert [a.report_id for a in told if a.projected] == ["B"]
    assert told[-1].speaker_id == named[0].speaker_id


def test_the_summary_names_who_is_quoted_not_who_passes_it_on(report):
    made, statements = report(
        ["Two lorries came.", 'Denti said the dam was "safe", according to the Lake Courier.'], "en"
    )
    found = attribute(made, statements)
    first, second = summarise(statements, found)
    assert (first.speech, first.speaker_id) == ("none", None)
    assert second.speech == "mixed"
    denti = next(a for a in found if a.speaker is not None and a.speaker.quote(made.text) == "Denti")
    assert second.speaker_id == denti.speaker_id
    assert second.cue == denti.cue


def test_nothing_in_nothing_out(report):
    made, statements = report(["Two lorries came."], "en")
    assert resolve([made], {"A": statements}, ()) == ((), ())
    assert project([made], {"A": statements}, (), ()) == ()


def test_a_title_may_be_the_first_part_of_a_name_in_another_script(report):
    hi, hi_statements = report(["वेलमार के राष्ट्रपति इमाम अली करसोव ने कहा कि पुल खुलेगा।"], "hi", "A")
    en, en_statements = report(["Emomali Karsov said the bridge would open."], "en", "B")
    found = (*attribute(hi, hi_statements), *attribute(en, en_statements))
    named, speakers = resolve((hi, en), {"A": hi_statements, "B": en_statements}, found)
    assert len({a.speaker_id for a in named}) == 1
    assert speakers[0].names["en"] == ("Emomali Karsov",)


def test_an_agentive_marker_closes_the_speaker_however_far_the_verb_stands(report):
    text = (
        "वेलमार के राष्ट्रपति अली करसोव ने नेरबिया की नई गोदी पर बने पुल, पुरानी मंडी की मरम्मत, पाठशालाओं की छतों, "
        "नदी किनारे की सड़क, चिकित्सालय की शाखा और गाँवों तक जाती बसों पर पत्रकारों से बात करते हुए कहाः काम समय पर चल रहा "
        "है, मज़दूरों का वेतन बँट चुका है और पहली बर्फ़ से पहले उम्मीद है कि पुल खुल जाएगा।"
    )
    hi, statements = report([text], "hi", "A")
    said = attribute(hi, statements)
    assert len(said) > 1
    assert {a.speaker.quote(text) for a in said} == {"वेलमार के राष्ट्रपति अली करसोव"}
