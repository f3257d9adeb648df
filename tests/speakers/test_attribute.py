"""Attribution in a report: offsets, who a pronoun or a role means, what goes on, what is no speech, bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.languages.lookup import codes
from twicetold.model import Entity, Mention, Report
from twicetold.speakers import attribute
from twicetold.statements import split

WORDS = st.sampled_from(
    [
        "said",
        "that",
        '"we',
        'will"',
        ",",
        ".",
        ":",
        "“",
        "”",
        "he",
        "she",
        "Denti",
        "according",
        "to",
        "police",
        "Der",
        "sagte,",
        "dass",
        "„",
        "ने",
        "कहा",
        "कि",
        "قال",
        "إن",
        "表示",
        "，",
        "と述べた",
        "«",
        "»",
        "—",
        "\n",
        "'",
        "(",
        ")",
        "12",
        "was",
        "told",
        "by",
    ]
)


def ids(found):
    return [a.speaker_id for a in found]


def words(made, found):
    return [[c.quote(made.text) for c in a.content] for a in found]


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60), st.sampled_from(["en", "de", "hi", "zh", "ja", "ar", "tr", "und"]))
def test_offsets_hold_whatever_the_text(pieces, code):
    text = " ".join(pieces)
    made = Report(id="A", text=text, language=code)
    statements = split(made)
    numbers = {s.n for s in statements}
    for a in attribute(made, statements):
        assert set(a.statements) <= numbers
        assert a.content
        for span in (*a.content, *([a.speaker] if a.speaker else []), *([a.cue] if a.cue else [])):
            assert 0 <= span.start < span.end <= len(text)
        assert 0 < a.confidence <= 1
        assert a.speech in ("direct", "indirect", "mixed")


def test_the_same_report_gives_the_same_attributions(report):
    made, statements = report(["Denti said the dam would hold.", '"We wait," she said.'], "en")
    assert attribute(made, statements) == attribute(made, statements)


def test_one_speaker_through_name_role_pronoun_and_a_quotation_over_paragraphs(report):
    made, statements = report(
        [
            "Striker Ole Brandt praised the crowd after the game in Holm.",
            '"It was loud.',
            "It was ours.",
            'We will be back," the player said.',
            "He added that the club had no plans to sell.",
            "Brandt was born in Holm.",
        ],
        "en",
    )
    found = attribute(made, statements)
    assert set(ids(found)) == {"s1"}
    assert {n for a in found for n in a.statements} == {0, 1, 2, 3, 4}


def test_a_role_before_the_name_is_the_one_who_is_named_next(report):
    made, statements = report(
        ["A lawmaker said the bridge was unsafe.", "Mina Varo said repairs would take a year."], "en"
    )
    assert ids(attribute(made, statements)) == ["s1", "s1"]


def test_two_ministers_are_two(report):
    made, statements = report(
        ["The finance minister said taxes would fall.", "Mayor Ada Lund said roads would wait.",
         "The minister added that loans would follow."],
        "en",
    )  # fmt: skip
    assert ids(attribute(made, statements)) == ["s1", "s2", "s1"]


def test_nobody_is_named_and_it_says_why(report):
    made, statements = report(["The driver allegedly fled.", "It was reported that two people died."], "en")
    found = attribute(made, statements)
    assert ids(found) == [None, None]
    assert all("nobody is named" in a.how for a in found)


def test_source_of_a_source(report):
    made, statements = report(["Denti said the dam was safe, according to the Lake Courier."], "en")
    found = attribute(made, statements)
    assert len(found) == 2
    assert len(set(ids(found))) == 2


def test_first_person_of_the_author_is_no_reported_speech(report):
    made, statements = report(["I think that the dam was a mistake."], "en")
    assert attribute(made, statements) == ()


def test_reported_mood_goes_on(report):
    made, statements = report(
        [
            "Die Ministerin sagte, der Damm sei sicher.",
            "Er halte bis Sonntag und werde geprüft.",
            "Geöffnet habe ihn niemand.",
            "Es regnet.",
        ],
        "de",
    )
    found = attribute(made, statements)
    assert [a.statements for a in found] == [(0,), (1, 2)]
    assert ids(found) == ["s1", "s1"]
    assert found[1].how == "reported mood"
    assert len(found[1].content) == 2


def test_a_language_without_a_table_has_quotation_marks_alone(report):
    made, statements = report(["“Ni bezonas helpon, kaj baldaŭ,” diris ŝi.", "Ŝi diris ke venos helpo.",
                               "“Atendu, bonvolu.”"], "eo")  # fmt: skip
    found = attribute(made, statements)
    assert [a.statements for a in found] == [(2,)]
    assert found[0].speech == "direct"


def test_entities_help_where_a_script_has_no_capitals(report):
    made, statements = report(["سلمى رائد زارت المدرسة أمس.", "«نحن بخير».", "انتهت الزيارة."], "ar")
    mention = Mention(report_id="A", start=0, end=8, text="سلمى رائد")
    person = Entity(id="e1", kind="person", names={"ar": ("سلمى رائد",)}, mentions=(mention,))
    found = attribute(made, statements, entities=[person])
    assert [a.statements for a in found] == [(1,)]


def test_titles_and_boilerplate(report):
    made, statements = report(["Denti: dam safe", "Denti said so."], "en")
    from dataclasses import replace

    silent = [replace(statements[0], kind="boilerplate"), statements[1]]
    assert all(0 not in a.statements for a in attribute(made, silent))
    assert attribute(Report(id="A", text="", language="en"), ()) == ()


@pytest.mark.parametrize("code", codes("speech"))
def test_a_sentence_of_five_thousand_characters_takes_bounded_time(report, code):
    began = time.perf_counter()
    for piece in ('said "that ', "Denti, who said, ", "কামাল বলেন, ", "と述べた「", ", according to X"):
        made, statements = report([(piece * 5000)[:5000]], code)
        attribute(made, statements)
    assert time.perf_counter() - began < 10


def test_two_hundred_sentences_take_well_under_a_second(report):
    lines = [
        f"Mayor Ada Lund number {n} said on Monday that the dam, built in {1900 + n}, would hold."
        for n in range(100)
    ]
    lines += [f'"We need {n} boats," she told reporters in the hall near the river.' for n in range(100)]
    made, statements = report(lines, "en")
    attribute(made, statements)  # the table is read once
    began = time.perf_counter()
    found = attribute(made, statements)
    assert time.perf_counter() - began < 2
    assert len(found) == 200


@pytest.mark.parametrize(
    "line", ["Nach Aussagen des Werks hält die neue Brücke.", "Nach Werksangaben hält die neue Brücke."]
)
def test_what_must_follow_a_cue_is_no_cue_itself(report, line):
    made, statements = report([line], "de")
    (found,) = attribute(made, statements)
    assert found.cue.quote(made.text) == "Nach"
    assert "Werks" in found.speaker.quote(made.text)
    assert found.content[0].quote(made.text) == "hält die neue Brücke"
