"""Lines of one sentence that somebody's splitter cut behind an abbreviation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.statements import unbroken

BROKEN = [
    ("en", "The harbour fund paid more than Rs.", "40 million to the owners."),
    ("en", "The prayer was led by Ven.", "Oruwala Sumana Thero."),
    ("en", "The award went to Brigadier K.", "Marandel of the fourth regiment."),
    ("si", "එම අනතුර සම්බන්ධයෙන් අත්අඩංගුවට ගත්තේ කේ.ඞී", "මරන්දේල් නමැත්තාය"),
    ("si", "එම්.ඩී", "සුමනදාස මහතා ඊට සහභාගි විය"),
    ("ta", "நிகழ்வில் கலந்து கொண்டவர் திரு.", "மூர்த்தி என்று கூறப்பட்டது."),
    ("ta", "இதனை முன்வைத்தவர் எம்.எம்.", "மரந்தன் ஆவார்."),
]
WHOLE = [
    ("en", "She came back to the harbour at 4 p.m.", "Marandel was waiting there."),
    ("en", "The envoy flew to Washington D.C.", "Talks begin on Monday."),
    ("en", "The ship met the boats of the U.S", "Nobody was hurt"),
    ("de", "Das Gespräch lief auf Kanal 4.", "Marandel äußerte sich nicht."),
    ("fr", "Le sommet culmine à 8222 m.", "Les grimpeurs sont rentrés."),
    ("fr", "Le cordage casse .", "Personne ne tombe ."),
    ("si", "මෙය ඔවුන්ගේ රාජකාරිය වේ.", "ඊළඟ දිනයේ නෞකාව පිටත් විය."),
    ("zh", "船已靠岸。", "没有人受伤。"),
    ("en", "They trailed off...", "Marandel said nothing."),
]


@pytest.mark.parametrize(("code", "line", "following"), BROKEN)
def test_what_an_abbreviation_breaks_off_goes_on(code, line, following):
    assert unbroken([line, following], code, ["body"] * 2) == ((0, 1),)


@pytest.mark.parametrize(("code", "line", "following"), WHOLE)
def test_whole_sentences_stay_apart(code, line, following):
    assert unbroken([line, following], code, ["body"] * 2) == ((0,), (1,))


def test_it_may_run_over_many_lines_but_not_out_of_the_body():
    lines = ["The award went to Brigadier K.", "H.", "P.", "Marandel of the regiment."]
    assert unbroken(lines, "en", ["body"] * 4) == ((0, 1, 2, 3),)
    assert unbroken(lines, "en", ["title", "body", "body", "body"]) == ((0,), (1, 2, 3))


@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(["en", "si", "ta", "zh", "und"]))
def test_every_line_is_in_one_run_in_order(lines, code):
    runs = unbroken(lines, code, ["body"] * len(lines))
    assert [n for run in runs for n in run] == list(range(len(lines)))
