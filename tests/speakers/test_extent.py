"""How far what is said reaches: headlines, quotations behind their cue, what is left open, where a sentence goes on."""

from __future__ import annotations

import pytest

from twicetold.model import Report
from twicetold.speakers import attribute, summarise
from twicetold.statements import split


def contents(made, statements, **more):
    return [[c.quote(made.text) for c in a.content] for a in attribute(made, statements, **more)]


def said_by(text, language):
    """Return for each statement whose words it is: the number of the first statement of that speaker, or `None`."""
    made = Report(id="A", text=text, language=language, language_score=1.0)
    statements = split(made)
    return [each.speaker_id for each in summarise(statements, attribute(made, statements))]


def test_a_headline_that_quotes_has_the_speaker_whom_the_report_names():
    text = (
        "Old bridge 'must close' before winter\n\nThe old bridge must close at once, mayor Ada Lund said.\n"
    )
    title, body = said_by(text, "en")
    assert title is not None
    assert title == body


def test_a_name_in_quotation_marks_in_a_headline_is_nobodys_words():
    text = "Премьеру «Северный берег» увидели в Холме\n\nСпектакль был хорошим, сказала мэр Ада Лунд.\n"
    assert said_by(text, "ru")[0] is None


def test_a_quotation_goes_on_behind_its_cue():
    text = '"The dam holds," said Ada Lund, who built it. "It always has."\n'
    made = Report(id="A", text=text, language="en", language_score=1.0)
    assert contents(made, split(made)) == [['"The dam holds,"', '"It always has."']]


def test_what_stands_between_words_in_the_first_person_is_said_too(report):
    lines = ["Ада Лунд сказала: «Мы строили плотину", "Она стояла долго.", "Я этого не забуду.", "Шел дождь."]
    made, statements = report(lines, "ru")
    said = summarise(statements, attribute(made, statements))
    assert [each.speaker_id for each in said] == ["s1", "s1", "s1", None]


def test_the_author_of_a_comment_is_not_who_was_just_quoted(report):
    lines = ['"The dam holds," Ada Lund told me.', "It was a fine day.", "I went home."]
    made, statements = report(lines, "en")
    assert [each.speaker_id for each in summarise(statements, attribute(made, statements))] == [
        "s1",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("line", "content"),
    [
        ("Ada Lund said the dam would hold, adding that nobody was hurt.", "the dam would hold"),
        ("Ada Lund claimed the dam would hold, but she gave no proof.", "the dam would hold"),
        ("Ada Lund praised the new dam, which cost three million.", "the new dam"),
        ("Ada Lund said the dam was one that had always leaked.", "the dam was one that had always leaked"),
        ("Ada Lund said the dam “would hold” until Sunday.", "the dam “would hold” until Sunday"),
        ("Ada Lund praised the new dam during a long debate in Holm.", "the new dam"),
        ("Ada Lund praised the new dam - a gift of the state.", "the new dam"),
        ("Those who praised the new dam were wrong.", "the new dam"),
        ("Ada Lund proposed a dam that would hold for years.", "a dam that would hold for years"),
        ("Critics say the dam could hold, the third of its kind in Holm.", "the dam could hold"),
        ("While Ada Lund admitted the dam had leaked, Kit denied it.", "the dam had leaked"),
        ("Ada Lund promised “dams, dams, dams,” but Kit Holm left.", "“dams, dams, dams,”"),
        (
            "Ada Lund said she was “not ready” to go, and suggested that Kit wait.",
            "she was “not ready” to go",
        ),
        ("The new dam was praised by Ada Lund on Sunday.", "The new dam"),
        ("Ada Lund was accused by the council of closing the dam.", "of closing the dam"),
        ("The dam will hold, Ada Lund told the Holm Post on Friday.", "The dam will hold"),
        ("The dam will hold, said Liberal strategist Kit Holm.", "The dam will hold"),
        ("Kit Holm Says Dam Will Hold Until Winter.", "Dam Will Hold Until Winter"),
    ],
)
def test_where_what_is_said_begins_and_ends(report, line, content):
    made, statements = report([line], "en")
    assert contents(made, statements)[0] == [content]


def test_a_parenthetic_cue_stands_within_what_is_said(report):
    made, statements = report(["The dam, Ada Lund said, was built in haste."], "en")
    assert contents(made, statements) == [["The dam", "was built in haste"]]


def test_two_apostrophes_are_one_mark(report):
    made, statements = report(["''The dam holds,'' said Ada Lund."], "en")
    assert contents(made, statements) == [["''The dam holds,''"]]


