"""Every entry of every table of names, beside an invented name: a title, ending or letter that does nothing fails."""

from __future__ import annotations

import pytest

from twicetold.languages.lookup import FALLBACK, codes, table
from twicetold.mentions.knowledge import knowledge
from twicetold.names import similarity
from twicetold.names.inflection import fold, stem
from twicetold.names.parts import parts

# An invented name of each language, in its script, long enough for a stem; a table without one fails.
NAMES = {
    "ar": "تورمان فالدس", "bg": "Талвердин", "bn": "তোরমান ভালদেশ", "cs": "Talverdin", "de": "Talverdin",
    "el": "Ταλβερδακ",
    "en": "Talverdin", "es": "Talverdin", "fa": "تورمان فالدس", "fr": "Talverdin", "he": "טורמן ולדס",
    "hi": "तोरमानक", "id": "Talverdin", "it": "Talverdin", "ja": "タルベルディン", "ko": "탈베르딘",
    "mr": "तोरमान वालदेश",
    "pl": "Talverdin", "pt": "Talverdin", "ru": "Талвердин", "si": "තෝරමාන්", "sl": "Talverdin", "ta": "தோர்மான்",
    "tr": "Talverdin", "uk": "Талвердин", "und": "Talverdin", "ur": "تورمان فالدس", "vi": "Talverdin", "zh": "塔尔维丁",
}  # fmt: skip
EVERY = (FALLBACK, *(code for code in codes("names") if code != FALLBACK))


def listed(code: str, key: str) -> list[str]:
    found: list[str] = table(code, "names").data.get(key, "").split()
    return found


def test_every_table_has_a_name() -> None:
    assert set(EVERY) == set(NAMES)


@pytest.mark.parametrize("code", EVERY)
def test_a_title_is_not_part_of_the_name(code: str) -> None:
    name = NAMES[code]
    heard = {
        title: similarity(f"{title} {name}", name, language_a=code, language_b=code)
        for title in listed(code, "titles")
    }
    assert {title: score for title, score in heard.items() if score < 0.9} == {}


@pytest.mark.parametrize("code", EVERY)
def test_an_ending_is_cut_off(code: str) -> None:
    name = NAMES[code]
    for ending in listed(code, "endings"):
        assert stem(name + ending, code) == stem(name, code) == fold(name), ending


@pytest.mark.parametrize("code", EVERY)
def test_a_spelled_out_letter_is_an_initial(code: str) -> None:
    for pair in listed(code, "letters"):
        spelled, letter = pair.split("=")
        assert letter in parts(f"{spelled} {NAMES[code]}").readings[0].initials, pair


@pytest.mark.parametrize("code", EVERY)
def test_particles_and_markers_are_known(code: str) -> None:
    known = knowledge(code)
    assert {fold(w) for w in listed(code, "particles")} == set(known.particles)
    assert {fold(w) for w in listed(code, "agents")} == set(known.agents)
