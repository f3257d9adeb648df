from __future__ import annotations

import json
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.model import Report, Statement
from twicetold.reading.text import normalise
from twicetold.statements import split, split_text


def report(text: str, *, title: str | None = None, language: str = "und") -> Report:
    return Report(id="A", text=text, title=title, language=language)


def kinds(text: str, *, title: str | None = None, language: str = "en") -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in split(report(text, title=title, language=language))]


PAGE = """Friday 6 November 2026 - 09:13

Ferry Burns off Nerbia, 27 Dead

Story Code : 448213
Ferry Burns off Nerbia, 27 Dead
By Nora Tamblyn
Facebook Twitter WhatsApp Copy link
A ferry burned off the island of Nerbia on Thursday. At least 27 people died, the coast guard said.

Photo: smoke rises over the ferry as boats draw near (Ana Brel / The Selwick Post)
"We saw the smoke at six. Then the siren went," said a fisherman.
Read more: How safe are our ferries?
* * *
(Orvana)
© 2026 The Selwick Post. All rights reserved.
"""


def test_a_page_comes_apart_by_kind() -> None:
    assert kinds(PAGE) == [
        ("dateline", "Friday 6 November 2026 - 09:13"),
        ("title", "Ferry Burns off Nerbia, 27 Dead"),
        ("boilerplate", "Story Code : 448213"),
        ("title", "Ferry Burns off Nerbia, 27 Dead"),
        ("boilerplate", "By Nora Tamblyn"),
        ("boilerplate", "Facebook Twitter WhatsApp Copy link"),
        ("body", "A ferry burned off the island of Nerbia on Thursday."),
        ("body", "At least 27 people died, the coast guard said."),
        ("caption", "Photo: smoke rises over the ferry as boats draw near (Ana Brel / The Selwick Post)"),
        ("body", '"We saw the smoke at six.'),
        ("body", 'Then the siren went," said a fisherman.'),
        ("boilerplate", "Read more: How safe are our ferries?"),
        ("boilerplate", "* * *"),
        ("boilerplate", "(Orvana)"),
        ("boilerplate", "© 2026 The Selwick Post. All rights reserved."),
    ]


def test_numbers_and_places() -> None:
    statements = split(report(PAGE))
    assert [s.n for s in statements] == list(range(len(statements)))
    assert all(PAGE[s.start : s.end] == s.text and s.report_id == "A" for s in statements)


def test_a_title_that_the_source_gave_is_one_statement_with_all_its_sentences() -> None:
    text = "Ferry burns. 27 dead!\nThe ferry burned on Thursday."
    assert kinds(text, title="Ferry burns. 27 dead!") == [
        ("title", "Ferry burns. 27 dead!"),
        ("body", "The ferry burned on Thursday."),
    ]


def test_a_title_that_runs_into_the_text_is_still_told_apart() -> None:
    text = "Ferry burns The ferry burned on Thursday. It sank."
    assert kinds(text, title="Ferry burns") == [
        ("title", "Ferry burns"),
        ("body", "The ferry burned on Thursday."),
        ("body", "It sank."),
    ]


def test_sentences_in_lines_have_no_title() -> None:
    text = "The ferry burned on Thursday.\nIt sank at noon.\nNobody knows why."
    assert {kind for kind, _ in kinds(text)} == {"body"}


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Tuesday 31 May 2022 - 09:13", "en"),
        ("TEHRAN, 30 May (Agency) -", "en"),
        ("Updated: 2026-11-06 09:13 GMT", "en"),
        ("VELMAR (Corvane), 6. November 2026", "de"),
        ("Mis à jour le 6 novembre 2026 à 9h30", "fr"),
        ("Velmar, viernes 6 de noviembre de 2026", "es"),
        ("АРДВАН, 12 октября /Орвана/", "ru"),
        ("अर्दवान, 12 अक्टूबर (ओरवाना)", "hi"),
        ("اردوان، دوشنبه ۲۰ مهر ۱۴۰۵", "fa"),
        ("الجمعة ٦ نوفمبر ٢٠٢٦", "ar"),
        ("2026年11月6日 09:13 来源", "zh"),
        ("2026年11月6日 午前9時13分", "ja"),
        ("입력 2026년 11월 6일 09:13", "ko"),
        ("6 Kasım 2026 Cuma 09:13", "tr"),
        ("Ngày 6 tháng 11 năm 2026", "vi"),
    ],
)
def test_datelines(line: str, language: str) -> None:
    assert kinds(f"{line}\n\n{line[:0]}X.", language=language)[0] == ("dateline", line)


