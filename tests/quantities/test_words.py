"""Number words to the millions, against num2words: what it writes is read back."""

from __future__ import annotations

import pytest
from num2words import num2words

from twicetold.quantities import find

NUMBERS = (
    13,
    21,
    35,
    48,
    67,
    76,
    92,
    99,
    110,
    145,
    199,
    215,
    350,
    999,
    1005,
    1234,
    5600,
    12345,
    99000,
    123456,
    3500000,
)
LANGUAGES = (
    "ar",
    "bn",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "he",
    "id",
    "it",
    "ja",
    "ko",
    "pl",
    "pt",
    "ru",
    "tr",
    "uk",
    "vi",
)
COUNTED = {"ja": "人", "ko": "명"}  # numerals of these scripts are told from other signs by what they count


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", NUMBERS)
def test_words_are_read_back(language, number):
    said = num2words(number, lang=language) + COUNTED.get(language, "")
    assert [f.value for f in find(said, language)] == [number]


INDIAN = {
    "hi": "तेईस हज़ार चार सौ पैंतीस",
    "ur": "تئیس ہزار چار سو پینتیس",
    "mr": "तेवीस हजार चारशे पस्तीस",
    "ta": "இருபத்து மூன்று ஆயிரத்து நானூற்று முப்பத்து ஐந்து",
    "zh": "二万三千四百三十五人",
}


@pytest.mark.parametrize(("language", "said"), INDIAN.items())
def test_words_that_num2words_does_not_know(language, said):
    assert [f.value for f in find(said, language)] == [23435]
