from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from twicetold.comparison.words import cut, words_of
from twicetold.model import Statement


@given(st.text(max_size=100))
def test_words_are_apart_and_in_order(text):
    places = cut(text)
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert all(x[1] <= y[0] for x, y in pairwise(places))


@given(
    st.text(alphabet="मारावेल bridge大桥没有开放 ،,.1", max_size=40),
    st.sampled_from(["en", "hi", "zh", "und"]),
)
def test_words_quote_the_report(text, language):
    statement = Statement(report_id="A", n=0, start=7, end=7 + len(text), text=text)
    for word in words_of(statement, language, None, frozenset()):
        assert text[word.start - 7 : word.end - 7] == word.text


def test_numbers_stay_whole_and_function_words_say_nothing():
    text = "The 12,400 people of Maravel"
    statement = Statement(report_id="A", n=0, start=0, end=len(text), text=text)
    found = words_of(statement, "en", None, frozenset())
    assert [w.text for w in found] == ["The", "12,400", "people", "of", "Maravel"]
    assert [w.content for w in found] == [False, True, True, False, True]
