from __future__ import annotations

import pytest

from twicetold.twins import NEAR, likeness, sketch

TEXTS = {
    "en": "The old bridge at Velmora was opened to carts and walkers on Tuesday, eleven days after the flood had "
    "carried away part of its railing. Mayor Ilse Torvald thanked the masons, who had worked through two nights.",
    "zh": "维尔莫拉的老桥星期二重新向马车和行人开放，此前十一天洪水冲走了部分栏杆。市长感谢石匠们连续工作了两个晚上，"
    "工程费用为四万二千马克，低于议会的担忧。店主们说，桥关闭期间他们损失了大约一半的生意。",
    "hi": "वेलमोरा का पुराना पुल मंगलवार को गाड़ियों और पैदल चलने वालों के लिए फिर खोल दिया गया, बाढ़ के ग्यारह दिन बाद। "
    "महापौर ने राजमिस्त्रियों को धन्यवाद दिया, जिन्होंने दो रात काम किया।",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_copy_with_a_change_is_near_in_any_script(language):
    text = TEXTS[language]
    changed = text.replace(text[40:44], "", 1).upper() + " …"
    assert likeness(sketch(text), sketch(text)) == 1.0
    assert likeness(sketch(text), sketch(changed)) >= NEAR
    others = [other for name, other in TEXTS.items() if name != language]
    assert all(likeness(sketch(text), sketch(other)) < 0.1 for other in others)


def test_half_a_text_is_no_copy():
    text = TEXTS["en"]
    assert likeness(sketch(text), sketch(text[: len(text) // 2])) < NEAR


def test_too_little_to_tell():
    assert sketch("Ha!") == b""
    assert likeness(b"", b"") == 0.0
    assert likeness(sketch(TEXTS["en"]), b"") == 0.0
