from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.languages import lookup
from twicetold.languages.detect import detect

CASES = Path(__file__).parents[1] / "statements" / "cases"


@pytest.mark.parametrize("code", lookup.codes("sentences"))
def test_every_language_with_a_table_is_told(code: str) -> None:
    text = (CASES / f"{code}.txt").read_text("utf-8").replace("velmar-post.example", "")
    told = detect(text)
    assert told.code == code, told
    assert told.score > 0.6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Voda v studních klesla dříve, než se přehrada naplnila, řekl starosta.", "cs"),
        ("Kaivojen vesi laski ennen kuin allas oli täynnä, sanoi pormestari.", "fi"),
        ("Het water in de putten zakte voordat het stuwmeer vol was, zei de burgemeester.", "nl"),
        ("Vattnet i brunnarna sjönk innan dammen var full, sade borgmästaren på måndagen.", "sv"),
        ("Водата в кладенците спадна, преди язовирът да се напълни, каза кметът.", "bg"),
        ("Вода у бунарима је опала пре него што се језеро напунило, рекла је градоначелница.", "sr"),
        ("Вада ў студнях упала раней, чым напоўнілася вадасховішча, сказаў мэр.", "be"),
        ("Құдықтардағы су қойма толмай тұрып төмендеді, деді әкім.", "kk"),
        ("د څاهګانو اوبه د بند تر ډکېدو مخکې ټیټې شوې، ښاروال وویل.", "ps"),
        ("ئاوی بیرەکان پێش پڕبوونی بەنداوەکە دابەزی، سەرۆکی شارەوانی گوتی.", "ckb"),
        ("น้ำในบ่อลดลงก่อนที่อ่างเก็บน้ำจะเต็ม นายกเทศมนตรีกล่าว", "th"),
        ("ჭებში წყალი წყალსაცავის ავსებამდე დაიკლო, თქვა მერმა.", "ka"),
        ("इनारको पानी बाँध भरिनुअघि नै घटेको छ र गाउँलेले मेयरलाई भनेका छन् ।", "ne"),
    ],
)
def test_other_languages(text: str, code: str) -> None:
    assert detect(text).code == code


@pytest.mark.parametrize("text", ["", " \n", "12 345", "😀😀", "...", "\u202e\u200b"])
def test_nothing_to_tell_by_is_und(text: str) -> None:
    told = detect(text)
    assert (told.code, told.score) == ("und", 0.0)


def test_names_in_another_script_do_not_lead_astray() -> None:
    assert detect("निर्माण कंपनी Brask & Sons ने Velmar Post से कहा कि पुल कल खुलेगा।").code == "hi"
    assert detect("به گزارش Velmar Post و Orvana، سد اردوان دوشنبه گشوده می‌شود.").code == "fa"


def test_a_letter_or_two_is_little_evidence() -> None:
    assert detect("א").score < 0.6 < detect("ראש העירייה אמרה שהבאר יבשה").score


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_has_an_answer(text: str) -> None:
    told = detect(text)
    assert told.code.isalpha()
    assert 0.0 <= told.score <= 1.0
    assert told == detect(text)


def test_the_library_is_not_loaded_for_a_report_in_a_language_with_a_word_list() -> None:
    """Its model takes half a second to load; a cold `compare` has two in all."""
    text = (CASES / "en.txt").read_text("utf-8") * 2
    code = (
        "import sys; from twicetold.languages.detect import detect; import ast;"
        "told = detect(sys.stdin.read()); print(told.how, 'py3langid' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=text, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.split() == ["words", "False"]
