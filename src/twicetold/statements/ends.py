"""Where sentences end inside a paragraph, by the rules of its language.

A run of end marks is a candidate. What stands before it (abbreviation, initial, ordinal), what closes behind
it (quotation marks, brackets) and how the next word begins decide. Quotations need no nesting: an end inside
one is an end, and the marks that close it belong to the sentence before them. One pass, every look-around
bounded: linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from twicetold.languages import scripts
from twicetold.languages.rules import Rules, fold
from twicetold.model import Span

_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2066-\u2069"
_SPACE = re.compile(rf"[\s{_UNSEEN}]*")
_SAYS = re.compile(r"\w")
_OPENERS = re.compile(rf"[\s\"'“”‘’«»‹›„‚‟(\[{{¿¡—–\-•*·「『（《〈【［{_UNSEEN}]{{0,16}}")
_NEXT_WORD = re.compile(rf"{scripts.LETTER}+(?:['’]{scripts.LETTER}+)?")
_TOKEN = re.compile(r"[^\s\"'“”„‘‚«»‹›()\[\]{}（）—–…/।۔]*$")
_INNER_DOTS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_DOUBLE = re.compile(r"(?:[^\W\d_]\.?-)+[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]{1,6}")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_BRACKETS = re.compile(r"[()（）\[\]［］]")
_OPEN = frozenset("(（[［")
_STRAIGHT = frozenset("\"'＂＇")
_GOES_ON = frozenset(",;:،؛、，；：")
_STOPS = frozenset(".۔")
_GAPS = frozenset(" \n\u00a0\u202f,")
_DASHES = frozenset("—–")
# Scripts whose single letters are words and not initials.
_NO_INITIALS = frozenset({"Han", "Kana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan", None})
# Scripts where an initial may carry its vowel sign. (Devanagari ends sentences in such words: "है.")
_SYLLABLES = frozenset({"Tamil", "Sinhala", "Malayalam", "Telugu", "Kannada"})
# A bracket longer than this is a passage of its own, and its sentences are told apart.
BRACKET = 200
# "In 2020 r. Anna …": so near its beginning a sentence does not end behind a year or a unit.
OPENING = 20
_BEFORE = 40  # no abbreviation is longer
_BACK = 600  # how far back an opening quotation mark is looked for


def sentences(text: str, start: int, end: int, rules: Rules) -> list[Span]:
    """Return the sentences of `text[start:end]`, a paragraph, in order, without the white space between them.

    Each holds a letter or digit, unless the paragraph holds none at all. Linear in its length.
    """
    spans: list[Span] = []
    at = start
    for cut, after in _Cutter(text, start, end, rules).cuts():
        spans.append(Span(at, cut))
        at = after
    if at < end:
        if spans and not _SAYS.search(text, at, end):
            at = spans.pop().start
        spans.append(Span(at, end))
    return spans


class _Cutter:
    """One paragraph being cut; holds where its short brackets stand."""

    def __init__(self, text: str, start: int, end: int, rules: Rules) -> None:
        self.text, self.start, self.end, self.rules = text, start, end, rules
        self.brackets = list(_short_brackets(text, start, end))
        self.bracket_starts = [first for first, _ in self.brackets]

    def cuts(self) -> Iterator[tuple[int, int]]:
        """Yield where each sentence but the last ends, and where the next begins."""
        text, end = self.text, self.end
        sentence = at = self.start
        says = self._says(sentence)
        while match := self.rules.enders.search(text, at, end):
            at = closed = self._closed(match.end())
            space = _SPACE.match(text, closed, end)
            after = space.end() if space else closed
            if after >= end:
                return
            if says >= closed or not self._ends(match.start(), match.end(), closed, after, sentence):
                continue
            yield closed, after
            sentence = at = after
            says = self._says(sentence)

    def _says(self, at: int) -> int:
        """Return where the first letter or digit stands: there is no sentence before it."""
        found = _SAYS.search(self.text, at, self.end)
        return found.start() if found else self.end

    def _closed(self, at: int) -> int:
        """Return where the marks that close behind an end stop: quotation marks, brackets, footnotes."""
        text, end, rules = self.text, self.end, self.rules
        while at < end:
            char = text[at]
            if char in rules.closers or char in rules.either:
                if not self._closes(at):
                    return at
                at += 1
            elif char in rules.strong or char in rules.weak:
                at += 1
            elif char == "[" and (note := _FOOTNOTE.match(text, at, end)):
                at = note.end()
            elif char in " \u00a0\u202f" and at + 1 < end and self._closes_apart(at + 1):
                at += 2
            else:
                return at
        return at

    def _closes(self, at: int) -> bool:
        """Whether the mark at `at`, right behind an end, closes: an opening one has a letter behind it."""
        following = self.text[at + 1 : min(at + 2, self.end)]
        if not following or not (following.isalnum() or following in self.rules.either):
            return True
        if self.text[at] in _STRAIGHT or self.text[at] in self.rules.either:
            return self.rules.joined and self._is_open(at)
        return True

    def _closes_apart(self, at: int) -> bool:
        """Whether a mark with a space before it closes: French «…! », or a straight one that is awaited."""
        char, following = self.text[at], self.text[at + 1 : min(at + 2, self.end)]
        if char == "." and (not following or following in " ."):
            return True  # ". . ."
        if following and not (
            following.isspace() or following in ",.;:)]" or following in self.rules.closers
        ):
            return False
        return char in "»›”’)]）］」』" or (char in '"＂' and self._is_open(at))

    def _is_open(self, at: int) -> bool:
        """Whether a quotation is open before the mark at `at`."""
        back = self.text[max(self.start, at - _BACK) : at]
        char = self.text[at]
        if char in _STRAIGHT:
            return back.count(char) % 2 == 1
        if char in "“‟„":
            return back.rfind("“") > back.rfind("”")
        return back.rfind("«") > back.rfind("»")

    def _ends(self, mark: int, past: int, closed: int, after: int, sentence: int) -> bool:
        """Whether the marks `text[mark:past]`, closed at `closed`, end the sentence begun at `sentence`."""
        text, rules = self.text, self.rules
        if text[after] in _GOES_ON or self._in_bracket(mark, sentence):
            return False
        if closed > past and self._taken_up(after):
            return False
        opened = _OPENERS.match(text, after, self.end)
        first_at = opened.end() if opened else after
        first = text[first_at : first_at + 1]
        run = text[mark:closed]
        if any(char in rules.strong for char in run):
            return self._strong_ends(mark, past, closed, after) and not (
                first.islower() and run[0] in "！？؟"
            )
        if first.islower() or (closed == after and not self._glued(mark, past, closed)):
            return False
        if text[mark:past] == ".":
            return self._dot_ends(mark, after, first_at, sentence)
        cased = first.isupper() or first.isdigit()
        if "…" in run or ".." in run:
            return cased or closed > past
        return cased or closed == past or text[after] not in _DASHES

    def _strong_ends(self, mark: int, past: int, closed: int, after: int) -> bool:
        """Whether a mark that nearly always ends a sentence does: not after initials, not as a bar."""
        run = self.text[mark:past]
        if run == "۔":
            return not self._initial(self._token(mark), mark, after)
        if run == "|":
            return closed < after and not self.text[mark - 1 : mark].isspace()
        return True

    def _taken_up(self, after: int) -> bool:
        """Whether a closed quotation is taken up by the sentence around it (Japanese と, Korean 라고)."""
        return any(self.text.startswith(word, after) for word in self.rules.goes_on)

    def _in_bracket(self, mark: int, sentence: int) -> bool:
        """Whether the end stands in a short bracket that the sentence opened on its way."""
        position = bisect_right(self.bracket_starts, mark) - 1
        return position >= 0 and self.brackets[position][0] > sentence and self.brackets[position][1] >= mark

    def _glued(self, mark: int, past: int, closed: int) -> bool:
        """Whether an end without a space behind it is one: in joined scripts, those without capitals."""
        before, behind = self.text[mark - 1 : mark], self.text[closed : closed + 1]
        if closed > past and behind.isupper() and self.text[closed - 1] in "”»":
            return True
        of_before, of_behind = scripts.script(before or " "), scripts.script(behind or " ")
        if self.rules.joined and of_behind in ("Han", "Kana"):
            return of_before != "Latin" or closed > past
        if of_before != of_behind or of_before in scripts.CASED or of_before in _NO_INITIALS:
            return False
        word = _NEXT_WORD.match(self.text, closed, self.end)
        return len(self._token(mark)) >= 4 and word is not None and word.end() - word.start() >= 3

    def _token(self, mark: int) -> str:
        """Return what stands before an end mark, back to a space, quotation mark or bracket."""
        found = _TOKEN.search(self.text[max(self.start, mark - _BEFORE) : mark])
        return found.group() if found else ""

    def _token_before(self, at: int) -> str:
        """Return the folded word before the token that begins at `at`, where a stop parts them."""
        back = at - 1 if self.text[at - 1 : at] == " " else at
        parted = back > self.start and self.text[back - 1] in _STOPS
        return fold(self._token(back - 1)) if parted else ""

    def _dot_ends(self, mark: int, after: int, first_at: int, sentence: int) -> bool:
        """Whether a single full stop ends a sentence; the next word does not begin with a small letter."""
        rules = self.rules
        token = self._token(mark)
        if not token:
            return True
        word = fold(token).lstrip("-‑")
        unit = word.lstrip("0123456789.,:")  # "2.00p.m"
        before = self._token_before(mark - len(token))
        forms = {word, f"{before}. {word}"} if before else {word}
        if forms & rules.often:
            return True
        if forms & rules.never or word.endswith(rules.never_tails):
            return False
        if self._numbers_item(token, mark, sentence):
            return False
        if word in rules.numbered and self.text[first_at : first_at + 1].isdigit():
            return False
        if unit in rules.behind_number and self._behind_number(mark - len(unit)):
            return self._ends_behind_number(mark - sentence, first_at)
        if forms & rules.rarely or self._is_ordinal(token) or self._abbreviated(token, mark, after):
            return self._starts_sentence(first_at, initial=len(token) == 1)
        return True

    def _ends_behind_number(self, length: int, first_at: int) -> bool:
        """Whether a year or unit ends a sentence of this length: not in "2020 r. Anna …", "9 p.m. Friday"."""
        if self._starts_sentence(first_at):
            return True
        word = _NEXT_WORD.match(self.text, first_at, self.end)
        rules = self.rules
        dated = word is not None and fold(word[0]) in rules.weekdays | rules.months | rules.date_words
        return length >= OPENING and not dated

    def _behind_number(self, at: int) -> bool:
        """Whether the token that begins at `at` stands behind a number: "2020 r.", "5 млн"."""
        return self.text[max(self.start, at - 2) : at].rstrip("\u00a0\u202f ")[-1:].isdigit()

    def _numbers_item(self, token: str, mark: int, sentence: int) -> bool:
        """Whether the token opens the sentence as the number or letter of a list: "1. ", "b. "."""
        short = (len(token) <= 3 and token.isdigit()) or len(token) == 1
        return short and mark - len(token) <= sentence

    def _is_ordinal(self, token: str) -> bool:
        if not self.rules.ordinals:
            return False
        return (token.isdigit() and len(token) <= 2) or _ROMAN.fullmatch(token) is not None

    def _abbreviated(self, token: str, mark: int, after: int) -> bool:
        """Whether a token looks like initials: "J", "U.S", "J.-P", "ए", a letter's name beside another."""
        if _INNER_DOTS.fullmatch(token):
            return True
        if scripts.script(token[0]) in scripts.CASED:
            return len(token) == 1 or _DOUBLE.fullmatch(token) is not None
        return self._initial(token, mark, after)

    def _initial(self, token: str, mark: int, after: int) -> bool:
        """Whether a token of a script without capitals is an initial: a letter, or letter names in a row."""
        bare = token.split(".")[-1]
        script = scripts.script(bare[:1] or " ")
        if script in _NO_INITIALS:
            return False
        letters = sum(map(str.isalpha, bare)) if script in _SYLLABLES else len(bare)
        if letters == 1 or fold(token) in self.rules.never:
            return True
        names = self.rules.letter_names
        if bare not in names:
            return False
        following = _NEXT_WORD.match(self.text, after, self.end)
        in_row = following is not None and following.group() in names
        if in_row and following is not None and self.text[following.end() : following.end() + 1] in _STOPS:
            return True
        return bare != token or self._token_before(mark - len(token)) in names

    def _starts_sentence(self, first_at: int, *, initial: bool = False) -> bool:
        """Whether the next word is a capitalised function word: a name would begin otherwise.

        Behind an initial a word of one letter is another: "K. A Udaya".
        """
        word = _NEXT_WORD.match(self.text, first_at, self.end)
        if word is None or not word[0][0].isupper() or self.text[word.end() : word.end() + 1] not in _GAPS:
            return False
        if initial and len(word[0]) == 1:
            return False
        return fold(word[0]) in self.rules.function_words


def _short_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the outermost pairs of brackets that hold at most `BRACKET` characters, in order."""
    opened: list[int] = []
    for match in _BRACKETS.finditer(text, start, end):
        at = match.start()
        if match[0] in _OPEN:
            opened.append(at)
        elif opened:
            first = opened.pop()
            if not opened and at - first <= BRACKET:
                yield first, at
