"""The wiring, with the encoder and the aligner played by stand-ins; the real ones are tested at home."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import pytest

import twicetold.alignment
import twicetold.encoding
from twicetold import pipeline
from twicetold.errors import TooFewReports, UsageError
from twicetold.ladder import Bead
from twicetold.model import Report, Row, Skip
from twicetold.settings import Settings

SETTINGS = Settings()


class Played:
    name, digest = "played", "0" * 8


@dataclass
class Rows:
    rows: tuple
    notes: tuple = ("played",)


@pytest.fixture(autouse=True)
def stage(monkeypatch):
    """Align statements of the same number; pair sentences that are alike."""
    seen = []

    def align(reports, statements, encoder, *, order="auto"):
        seen.append([report.text for report in reports])
        rows = []
        for n in range(max(map(len, statements.values()))):
            cells = {report.id: (n,) for report in reports if n < len(statements[report.id])}
            rows.append(Row(cells=cells, score=0.5, verdict="same" if len(cells) > 1 else "only"))
        return Rows(tuple(rows))

    def sentences(a, b, encoder, *, order="auto", languages=None, kinds=None):
        return [Bead((i,), (b.index(x),), 0.75) for i, x in enumerate(a) if x in b]

    monkeypatch.setattr(twicetold.encoding, "open_encoder", lambda *_, **__: Played())
    monkeypatch.setattr(twicetold.alignment, "align", align)
    monkeypatch.setattr(twicetold.alignment, "align_sentences", sentences)
    return seen


def report(text, **more):
    return Report(id=text[:4], text=text, **more)


def test_reports_are_labelled_in_order_and_worked_on_in_an_order_of_their_own(stage):
    texts = ["One fell. Two rose.", "Drei kamen an. Niemand ging.", "Уехали четверо."]
    rows = set()
    for given in permutations(texts):
        made = pipeline.compare([report(text) for text in given], settings=SETTINGS)
        assert [each.text for each in made.reports] == list(given)
        assert [each.id for each in made.reports] == ["A", "B", "C"]
        names = {each.id: each.text for each in made.reports}
        rows.add(frozenset(frozenset((names[k], v) for k, v in row.cells.items()) for row in made.rows))
    assert len(rows) == 1
    assert len({tuple(each) for each in stage}) == 1


def test_what_made_it_is_said():
    made = pipeline.compare([report("One."), report("Two.")], settings=SETTINGS)
    assert made.making.program.startswith("twicetold ")
    assert (made.making.model, made.making.settings_digest) == ("played", SETTINGS.digest)
    assert made.notes == ("played",)


def test_the_same_file_twice_is_kept_once_and_said(tmp_path):
    (tmp_path / "a.txt").write_text("A fire broke out.\n")
    (tmp_path / "b.txt").write_text("A storm came.\n")
    twice = str(tmp_path / "a.txt"), str(tmp_path / "sub" / ".." / "a.txt")
    (tmp_path / "sub").mkdir()
    made = pipeline.compare([twice[0], str(tmp_path / "b.txt"), twice[1]], settings=SETTINGS)
    assert [each.id for each in made.reports] == ["A", "B"]
    assert [(skip.source, skip.reason) for skip in made.skips] == [(twice[1], "same text as A")]
    with pytest.raises(TooFewReports, match=r"only .*a\.txt is left") as failure:
        pipeline.compare(twice, settings=SETTINGS)
    assert len(failure.value.skips) == 1


def test_the_same_text_from_two_places_is_compared_and_noted(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("A fire broke out.\n")
    made = pipeline.compare([tmp_path / "a.txt", tmp_path / "b.txt"], settings=SETTINGS)
    assert len(made.reports) == 2
    assert "A and B have the very same text" in made.notes


def test_a_language_is_overruled_by_letter_or_by_name(tmp_path):
    (tmp_path / "a.txt").write_text("A fire broke out in the harbour on Monday evening.\n")
    sources = [
        str(tmp_path / "a.txt"),
        report("Ein Feuer brach am Montag aus.", language="de", language_score=0.5),
    ]
    made = pipeline.compare(sources, settings=SETTINGS, languages={"A": "hi", sources[1].id: "nl"})
    assert [(each.language, each.language_score) for each in made.reports] == [("hi", 1.0), ("nl", 1.0)]
    for languages, message in (
        ({"C": "hi"}, "no source is called 'C'"),
        ({"A": "Hindi!"}, "no language code"),
    ):
        with pytest.raises(UsageError, match=message):
            pipeline.compare(sources, settings=SETTINGS, languages=languages)


def test_a_language_that_was_told_is_kept_and_one_that_was_not_is_detected():
    told = report("Mostly nothing here to tell.", language="sv", language_score=0.4)
    untold = report("Пожар начался в порту в понедельник вечером, сообщили власти.")
    made = pipeline.compare([told, untold], settings=SETTINGS)
    assert [each.language for each in made.reports] == ["sv", "ru"]


def test_a_report_made_by_a_program_is_normalised_like_any_other():
    made = pipeline.compare(
        [report("cafe\u0301\r\nnoir\x00"), report("tea"), report(" \n")], settings=SETTINGS
    )
    assert made.reports[0].text == "caf\u00e9\nnoir\ufffd"
    assert "NUL" in made.reports[0].notes[0]
    assert [skip.reason for skip in made.skips] == ["empty"]


def test_fewer_than_two_reports_are_refused_with_what_is_left():
    with pytest.raises(TooFewReports, match="give two reports or more"):
        pipeline.compare([report("Alone.")], settings=SETTINGS)
    with pytest.raises(TooFewReports, match="nothing is left"):
        pipeline.compare(["/no/such/file", report(" ")], settings=SETTINGS)


def test_empty_sentences_keep_their_number_and_stay_alone():
    made = pipeline.align_sentences(["a", "", "b", "  "], ["", "b", "a"], settings=SETTINGS)
    assert str(made).splitlines() == [
        "[0]:[2]:0.7500",
        "[1]:[]:0.0",
        "[2]:[1]:0.7500",
        "[3]:[]:0.0",
        "[]:[0]:0.0",
    ]


@pytest.mark.parametrize(("a", "b"), [([], []), (["x"], []), ([""], ["y"])])
def test_nothing_to_align_needs_no_encoder(a, b, monkeypatch):
    monkeypatch.setattr(twicetold.encoding, "open_encoder", None)
    assert len(pipeline.align_sentences(a, b, settings=SETTINGS)) == len(a) + len(b)


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    path = tmp_path / "s.txt"
    path.write_bytes("one\r\n\ntwo\x0bstill\u2028two\x85so\rthree\n".encode())
    assert pipeline.sentences(str(path), settings=SETTINGS) == (
        "one",
        "",
        "two\x0bstill\u2028two\x85so",
        "three",
    )
    path.write_bytes(b'<p>not a page</p>\n{"text": 1}\n')
    assert len(pipeline.sentences(str(path), settings=SETTINGS)) == 2
    path.write_bytes(b"\n\n")
    assert pipeline.sentences(str(path), settings=SETTINGS) == ("", "")
    path.write_bytes(b"")
    assert pipeline.sentences(str(path), settings=SETTINGS) == ()
    assert isinstance(pipeline.sentences(str(tmp_path), settings=SETTINGS), Skip)