@pytest.mark.parametrize(
    "line",
    [
        "On 31 May 2022 the bridge was closed.",
        "In May 2022 he left",
        "World Cup 2026",
        "12 dead after storm in Velmar on Monday",
        "At least 30 people died on 6 November 2026 in the fire",
        "Dead: 27",
        "More than 40 ferries were checked, the ministry said.",
        "Share prices fell by 3 per cent on Friday.",
        "By the time help came, the ferry had sunk.",
        "By Monday night the water had gone",
        "Home at last: 27 survivors return",
        "Photographs of the ferry were shown in court.",
        "He lives at No. 5, Harbour Street.",
    ],
)
def test_text_that_only_looks_like_furniture(line: str) -> None:
    text = f"The ferry burned.\n\n{line}\n\nIt sank."
    assert ("body", line) in kinds(text)


@pytest.mark.parametrize(
    ("line", "language", "kind"),
    [
        ("https://velmar.example/ferries", "en", "boilerplate"),
        ("— Nora Tamblyn (@noratamblyn) November 6, 2026", "en", "boilerplate"),
        ("Das Wrack der Fähre am Freitag vor Velmar – Foto: Orvana", "de", "caption"),
        ("En la imagen, familiares en el puerto (Teo Barral / La Gaviota)", "es", "caption"),
        ("Smoke over the harbour on Friday (Ana Brel / Orvana)", "en", "caption"),
        ("奥尔瓦纳通讯社维尔马11月6日电", "zh", "dateline"),
        ("Lesen Sie auch: Wie sicher sind unsere Fähren?", "de", "boilerplate"),
        ("Lire aussi : nos ferries sont-ils sûrs ?", "fr", "boilerplate"),
        ("Todos los derechos reservados", "es", "boilerplate"),
        ("Читайте также: насколько безопасны паромы", "ru", "boilerplate"),
        ("यह भी पढ़ें: हमारी नावें कितनी सुरक्षित हैं", "hi", "boilerplate"),
        ("کد خبر: ۴۴۸۲۱۳", "fa", "boilerplate"),
        ("ترجمه و تنظیم: گروه بین‌الملل", "fa", "boilerplate"),
        ("اقرأ المزيد عن العبارات", "ar", "boilerplate"),
        ("مزید پڑھیں: کشتیاں کتنی محفوظ ہیں", "ur", "boilerplate"),
        ("责任编辑：苏砚", "zh", "boilerplate"),
        ("関連記事：フェリーの安全", "ja", "boilerplate"),
        ("무단 전재 및 재배포 금지", "ko", "boilerplate"),
        ("Baca juga: Seberapa aman feri kita", "id", "boilerplate"),
        ("Czytaj także: Czy promy są bezpieczne", "pl", "boilerplate"),
        ("आणखी वाचा: बोटी किती सुरक्षित", "mr", "boilerplate"),
        ("আরও পড়ুন: ফেরি কতটা নিরাপদ", "bn", "boilerplate"),
        ("מקור: אורבאנה", "he", "boilerplate"),
        ("На фото: первый сброс воды через водослив плотины", "ru", "caption"),
        ("चित्र: बांध से पहली बार छोड़ा गया पानी दूर से (ओरवाना)", "hi", "caption"),
        ("Foto: Rauch steigt über der Fähre auf, während Boote sich nähern", "de", "caption"),
        ("Foto: Ana Brel / Orvana", "de", "boilerplate"),
    ],
)
def test_furniture_and_captions_in_other_languages(line: str, language: str, kind: str) -> None:
    assert (kind, line) in kinds(f"{line}\n\n.", language=language)


FIRST = [
    "Farmers below the Ardvan dam said on Tuesday that their wells had fallen before the reservoir was full.",
    '"We are not against electricity," said Osman Dilgar, who leads the farmers of the Zarin valley.',
    "The ministry did not answer.",
    "Dr. Leila Barsukan, the chief engineer of the dam, called the fall of the water normal.",
]
SECOND = [
    "The second turbine starts in spring.",
    "It is twice as big as the first one and needs twice the water, which the farmers fear most of all.",
]


@pytest.mark.parametrize("width", [60, 68, 72, 79])
def test_hand_wrapped_text_is_not_cut_at_its_lines(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(" ".join(part), width) for part in (FIRST, SECOND))
    assert [" ".join(text.split()) for _, text in kinds(wrapped)] == [*FIRST, *SECOND]


