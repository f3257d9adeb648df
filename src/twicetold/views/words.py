"""The words in which verdicts, scores and counts are told, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Sequence

_COUNTS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_VERDICTS = {
    "same": "tell the same",
    "more": "one tells more",
    "differs": "tell it differently",
    "contradicts": "contradict each other",
}
_FINDINGS = {
    "same": "agreement",
    "more": "more on one side",
    "differs": "difference",
    "contradicts": "contradiction",
    "only": "on one side only",
}
_SPEECH = {"direct": "direct speech", "indirect": "reported speech", "mixed": "direct and reported speech"}
_DEPENDENCE = {
    "translation": "one looks like a translation of the other",
    "shared_source": "both seem to draw on one source",
    "independent": "they seem independent",
    "unclear": "it is unclear how they depend on each other",
}


def count_word(count: int) -> str:
    """Return a count up to twelve as a word, above that in digits."""
    return _COUNTS[count] if 0 <= count < len(_COUNTS) else f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 statement", "3 statements"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def certainty(score: float) -> str:
    """Return a probability in words a reader need not look up."""
    for floor, word in ((0.95, "almost certain"), (0.8, "likely"), (0.6, "more likely than not")):
        if score >= floor:
            return word
    return "unsure"


def percent(score: float) -> str:
    """Return a probability as a percentage that never claims what nobody knows (neither 0% nor 100%)."""
    whole = round(score * 100)
    return ">99%" if whole >= 100 else "<1%" if whole < 1 else f"{whole}%"


def verdict_words(verdict: str, told_by: Sequence[str]) -> str:
    """Return what a row says: "A and B tell the same", "only C tells this"."""
    if verdict == "only" or len(told_by) == 1:
        return f"only {listed(told_by)} {'tells' if len(told_by) == 1 else 'tell'} this"
    words = _VERDICTS[verdict]
    return f"{listed(told_by)}: {words}" if words.startswith("one") else f"{listed(told_by)} {words}"


def finding_words(verdict: str) -> str:
    """Return what a finding says of its aspect, as a noun: "contradiction"."""
    return _FINDINGS[verdict]


def dependence_words(verdict: str) -> str:
    """Return how two reports depend on each other, as a clause."""
    return _DEPENDENCE[verdict]


def speech_words(speech: str, projected: bool) -> str:
    """Return what kind of speech a statement is, and whether only another report says so."""
    return f"{_SPEECH[speech]}, so another report" if projected else _SPEECH[speech]
