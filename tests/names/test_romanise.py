"""What a script's letters sound like: every table of scripts.toml has a name here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.names import romanise
from twicetold.names.sounds import skeleton, views

SAID = {
    "कुमार": "kumar",
    "रहमान": "rahman",
    "अरुमुगम": "arumugam",
    "अफ़ग़ानिस्तान": "afganistan",
    "ज़ेलेनिया १२": "zeleniya 12",
    "মুহাম্মদ": "muhammad",
    "ரணில்": "ranil",
    "తెలుగు": "telugu",
    "ਗੁਰਮੀਤ": "gurmit",
    "නරේන්ද්‍ර මෝදි": "narendra modi",
    "محمد خاتمی": "mhmd khatmi",
    "وردة": "wrda",
    "یوسف": "yusf",
    "גוריון": "gorion",
    "Щербаков": "shcherbakov",
    "Ελένη": "eleni",
    "東野": "dongye",
    "タマリク": "tamariku",
    "문재인": "munjaein",
    "O’Brien-Łukasz": "obrien lukasz",
}


@pytest.mark.parametrize(("name", "said"), SAID.items())
def test_letters_are_said(name: str, said: str) -> None:
    assert romanise(name) == said


@given(st.text(max_size=60))
def test_only_plain_letters_remain(text: str) -> None:
    said = romanise(text)
    assert said == " ".join(said.split())
    assert all(c.isascii() and (c.isalnum() or c == " ") for c in said)
    assert said == said.lower()


def test_views_fold_what_scripts_confuse() -> None:
    assert views("Philipp")[0] == views("Filip")[0]
    assert skeleton("Khamenei") == skeleton("ख़ामेनेई")
    assert views("!?") == ("", "", "")