def test_hand_wrapped_hindi_and_chinese_too() -> None:
    hindi = (
        "अर्दवान बांध के नीचे बसे किसानों ने मंगलवार को कहा कि उनके कुओं का पानी घटने लगा है और कोई सुनने "
        "वाला नहीं है। मंत्रालय ने उत्तर नहीं दिया, हालांकि उससे तीन बार पूछा गया था और पत्र भी भेजे गए थे।"
    )
    got = kinds(textwrap.fill(hindi, 60), language="hi")
    assert [" ".join(text.split()) for _, text in got] == [
        f"{part.strip()}।" for part in hindi.split("।")[:-1]
    ]
    chinese = (
        "阿尔德万大坝下游的农民周二表示，水库还没有蓄满，他们的井水就已经开始下降，而且没有人愿意听他们说话。"
        "工程部门三次被问到这件事，却始终没有作出回答，信件也没有回音。"
    )
    wrapped = "\n".join(chinese[i : i + 36] for i in range(0, len(chinese), 36))
    got = kinds(wrapped, language="zh")
    assert [text.replace("\n", "") for _, text in got] == [f"{part}。" for part in chinese.split("。")[:-1]]


def test_a_sentence_that_a_page_broke_is_whole() -> None:
    text = "The widgets of the page give its publishers an\nincome that they need.\n\nThat is all."
    assert [line for _, line in kinds(text)] == [
        "The widgets of the page give its publishers an\nincome that they need.",
        "That is all.",
    ]


def test_lines_that_are_not_wrapped_end_statements() -> None:
    text = "Dam opens\nA short list\nof three lines\nThe dam was opened by two presidents, who left."
    assert [line for _, line in kinds(text)] == text.split("\n")


def test_each_statement_has_its_own_language_where_a_report_mixes_them() -> None:
    text = (
        "The minister spoke at the dam on Monday, and she repeated what her office had said before.\n"
        "हम अपने किसानों के साथ हैं और उनका पानी सुरक्षित रहेगा।\n"
        "Wir stehen zu unseren Bauern, und ihr Wasser wird sicher sein, weil die Regierung es ihnen "
        "versprochen hat und weil das Land ohne sie nicht leben kann.\n"
        "The crowd was silent. It had heard all of that before, and nobody believed that the wells would be "
        "full again before the winter, whatever the office in the capital had promised them in its letters."
    )
    assert [s.language for s in split(report(text))] == ["en", "hi", "de", "en", "en"]


def test_the_language_a_user_gives_is_kept() -> None:
    assert {s.language for s in split(report("Das ist kurz. Ja.", language="de"))} == {"de"}


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200e\n\ufeff"])
def test_nothing_to_see_is_no_statement(text: str) -> None:
    assert split(report(text)) == ()


@pytest.mark.parametrize("text", ["x", "7", "12 345 678", "😀 😀", "?!", "\u202eabc\u202c", "\ufffd"])
def test_very_little_is_one_statement(text: str) -> None:
    assert [s.text for s in split(report(text))] == [text]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*PAGE.split(), "\n", "\n\n", " ", "।", "“"])).map(" ".join)
)
def test_statements_and_gaps_give_the_text_back(raw: str) -> None:
    text = normalise(raw)
    statements = split(report(text, language="en"))
    whole, at = "", 0
    for statement in statements:
        assert text[statement.start : statement.end] == statement.text == statement.text.strip()
        gap = text[at : statement.start]
        assert not any(char.isalnum() for char in gap)
        whole += gap + statement.text
        at = statement.end
    assert whole + text[at:] == text
    assert not any(char.isalnum() for char in text[at:])


def test_ten_thousand_sentences_take_seconds() -> None:
    text = " ".join(f"Sentence number {n} was said by Mr. Dorn in Velmar." for n in range(10_000))
    started = time.process_time()
    statements = split(report(text, language="en"))
    assert len(statements) == 10_000
    assert time.process_time() - started < 5


def test_plain_use_gives_spans() -> None:
    text = "One. Two."
    assert [span.quote(text) for span in split_text(text, "en")] == ["One.", "Two."]
    assert split_text("", "en") == []


@pytest.mark.shared
@pytest.mark.parametrize(("code", "name"), [("hi", "hindi"), ("en", "english")])
def test_the_tehran_reports_come_out_as_their_gold(shared: Path, code: str, name: str) -> None:
    case = shared / "cases" / "tehran-2022"
    gold = json.loads((case / "gold.json").read_text("utf-8"))
    statements: tuple[Statement, ...] = split(report(normalise((case / f"{name}.txt").read_text("utf-8"))))
    assert [s.text for s in statements] == [normalise(s) for s in gold[f"{code}_sentences"]]
    heads = ["dateline", "title", "boilerplate", "title"] if code == "en" else []
    assert [s.kind for s in statements] == heads + ["body"] * (len(statements) - len(heads))
