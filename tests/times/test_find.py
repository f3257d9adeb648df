"""Time expressions in our own sentences, in every language that has a table. The anchor is Tuesday, 31 May 2022."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.languages.lookup import codes
from twicetold.times import anchor_of, find

ANCHOR = date(2022, 5, 31)
CASES = {
    "en": [
        ("Tuesday 31 May 2022 - 09:13", [("Tuesday 31 May 2022 - 09:13", "2022-05-31T09:13")]),
        ("They met in Vess on Monday.", [("Monday", "2022-05-30")]),
        ("The ferry sails on May 30.", [("May 30", "2022-05-30")]),
        (
            "It rained last Tuesday and will next Friday.",
            [("last Tuesday", "2022-05-24"), ("next Friday", "2022-06-03")],
        ),
        (
            "Three days ago the dam broke; in two weeks it reopens.",
            [("Three days ago", "2022-05-28"), ("in two weeks", "2022-W24")],
        ),
        (
            "Prices rose last year and over the past five years.",
            [("last year", "2021"), ("past five years", "2017-05/2022-05")],
        ),
        ("Since 2019, and in March 2021, talks failed.", [("2019", "2019"), ("March 2021", "2021-03")]),
        ("Theresa May may march 12 km.", []),
        (
            "The vote of May 3, 2020 at 5:30 p.m. was void.",
            [("May 3, 2020 at 5:30 p.m.", "2020-05-03T17:30")],
        ),
        ("It was 31 February 2022.", [("31 February 2022", None)]),
        ("Yesterday evening he spoke.", [("Yesterday evening", "2022-05-30")]),
        ("He met her on 2022-05-28.", [("2022-05-28", "2022-05-28")]),
        ("The Ramadan 1443 fast began.", [("Ramadan 1443", "2022-04")]),
        ("Some 2,000 houses and 1900 votes.", []),
        ("On 28 December the shop closed.", [("28 December", "2021-12-28")]),
    ],
    "de": [
        ("Am 3. Mai 2022 um 9 Uhr begann es.", [("3. Mai 2022 um 9 Uhr", "2022-05-03T09:00")]),
        ("Vor drei Tagen, am Montagabend.", [("Vor drei Tagen", "2022-05-28")]),
        (
            "Am Montag und letzte Woche, im Jahr 2019.",
            [("Montag", "2022-05-30"), ("letzte Woche", "2022-W21"), ("2019", "2019")],
        ),
        ("Gestern Abend kam er.", [("Gestern Abend", "2022-05-30")]),
    ],
    "fr": [
        ("Le lundi 30 mai 2022, à 10:15.", [("lundi 30 mai 2022, à 10:15", "2022-05-30T10:15")]),
        (
            "Il y a deux semaines, le 1er mai.",
            [("Il y a deux semaines", "2022-W20"), ("1er mai", "2022-05-01")],
        ),
        (
            "Hier soir, puis l'an dernier et lundi dernier.",
            [("Hier soir", "2022-05-30"), ("l'an dernier", "2021"), ("lundi dernier", "2022-05-30")],
        ),
    ],
    "es": [
        ("El lunes 30 de mayo de 2022.", [("lunes 30 de mayo de 2022", "2022-05-30")]),
        ("Hace tres días y el año pasado.", [("Hace tres días", "2022-05-28"), ("el año pasado", "2021")]),
        ("Ayer llovió; mañana no.", [("Ayer", "2022-05-30"), ("mañana", "2022-06-01")]),
    ],
    "pt": [
        ("Na segunda-feira, 30 de maio de 2022.", [("segunda-feira, 30 de maio de 2022", "2022-05-30")]),
        (
            "Há três dias; ontem; no ano passado.",
            [("Há três dias", "2022-05-28"), ("ontem", "2022-05-30"), ("no ano passado", "2021")],
        ),
    ],
    "it": [
        ("Lunedì 30 maggio 2022 alle 10:15.", [("Lunedì 30 maggio 2022 alle 10:15", "2022-05-30T10:15")]),
        ("Tre giorni fa, ieri sera.", [("Tre giorni fa", "2022-05-28"), ("ieri sera", "2022-05-30")]),
    ],
    "ru": [
        (
            "В понедельник, 30 мая 2022 года, в 10:15.",
            [("понедельник, 30 мая 2022 года, в 10:15", "2022-05-30T10:15")],
        ),
        ("Три дня назад, вчера вечером.", [("Три дня назад", "2022-05-28"), ("вчера вечером", "2022-05-30")]),
        (
            "В прошлом году и за последний год.",
            [("В прошлом году", "2021"), ("за последний год", "2021-05/2022-05")],
        ),
        ("В 2019 году, в мае 2020 года.", [("2019", "2019"), ("мае 2020 года", "2020-05")]),
    ],
    "uk": [
        ("У понеділок, 30 травня 2022 року.", [("понеділок, 30 травня 2022 року", "2022-05-30")]),
        ("Три дні тому, вчора.", [("Три дні тому", "2022-05-28"), ("вчора", "2022-05-30")]),
    ],
    "pl": [
        ("W poniedziałek, 30 maja 2022 roku.", [("poniedziałek, 30 maja 2022 roku", "2022-05-30")]),
        (
            "Trzy dni temu, wczoraj wieczorem.",
            [("Trzy dni temu", "2022-05-28"), ("wczoraj wieczorem", "2022-05-30")],
        ),
    ],
    "tr": [
        ("30 Mayıs 2022 Pazartesi günü.", [("30 Mayıs 2022 Pazartesi", "2022-05-30")]),
        (
            "Üç gün önce, dün akşam, geçen yıl.",
            [("Üç gün önce", "2022-05-28"), ("dün akşam", "2022-05-30"), ("geçen yıl", "2021")],
        ),
    ],
    "id": [
        ("Senin, 30 Mei 2022 pukul 10:15.", [("Senin, 30 Mei 2022 pukul 10:15", "2022-05-30T10:15")]),
        ("Tiga hari lalu, kemarin.", [("Tiga hari lalu", "2022-05-28"), ("kemarin", "2022-05-30")]),
    ],
    "vi": [
        ("Thứ Hai, ngày 30 tháng 5 năm 2022.", [("Thứ Hai, ngày 30 tháng 5 năm 2022", "2022-05-30")]),
        ("Hôm qua và năm ngoái.", [("Hôm qua", "2022-05-30"), ("năm ngoái", "2021")]),
    ],
    "hi": [
        ("सोमवार की शाम को बैठक हुई।", [("सोमवार की शाम", "2022-05-30")]),
        ("30 मई 2022 को, तीन दिन पहले।", [("30 मई 2022", "2022-05-30"), ("तीन दिन पहले", "2022-05-28")]),
        ("पिछले एक साल के दौरान दाम बढ़े।", [("पिछले एक साल के दौरान", "2021-05/2022-05")]),
        ("कल बारिश हुई।", [("कल", "2022-05-30")]),
        ("कल बारिश होगी।", [("कल", "2022-06-01")]),
        ("उसने कहा कि आज देशों को पानी चाहिए।", [("आज", None)]),
        ("आज बैठक हुई।", [("आज", "2022-05-31")]),
        ("३० मई २०२२ को पुल खुला।", [("३० मई २०२२", "2022-05-30")]),
    ],
    "mr": [
        ("सोमवारी 30 मे 2022 रोजी.", [("सोमवारी 30 मे 2022", "2022-05-30")]),
        (
            "काल रात्री पाऊस पडला; गेल्या वर्षी नाही.",
            [("काल रात्री", "2022-05-30"), ("गेल्या वर्षी", "2021")],
        ),
    ],
    "ur": [
        ("پیر 30 مئی 2022 کو۔", [("پیر 30 مئی 2022", "2022-05-30")]),
        ("تین دن قبل، گزشتہ سال۔", [("تین دن قبل", "2022-05-28"), ("گزشتہ سال", "2021")]),
        ("کل بارش ہوگی۔", [("کل", "2022-06-01")]),
    ],
    "bn": [
        ("সোমবার, ৩০ মে ২০২২।", [("সোমবার, ৩০ মে ২০২২", "2022-05-30")]),
        ("তিন দিন আগে, গতকাল।", [("তিন দিন আগে", "2022-05-28"), ("গতকাল", "2022-05-30")]),
    ],
    "fa": [
        ("دوشنبه ۹ خرداد ۱۴۰۱ ساعت ۱۰:۳۰", [("دوشنبه ۹ خرداد ۱۴۰۱ ساعت ۱۰:۳۰", "2022-05-30T10:30")]),
        ("۹ خرداد سد باز شد.", [("۹ خرداد", "2022-05-30")]),
        (
            "سه روز پیش، دیروز، سال گذشته.",
            [("سه روز پیش", "2022-05-28"), ("دیروز", "2022-05-30"), ("سال گذشته", "2021")],
        ),
        ("۱۴۰۱/۰۳/۰۹", [("۱۴۰۱/۰۳/۰۹", "2022-05-30")]),
    ],
    "ar": [
        ("يوم الاثنين 30 مايو/أيار 2022.", [("الاثنين 30 مايو/أيار 2022", "2022-05-30")]),
        ("٢٩ شوال ١٤٤٣", [("٢٩ شوال ١٤٤٣", "2022-05-30")]),
        (
            "قبل ثلاثة أيام، أمس، العام الماضي.",
            [("قبل ثلاثة أيام", "2022-05-28"), ("أمس", "2022-05-30"), ("العام الماضي", "2021")],
        ),
        ("مساء الاثنين وصل.", [("مساء الاثنين", "2022-05-30")]),
    ],
    "he": [
        ("ביום שני, 30 במאי 2022.", [("ביום שני, 30 במאי 2022", "2022-05-30")]),
        ("אתמול; לפני שלושה ימים.", [("אתמול", "2022-05-30"), ("לפני שלושה ימים", "2022-05-28")]),
    ],
    "ta": [
        ("திங்கட்கிழமை 30 மே 2022 அன்று.", [("திங்கட்கிழமை 30 மே 2022", "2022-05-30")]),
        ("நேற்று மாலை; கடந்த ஆண்டு.", [("நேற்று மாலை", "2022-05-30"), ("கடந்த ஆண்டு", "2021")]),
    ],
    "si": [
        ("2022 මැයි 30 වැනිදා සඳුදා.", [("2022 මැයි 30 වැනිදා සඳුදා", "2022-05-30")]),
        ("ඊයේ සවස; පසුගිය වසරේ.", [("ඊයේ සවස", "2022-05-30"), ("පසුගිය වසරේ", "2021")]),
    ],
    "zh": [
        ("2022年5月30日星期一下午。", [("2022年5月30日星期一下午", "2022-05-30")]),
        ("三天前，昨天，去年。", [("三天前", "2022-05-28"), ("昨天", "2022-05-30"), ("去年", "2021")]),
        ("5月30日和二〇一九年。", [("5月30日", "2022-05-30"), ("二〇一九年", "2019")]),
        ("民国111年5月30日，5年后。", [("民国111年5月30日", "2022-05-30"), ("5年后", "2027")]),
    ],
    "ja": [
        ("令和4年5月30日（月）午後。", [("令和4年5月30日（月）午後", "2022-05-30")]),
        ("昨日、3日前、昨年。", [("昨日", "2022-05-30"), ("3日前", "2022-05-28"), ("昨年", "2021")]),
        ("30日に開通した。", [("30日", "2022-05-30")]),
    ],
    "ko": [
        ("2022년 5월 30일 오후 3시.", [("2022년 5월 30일 오후 3시", "2022-05-30T15:00")]),
        ("어제, 지난해, 3일 전.", [("어제", "2022-05-30"), ("지난해", "2021"), ("3일 전", "2022-05-28")]),
    ],
    "el": [("Δευτέρα 30 Μαΐου 2022, χθες.", [("Δευτέρα 30 Μαΐου 2022", "2022-05-30"), ("χθες", "2022-05-30")])],
    "th": [("30 พฤษภาคม พ.ศ. 2565", [("30 พฤษภาคม พ.ศ. 2565", "2022-05-30")])],
}  # fmt: skip
EVERY = [(code, text, expected) for code, cases in CASES.items() for text, expected in cases]


@pytest.mark.parametrize(("language", "text", "expected"), EVERY)
def test_times_of_a_sentence(language, text, expected):
    found = find(text, language, anchor=ANCHOR)
    assert [(f.text, f.value) for f in found] == expected


def test_every_table_has_sentences():
    assert set(codes("times")) <= set(CASES)


def test_without_an_anchor_relative_ones_stay_open():
    (found,) = find("They met on Monday.", "en")
    assert found.value is None
    assert "no date to count from" in found.how


def test_what_was_done_is_said():
    assert "dateline" in find("on Monday", "en", anchor=ANCHOR, anchor_is="dateline")[0].how
    assert "no such date" in find("31 February 2022", "en")[0].how
    assert find("0月3日", "zh", anchor=ANCHOR)[0].value is None
    assert "evening" in find("सोमवार की शाम", "hi", anchor=ANCHOR)[0].how
    assert "nowadays" in find('"We need water today," he said.', "en", anchor=ANCHOR)[0].how
    assert "though it was a Tuesday" in find("Monday, 31 May 2022", "en")[0].how


def test_a_dateline_is_an_anchor():
    assert anchor_of("Tuesday 31 May 2022 - 09:13", "en") == ANCHOR
    assert anchor_of("دوشنبه ۹ خرداد ۱۴۰۱", "fa") == date(2022, 5, 30)
    assert anchor_of("on Monday", "en") is None


@settings(deadline=None, max_examples=200)
@given(
    st.text(
        alphabet=st.sampled_from("0123456789/-.: ,年月日May २०३मई خرداد st of ago days Monday昨"), max_size=40
    ),
    st.sampled_from([*codes("times"), "und"]),
)
def test_spans_quote_the_text(text, language):
    found = find(text, language, anchor=ANCHOR)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


RANGES = [
    ("en", "They met from 3 to 5 June 2022.", "3 to 5 June 2022", "2022-06-03/2022-06-05"),
    ("en", "The fair of 30-31 May is over.", "30-31 May", "2022-05-30/2022-05-31"),
    ("en", "It closes June 3-5, 2022.", "June 3-5, 2022", "2022-06-03/2022-06-05"),
    ("en", "It rained between 3 and 5 June.", "3 and 5 June", "2022-06-03/2022-06-05"),
    ("en", "Open 30 December to 2 January 2022.", "30 December to 2 January 2022", "2021-12-30/2022-01-02"),
    ("en", "From 2019 to 2021 the bridge was shut.", "2019 to 2021", "2019/2021"),
    ("en", "They were away 29-31 February 2022.", "29-31 February 2022", None),
    ("en", "They won in June 3-2.", "June", "2022-06"),
    ("en", "On May 3 - 12 people fell ill.", "May 3", "2022-05-03"),
    ("en", "On May 3, 5 people fell ill.", "May 3", "2022-05-03"),
    ("de", "Vom 3. bis zum 5. Juni wird getagt.", "3. bis zum 5. Juni", "2022-06-03/2022-06-05"),
    ("fr", "Ils siègent du 3 au 5 juin.", "3 au 5 juin", "2022-06-03/2022-06-05"),
    ("it", "Si riuniscono dal 3 al 5 giugno.", "3 al 5 giugno", "2022-06-03/2022-06-05"),
    ("es", "Se reúnen del 3 al 5 de junio de 2022.", "3 al 5 de junio de 2022", "2022-06-03/2022-06-05"),
    ("pt", "Reúnem-se de 3 a 5 de junho de 2022.", "3 a 5 de junho de 2022", "2022-06-03/2022-06-05"),
    ("ru", "Они заседают с 3 по 5 июня.", "3 по 5 июня", "2022-06-03/2022-06-05"),
    ("uk", "Вони засідають з 3 по 5 червня.", "3 по 5 червня", "2022-06-03/2022-06-05"),
    ("pl", "Obradują od 3 do 5 czerwca.", "3 do 5 czerwca", "2022-06-03/2022-06-05"),
    ("tr", "3-5 Haziran 2022'de toplandılar.", "3-5 Haziran 2022'de", "2022-06-03/2022-06-05"),
    ("hi", "बैठक ३ से ५ जून 2022 तक चली।", "३ से ५ जून 2022 तक", "2022-06-03/2022-06-05"),
    ("ur", "اجلاس 3 سے 5 جون تک رہا۔", "3 سے 5 جون", "2022-06-03/2022-06-05"),
    ("bn", "সভা ৩ থেকে ৫ জুন চলে।", "৩ থেকে ৫ জুন", "2022-06-03/2022-06-05"),
    ("ta", "கூட்டம் ஜூன் 3 முதல் 5 வரை நடந்தது.", "ஜூன் 3 முதல் 5", "2022-06-03/2022-06-05"),
    ("fa", "نشست ۳ تا ۵ خرداد ۱۴۰۱ بود.", "۳ تا ۵ خرداد ۱۴۰۱", "2022-05-24/2022-05-26"),
    ("ar", "عقد من 3 إلى 5 يونيو 2022.", "3 إلى 5 يونيو 2022", "2022-06-03/2022-06-05"),
    ("id", "Rapat 3 sampai 5 Juni batal.", "3 sampai 5 Juni", "2022-06-03/2022-06-05"),
    ("zh", "会议于5月3日至5日举行。", "5月3日至5日", "2022-05-03/2022-05-05"),
    ("zh", "会议于2022年5月3日至6月5日举行。", "2022年5月3日至6月5日", "2022-05-03/2022-06-05"),
    ("ja", "会議は5月3日から5日まで開かれた。", "5月3日から5日", "2022-05-03/2022-05-05"),
]


@pytest.mark.parametrize(("language", "text", "words", "value"), RANGES)
def test_two_dates_can_bound_a_range(language, text, words, value):
    (found,) = find(text, language, anchor=ANCHOR)
    assert (found.text, found.value) == (words, value)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It began on Monday (23) in Vess.", [("Monday", "2022-05-30"), ("23", "2022-05-23")]),
        ("en", "It began on Thursday (9) in Vess.", [("Thursday", "2022-05-26"), ("9", None)]),
        ("en", "He left between 11.00am and 12.00am", [("11.00am", "T11:00"), ("12.00am", "T00:00")]),
        ("en", "It struck at 12:30 p.m. and 9.45 pm.", [("12:30 p.m.", "T12:30"), ("9.45 pm", "T21:45")]),
        ("es", "Ocurrió a las 23.20 en el puerto.", [("23.20", "T23:20")]),
        ("it", "È accaduto alle 23.20 nel porto.", [("23.20", "T23:20")]),
        ("pt", "Aconteceu às 23.20 no porto.", [("23.20", "T23:20")]),
        ("id", "Terjadi pukul 23.20 di pelabuhan.", [("23.20", "T23:20")]),
        ("ta", "கூட்டம் (16) ஆம் திகதி நடந்தது.", [("(16) ஆம் திகதி", "2022-05-16")]),
        ("si", "රැස්වීම ලබන 6 වනදා පැවැත්වේ.", [("6 වනදා", "2022-06-06")]),
        ("hi", "बैठक 9 तारीख़ को हुई।", [("9 तारीख़", "2022-05-09")]),
        ("ur", "اجلاس 9 تاریخ کو ہوا۔", [("9 تاریخ", "2022-05-09")]),
        ("bn", "সভা ৯ তারিখ হয়েছে।", [("৯ তারিখ", "2022-05-09")]),
    ],
)
def test_days_without_a_month_and_hours_with_a_dot(language, text, expected):
    assert [(f.text, f.value) for f in find(text, language, anchor=ANCHOR)] == expected