def test_a_mark_written_onto_the_word_before_opens_what_follows(report):
    made, statements = report(['قال سالم حاتم" السد سيصمد حتى الأحد".'], "ar")
    (found,) = attribute(made, statements)
    assert found.content[0].quote(made.text) == '" السد سيصمد حتى الأحد"'


@pytest.mark.parametrize(
    ("line", "content", "speaker"),
    [
        (
            "Bei ihrem Besuch in Holm sagte Lund, die Wehre hielten sich gut.",
            "die Wehre hielten sich gut",
            "Lund",
        ),
        (
            "Der Chef, Kai Denti, hat angekündigt, das Werk werde schließen.",
            "das Werk werde schließen",
            "Der Chef, Kai Denti",
        ),
        ("Der Rat machte den Vorschlag, das Wehr zu erhöhen.", "das Wehr zu erhöhen", "Der Rat"),
        ("Lund hat den neuen Plan kritisiert.", "den neuen Plan", "Lund"),
    ],
)
def test_german_main_clauses(report, line, content, speaker):
    made, statements = report([line], "de")
    (found,) = attribute(made, statements)
    assert [c.quote(made.text) for c in found.content] == [content]
    assert found.speaker is not None
    assert found.speaker.quote(made.text) == speaker


def test_a_relative_clause_is_no_content(report):
    made, statements = report(["Lund wurde vom Werk informiert, das sich am Fluss befindet."], "de")
    assert contents(made, statements) == []


def test_hearsay_within_a_named_source_is_the_sources(report):
    made, statements = report(["Laut Ada Lund soll das Wehr gebrochen sein."], "de")
    (found,) = attribute(made, statements)
    assert found.speaker is not None


def test_attitudes_are_read_on_demand_and_are_no_speech(report):
    made, statements = report(["The council wants to raise the dam."], "en")
    assert attribute(made, statements) == ()
    (found,) = attribute(made, statements, attitudes=True)
    assert (found.speech, found.content[0].quote(made.text)) == ("none", "to raise the dam")


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("The council has endorsed the plan and fears the cost of it.", ["the plan", "the cost of it"]),
        ("The council opened the gate, embracing the plan of the city.", ["the plan of the city"]),
        ("There were groups that support the new dam.", ["the new dam"]),
        ("Ada Lund would not endorse the new dam.", ["the new dam"]),
        ("Ada Lund is critical of the new dam.", ["the new dam"]),
        ("Ada Lund relentlessly endorsed the new dam.", ["the new dam"]),
        ("A plan endorsed by the council is due.", ["A plan"]),
        ("The recent attacks on the dam ended.", []),  # the noun
        ("The council was quick to endorse.", []),
        ("The envoys protested in the rain.", []),  # nothing that is held
    ],
)
def test_what_is_held_and_what_only_looks_so(report, line, held):
    made, statements = report([line], "en")
    found = attribute(made, statements, attitudes=True)
    assert [a.content[0].quote(made.text) for a in found if a.speech == "none"] == held


def test_an_attitude_within_what_is_said_is_not_the_outlets(report):
    made, statements = report(["Ada Lund wants a new dam, sources said."], "en")
    (found,) = attribute(made, statements, attitudes=True)
    assert found.speech == "indirect"


def test_an_attitude_may_be_a_noun(report):
    made, statements = report(["Ada Lund's plan to raise the dam is old."], "en")
    (found,) = attribute(made, statements, attitudes=True)
    assert (found.speech, found.content[0].quote(made.text)) == ("none", "to raise the dam")


def test_a_name_before_a_chain_of_appositions(report):
    line = "Ada Lund, Botschafterin in Holm und frühere Leiterin des Werks, das viel baut, teilte mit, das Wehr halte."
    made, statements = report([line], "de")
    (found,) = attribute(made, statements)
    assert found.speaker is not None
    assert found.speaker.quote(made.text).startswith("Ada Lund")


def labelled(text):
    made = Report(id="A", text=text, language="en", language_score=1.0)
    return [a.speaker.quote(text) for a in attribute(made, split(made)) if a.cue and a.cue.quote(text) == ":"]


def test_who_speaks_and_a_colon_before_everything_else():
    said = "\n\nThe dam will hold until winter, Ada Lund said on Sunday.\n"
    assert labelled(f"Poll: Voters like the new dam{said}") == ["Poll"]
    assert labelled(f"Lund: The dam will hold{said}") == ["Lund"]
    assert labelled(f"Holm: The dam will hold{said}") == []  # nobody of that name speaks
    assert labelled(f"Lund: When Ada Lund came to power{said}") == []  # nobody names himself
    assert labelled(f"Correction: The dam will hold{said}") == []
