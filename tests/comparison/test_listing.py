"""Lists of which one side lacks a member, in every language that has a table of their joints."""

from __future__ import annotations

import json

import pytest
from played_encoder import Wordy

from twicetold.comparison import compare
from twicetold.languages.lookup import FALLBACK, codes, table
from twicetold.model import Report, Row, Statement

# "In Velmar there are bridges, harbours {and} markets", the members alone
MEMBERS = {
    "bn": ("সেতু", "বন্দর", "বাজার"),
    "de": ("Brücken", "Häfen", "Märkte"),
    "en": ("bridges", "harbours", "markets"),
    "es": ("puentes", "puertos", "mercados"),
    "fa": ("پل‌ها", "بندرها", "بازارها"),
    "fr": ("ponts", "ports", "marchés"),
    "hi": ("नगर", "महल", "वन"),
    "id": ("jembatan", "pelabuhan", "pasar"),
    "it": ("ponti", "porti", "mercati"),
    "pl": ("mosty", "porty", "targi"),
    "pt": ("pontes", "portos", "mercados"),
    "ru": ("мосты", "гавани", "рынки"),
    "tr": ("köprüler", "limanlar", "pazarlar"),
    "uk": ("мости", "гавані", "ринки"),
    "ur": ("پل", "بندرگاہیں", "بازار"),
}
ENTRIES = [(c, e) for c in sorted(set(codes("lists")) - {FALLBACK}) for e in table(c, "lists").data["and"]]


def details(left: str, right: str, language: str) -> list[tuple[str, dict[str, list[str]]]]:
    sides = {}
    for label, text in (("A", left), ("B", right)):
        statement = Statement(report_id=label, n=0, start=0, end=len(text), text=text)
        sides[label] = (Report(id=label, text=text, language=language), (statement,))
    row = Row(cells={"A": (0,), "B": (0,)}, score=1.0, verdict="same")
    reports = [report for report, _ in sides.values()]
    (told,) = compare(reports, {k: s for k, (_, s) in sides.items()}, [row], encoder=Wordy())
    texts = {report.id: report.text for report in reports}
    return [
        (f.verdict, {k: [s.quote(texts[k]) for s in spans] for k, spans in f.sides.items()})
        for f in told.findings
        if f.aspect == "detail"
    ]


def test_every_language_with_joints_has_members_here():
    assert {code for code, _ in ENTRIES} == set(MEMBERS)


@pytest.mark.parametrize(("code", "joint"), ENTRIES)
def test_a_member_that_one_side_lacks_is_told(code: str, joint: str):
    a, b, c = MEMBERS[code]
    comma = table(code, "lists").data["commas"][-1]
    whole, short = f"Velmar: {a}{comma} {b} {joint} {c}.", f"Velmar: {a} {joint} {c}."
    assert details(whole, short, code) == [("more", {"A": [b]})]
    assert details(short, whole, code) == [("more", {"B": [b]})]
    assert details(whole, whole, code) == []


def test_a_member_that_is_told_elsewhere_is_not_missing():
    left = "Velmar has bridges, harbours and markets."
    right = "Harbours apart, Velmar has bridges and markets."
    assert ("more", {"A": ["harbours"]}) not in details(left, right, "en")


def test_a_word_before_a_comma_need_not_begin_a_list():
    left = "He rode along Lower Nerbia, mowing and burning."
    right = "He rode along Nerbia mowing and burning."
    assert all(
        "Nerbia" not in quote
        for _, sides in details(left, right, "en")
        for q in sides.values()
        for quote in q
    )


def test_languages_whose_joints_are_endings_have_no_table():
    assert not {"ar", "he", "ja", "ko", "ta", "zh"} & set(codes("lists"))
    assert json.dumps(dict(table(FALLBACK, "lists").data)) == '{"and": [], "commas": []}'
