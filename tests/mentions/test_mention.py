"""Entities, times and quantities of invented reports, and of the public pair beside the checkout."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.mentions import mention
from twicetold.model import Link, Report, Statement
from twicetold.statements import split

ENGLISH = (
    "Tuesday 31 May 2022 - 09:13\n\n"
    "Orvanna Delisk, the president of Tajikistan, met Mr Torvan in Tehran on Monday.\n\n"
    "More than 40 people came, Delisk said. The Vessar Commission counted 12 km of road."
)
HINDI = (
    "राष्ट्रपति ओरवन्ना डेलिस्क ने सोमवार की शाम को तेहरान में तोरवान से मुलाक़ात की।\n"
    "डेलिस्क ने कहा कि 43 लोग आए। ताजिकिस्तान और ताजेकिस्तान एक ही देश है।"
)


def event(*texts):
    reports = [Report(id=chr(65 + n), text=text, language=code) for n, (code, text) in enumerate(texts)]
    return reports, {report.id: split(report) for report in reports}


@pytest.fixture(scope="module")
def found():
    reports, statements = event(("en", ENGLISH), ("hi", HINDI))
    links = [
        Link(a=("A", a.n), b=("B", b.n), score=0.9)
        for a in statements["A"]
        for b in statements["B"]
        if ("met" in a.text and "मुलाक़ात" in b.text) or ("people came" in a.text and "लोग" in b.text)
    ]
    return reports, mention(reports, statements, links)


def named(result, name):
    return next(e for e in result.entities if any(name in names for names in e.names.values()))


def test_spans_quote_their_reports(found):
    reports, result = found
    texts = {report.id: report.text for report in reports}
    spans = [m for e in result.entities for m in e.mentions] + list(result.times) + list(result.quantities)
    assert spans
    assert all(texts[s.report_id][s.start : s.end] == s.text for s in spans)


def test_a_person_is_one_across_scripts(found):
    entity = named(found[1], "Orvanna Delisk")
    assert entity.kind == "person"
    assert "ओरवन्ना डेलिस्क" in entity.names["hi"]
    assert {"Delisk", "Orvanna Delisk"} <= set(entity.names["en"])


def test_a_place_is_one_across_scripts(found):
    tehran = named(found[1], "Tehran")
    assert tehran.kind == "place"
    assert tehran.names["hi"] == ("तेहरान",)


def test_two_spellings_in_one_report_are_one(found):
    assert {"ताजिकिस्तान", "ताजेकिस्तान"} <= set(named(found[1], "Tajikistan").names["hi"])


def test_an_organisation_is_told_by_its_head(found):
    assert named(found[1], "Vessar Commission").kind == "organisation"


def test_an_aligned_report_lends_its_dateline(found):
    monday = next(t for t in found[1].times if t.text == "सोमवार की शाम")
    assert monday.value == "2022-05-30"
    assert "aligned report" in monday.how


def test_quantities_keep_their_bounds(found):
    result = {(q.report_id, q.value): q for q in found[1].quantities}
    assert result["A", 40.0].low == 40
    assert result["A", 40.0].high is None
    assert result["B", 43.0].unit == "person"
    assert result["A", 12.0].unit == "km"
    assert ("A", 2022.0) not in result


CASED = {
    "de": ("Die Lage bleibt ernst, sagte Bruno Tamarik in Teheran.", {"Bruno Tamarik", "Teheran"}),
    "fr": ("La maire Orvanna Delisk arrive à Téhéran.", {"Orvanna Delisk", "Téhéran"}),
    "es": ("La alcaldesa Orvanna Delisk llegó a Teherán.", {"Orvanna Delisk", "Teherán"}),
    "ru": (
        "Вчера Бруно Тамарик прилетел в Тегеран из Таджикистана.",
        {"Бруно Тамарик", "Тегеран", "Таджикистана"},
    ),
    "pl": ("Wczoraj Bruno Tamarik przyleciał do Teheranu.", {"Bruno Tamarik", "Teheranu"}),
    "tr": ("Dün Bruno Tamarik Tahran'dan geldi.", {"Bruno Tamarik", "Tahran"}),
    "zh": ("他昨天从德黑兰飞往塔吉克斯坦。", {"德黑兰", "塔吉克斯坦"}),
    "ja": ("昨日、テヘランからタジキスタンへ飛んだ。", {"テヘラン", "タジキスタン"}),
    "ar": ("وصل أمس إلى طهران من طاجيكستان.", {"طهران", "طاجيكستان"}),
    "fa": ("دیروز از تهران به تاجیکستان رفت.", {"تهران", "تاجیکستان"}),
    "ur": ("وہ کل تہران سے تاجکستان گئے۔", {"تہران", "تاجکستان"}),
    "bn": ("তিনি গতকাল তেহরান থেকে তাজিকিস্তান গেছেন।", {"তেহরান", "তাজিকিস্তান"}),
}


@pytest.mark.parametrize(("language", "case"), CASED.items())
def test_names_of_one_sentence(language, case):
    text, expected = case
    reports, statements = event((language, text))
    found = {n for e in mention(reports, statements).entities for names in e.names.values() for n in names}
    assert expected <= found


def test_order_of_reports_changes_labels_only():
    reports, statements = event(("en", ENGLISH), ("hi", HINDI))
    one = mention(reports, statements)
    two = mention(reports[::-1], statements)
    groups = [{frozenset((m.report_id, m.start) for m in e.mentions) for e in r.entities} for r in (one, two)]
    assert groups[0] == groups[1]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.sampled_from("Delisk Orvanna. 12 Mr ने डेलिस्क тегеран,\"'-\n日年元"), max_size=60))
def test_any_text_is_survived(text):
    reports, statements = event(("en", text), ("hi", text))
    result = mention(reports, statements)
    assert all(m.text == text[m.start : m.end] for e in result.entities for m in e.mentions)


def test_two_hundred_statements_are_quick():
    statements = []
    text = ""
    for n in range(200):
        line = f"Orvanna Delisk told {n} people in Tehran on Monday that the bridge cost $3.5 million."
        statements.append(
            Statement(report_id="A", n=n, start=len(text), end=len(text) + len(line), text=line)
        )
        text += line + "\n"
    report = Report(id="A", text=text, language="en", published="2022-05-31")
    mention([report], {"A": statements[:2]})  # tables are read once a process
    began = time.perf_counter()
    mention([report], {"A": statements})
    assert time.perf_counter() - began < 1.5


@pytest.mark.shared
def test_the_tehran_pair(shared):
    case = shared / "cases" / "tehran-2022"
    gold = json.loads((case / "gold.json").read_text("utf-8"))
    texts = [
        ("hi", (case / "hindi.txt").read_text("utf-8")),
        ("en", (case / "english.txt").read_text("utf-8")),
    ]
    reports, statements = event(*texts)
    result = mention(reports, statements, [Link(a=("A", h), b=("B", e), score=1.0) for h, e in gold["links"]])
    for english, hindi in (
        ("Khamenei", "ख़ामेनेई"),
        ("Emomali Rahmon", "इमाम अली रहमान"),
        ("Ebrahim Raisi", "इब्राहीम रईसी"),
        ("Iran", "ईरान"),
        ("Tajikistan", "ताजेकिस्तान"),
        ("Afghanistan", "अफ़ग़ानिस्तान"),
        ("Tehran", "तेहरान"),
    ):
        assert hindi in named(result, english).names["hi"]
    values = {t.text: t.value for t in result.times}
    assert values["Tuesday 31 May 2022 - 09:13"] == "2022-05-31T09:13"
    assert values["Monday"] == values["सोमवार की शाम"] == "2022-05-30"
    assert values["the past year"] == values["पिछले एक साल के दौरान"] == "2021-05/2022-05"
    assert values["today"] is values["आज"] is values["recent"] is values["हालिया"] is None
