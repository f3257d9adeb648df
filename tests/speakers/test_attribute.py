"""Attribution in a report: offsets, who a pronoun or a role means, what goes on, what is no speech, bounded time."""

from __future__ import annotations

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
@pytest.mark.timeout(60)
def test_a_sentence_of_five_thousand_characters_takes_bounded_time(report, code):
    for piece in ('said "that ', "Denti, who said, ", "কামাল বলেন, ", "と述べた「", ", according to X"):
        made, statements = report([(piece * 5000)[:5000]], code)
        for each in attribute(made, statements):
            assert all(0 <= span.start < span.end <= len(made.text) for span in each.content)


def test_two_hundred_sentences_are_all_attributed(report):
    lines = [
        f"Mayor Ada Lund number {n} said on Monday that the dam, built in {1900 + n}, would hold."
        for n in range(100)
    ]
    lines += [f'"We need {n} boats," she told reporters in the hall near the river.' for n in range(100)]
    made, statements = report(lines, "en")
    assert len(attribute(made, statements)) == 200  # bench/speed.py measures how long it takes


@pytest.mark.parametrize(
    "line", ["Nach Aussagen des Werks hält die neue Brücke.", "Nach Werksangaben hält die neue Brücke."]
)
def test_what_must_follow_a_cue_is_no_cue_itself(report, line):
    made, statements = report([line], "de")
    (found,) = attribute(made, statements)
    assert found.cue.quote(made.text) == "Nach"
    assert "Werks" in found.speaker.quote(made.text)
    assert found.content[0].quote(made.text) == "hält die neue Brücke"


@pytest.mark.parametrize(
    "line",
    [
        'An empty "" pair, and "  " and “” said nothing.',
        'Denti said "the dam “holds ‘well” tonight.',
        'Denti said: "It is \'safe\', as the mayor "told" us.',
        "»«„“”‘’'\"",
        'said, "',
        '" said Denti.',
        "“" * 200,
        "Denti said that " * 40,
    ],
)
def test_broken_quotation_marks_give_no_wrong_certainty(report, line):
    made, statements = report([line, "Denti said that the dam would hold."], "en")
    found = attribute(made, statements)
    assert any(a.statements[-1] == statements[-1].n for a in found)
    for a in found:
        assert any(c.isalnum() for span in a.content for c in span.quote(made.text))
        assert a.confidence < 1


def test_a_marker_that_is_not_closed_is_less_sure(report):
    closed, statements = report(["“We will wait here until the morning comes.”"], "en")
    broken, others = report(["“We will wait here until the morning comes."], "en")
    (sure,), (less,) = attribute(closed, statements), attribute(broken, others)
    assert less.confidence < sure.confidence
    assert sure.how == less.how


@pytest.mark.parametrize(
    ("code", "lines", "who"),
    [
        ("de", ["Der Damm hält bis Sonntag.", "Dies teilte das Wasserwerk mit."], "das Wasserwerk"),
        ("ru", ["Плотина выдержит до утра.", "Об этом сообщила полиция Холма."], "полиция Холма"),
        ("tr", ["Baraj pazara kadar dayanacak.", "Bunu Adalı polisi açıkladı."], "Adalı polisi"),
        ("ur", ["بند اتوار تک قائم رہے گا۔", "یہ بات پولیس نے بتائی۔"], "پولیس"),
    ],
)
def test_a_statement_that_only_points_attributes_the_one_before_it(report, code, lines, who):
    made, statements = report(lines, code)
    (found,) = attribute(made, statements)
    assert found.content[0].quote(made.text) == lines[0].rstrip(".۔")
    assert found.speaker.quote(made.text) == who
    assert found.statements == (0, 1)


@pytest.mark.parametrize(
    ("code", "line", "who", "content"),
    [
        ("en", "The dam will hold, said the water minister, Carlo Denti.", "the water minister, Carlo Denti",
         "The dam will hold"),
        ("es", "El embajador en Lorania, Carlo Denti, dijo que la presa aguantará.",
         "El embajador en Lorania, Carlo Denti", "que la presa aguantará"),
        ("de", "Die Ministerin Ada Lund (CDU) warf den Werken vor, den Damm vergessen zu haben.",
         "Die Ministerin Ada Lund (CDU)", "den Damm vergessen zu haben"),
        ("ar", "أعلن الوزير سالم حاتم أن السد سيصمد.", "الوزير سالم حاتم", "أن السد سيصمد"),
        ("ar", "حثت الشرطة أهالي القرية على الحذر.", "الشرطة", "أهالي القرية على الحذر"),
        ("zh", "会议开始后，他说，大坝能撑住。", "他", "大坝能撑住"),
        ("zh", "中国外交部发言人陈安表示，大会将于周一举行。", "中国外交部发言人陈安", "大会将于周一举行"),
        ("tr", "Kurul, Demirlerin yolun kapandığını söyledi.", "Kurul", "Demirlerin yolun kapandığını"),
    ],
)  # fmt: skip
def test_where_a_speaker_ends_and_the_words_begin(report, code, line, who, content):
    made, statements = report([line], code)
    found = attribute(made, statements)
    assert [a.speaker.quote(made.text) for a in found if a.speaker] == [who]
    assert content in [span.quote(made.text) for a in found for span in a.content]


def test_reported_mood_needs_no_cue(report):
    made, statements = report(
        ["Der Ingenieur Ole Brandt war im Werk.", "Der Damm sei sicher und halte."], "de"
    )
    (found,) = attribute(made, statements)
    assert found.how == "named"
    assert "Ole Brandt" in found.speaker.quote(made.text)
    assert found.confidence < 0.6


def test_a_foreign_name_in_chinese_is_one_person(report):
    made, statements = report(
        ["特拉·多林去年加入该厂。", "多林表示，大坝能撑住。", "她还说，雨会停。", "奥莱·布兰说，路会开。"],
        "zh",
    )
    assert ids(attribute(made, statements)) == ["s1", "s1", "s2"]


def test_an_office_is_one_person_with_the_name_that_comes_later(report):
    made, statements = report(
        [
            "The envoy said the lake was calm.",
            "Police said two men were held.",
            "Envoy Mina Varo said boats would come.",
        ],
        "en",
    )
    found = ids(attribute(made, statements))
    assert found[0] == found[2] != found[1]
