from __future__ import annotations

import pytest

from twicetold.comparison.cues import find
from twicetold.languages.lookup import codes, table

DENIALS = {
    "ar": "لم يصب أحد في الحريق",
    "bn": "কেউ আহত হয়নি",
    "de": "Niemand wurde verletzt",
    "el": "Δεν τραυματίστηκε κανείς",
    "en": "The ferry didn't sail",
    "es": "Nadie resultó herido",
    "fa": "هیچ‌کس زخمی نشد",
    "fr": "Le pont n'est pas ouvert",
    "he": "איש לא נפצע",
    "hi": "कोई घायल नहीं हुआ",
    "id": "Tidak ada yang terluka",
    "it": "Il ponte non è aperto",
    "ja": "橋は開いていない",
    "ko": "다리는 열리지 않았다",
    "mr": "पूल उघडला नाही",
    "pl": "Most nie jest otwarty",
    "pt": "A ponte não abriu",
    "ru": "Мост не открыли",
    "si": "පාලම විවෘත නැත",
    "ta": "பாலம் திறக்கவில்லை",
    "tr": "Köprü açılmadı",
    "uk": "Міст не відкрили",
    "ur": "پل نہیں کھلا",
    "vi": "Cây cầu không mở",
    "zh": "大桥没有开放",
}
PRAISE = {
    "ar": "أشاد الوزير بالعمال",
    "de": "Die Ministerin lobte die Arbeiter",
    "en": "The minister praised the workers",
    "es": "La ministra elogió a los obreros",
    "fa": "وزیر کارگران را ستود",
    "fr": "La ministre a salué les ouvriers",
    "hi": "मंत्री ने मज़दूरों की तारीफ़ की",
    "it": "La ministra ha lodato gli operai",
    "pt": "A ministra elogiou os operários",
    "ru": "Министр похвалила рабочих",
    "tr": "Bakan işçileri övdü",
    "uk": "Міністерка похвалила робітників",
    "ur": "وزیر نے مزدوروں کی تعریف کی",
    "zh": "部长赞扬了工人",
}


@pytest.mark.parametrize("code", codes("negation"))
def test_a_denial_is_found_in_every_language_with_a_table(code):
    assert find(DENIALS[code], code, "negation", "hard")


@pytest.mark.parametrize("code", codes("wording"))
def test_praise_is_found_in_every_language_with_a_table(code):
    assert find(PRAISE[code], code, "wording", "praise")
    assert not find(PRAISE[code], code, "wording", "criticise")


@pytest.mark.parametrize("code", codes("wording"))
def test_tables_of_wording_hold_known_kinds(code):
    assert set(table(code, "wording").data) <= set(table("und", "wording").data["kinds"])


def test_cues_are_whole_words_unless_told_otherwise():
    assert not find("Nobel and Norway", "en", "negation", "hard")
    assert [s.quote("it is not so") for s in find("it is not so", "en", "negation", "hard")] == ["not"]
    assert find("not only the port", "en", "negation", "never")


def test_a_language_without_a_table_has_no_cues():
    assert find("nicht", "xx", "negation", "hard") == []
