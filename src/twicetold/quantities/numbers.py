"""Where numbers stand in a text and what they are worth, before units and bounds.

Digits of every script are read as ASCII ones at the same offsets. Number words are put together by one rule for
all languages: a scale multiplies the smaller values before it ("three hundred twenty thousand"), anything else
is added. Tables say which words; nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from twicetold.quantities.lexicon import Lexicon, fold
from twicetold.quantities.spoken import signs, spoken
from twicetold.quantities.written import Atom, ascii_digits, written


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the text. `kind`: "digits", "words", "vague" (hundreds), "ordinal"."""

    start: int
    end: int
    value: float
    kind: str
    weak: bool = False  # a word that is a number only where a unit follows
    approximate: bool = False
    unit: str | None = None  # said by the number word itself


def numbers(text: str, lexicon: Lexicon) -> list[Number]:
    """Return the numbers of a text in order, not overlapping."""
    plain = ascii_digits(text)
    atoms = sorted(
        [
            *written(plain, lexicon),
            *(signs(plain, lexicon) if lexicon.signs else spoken(plain, lexicon)),
        ],
        key=lambda a: a.start,
    )
    return [n for run in _runs(plain, atoms, lexicon) for n in _assemble(run, lexicon)]


def _runs(text: str, atoms: list[Atom], lexicon: Lexicon) -> Iterator[list[Atom]]:
    """Yield the atoms that stand together: white space, a hyphen or a joiner between."""
    run: list[Atom] = []
    for atom, after in zip_longest(atoms, atoms[1:]):
        if run and atom.start < run[-1].end and atom.start != run[-1].start:
            continue
        thousands = (
            atom.value * after.value
            if after and after.scale and not text[atom.end : after.start].strip()
            else atom.value
        )
        if run and not _together(text[run[-1].end : atom.start], run[-1], atom, lexicon, thousands):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _together(gap: str, last: Atom, atom: Atom, lexicon: Lexicon, thousands: float) -> bool:
    if last.start == atom.start:
        return True
    inner = fold(gap.strip(" \u00a0\u202f\n‐‑-"))
    if inner == "," and last.scale and last.value >= 1000 and not atom.digits and not atom.scale:
        return atom.value < thousands < last.value  # two thousand, three hundred; not: a million, two of them
    if "\n\n" in gap or len(gap) > 8:
        return False
    if atom.digits and not (last.scale and not last.digits and _goes_on(inner, last, thousands, lexicon)):
        return False
    if last.digits and not atom.scale and atom.word[:1] not in ("~", "½"):
        return False
    return inner == "" or inner in lexicon.joiners


def _goes_on(inner: str, last: Atom, value: float, lexicon: Lexicon) -> bool:
    """Whether digits behind a scale belong to it: 12 thousand 400; with a joiner only the digits that come next."""
    return inner == "" or (inner in lexicon.joiners and last.value / 10 <= value < last.value)


def _assemble(run: list[Atom], lexicon: Lexicon) -> Iterator[Number]:
    """Put the atoms of a run together to as few numbers as the rule allows."""
    at = 0
    while at < len(run):
        if lexicon.scale_first and run[at].scale and at + 1 < len(run) and run[at + 1].digits:
            scale, digits = run[at : at + 2]
            yield Number(scale.start, digits.end, round(scale.value * digits.value, 6), "digits")
            at += 2
            continue
        stack: list[float] = []
        begin, plus = at, 0.0
        while at < len(run) and _fits(stack, run[at], run[at - 1] if at > begin else None, lexicon):
            atom = run[at]
            if atom.word.startswith("+"):
                plus = atom.value
            elif atom.word.startswith("½"):
                stack.append(atom.value * (run[at - 1].value if run[at - 1].scale else 1.0))
            elif atom.scale:
                below = [v for v in stack if v < atom.value]
                stack = [v for v in stack if v >= atom.value] + [((sum(below) or 1.0) + plus) * atom.value]
                plus = 0.0
            else:
                stack.append(atom.value + plus)
                plus = 0.0
            at += 1
        if at == begin:
            at += 1
            continue
        yield from _number(run[begin:at], sum(stack) + plus, lexicon)


def _fits(stack: list[float], atom: Atom, last: Atom | None, lexicon: Lexicon) -> bool:
    """Whether an atom goes on with the number: each added value must be smaller than what stands before it."""
    if last is None:
        return True
    if atom.word.startswith("~") or last.word.startswith("~"):
        return False
    if atom.word.startswith("½"):
        return not last.word.startswith(("+", "½"))
    if last.word.startswith("+"):
        return not atom.word.startswith("+")
    if atom.scale:
        return not (atom.value <= 12 and atom.value in stack) and (
            not stack or min(stack) < atom.value or atom.value < stack[-1]
        )
    if atom.word.startswith("+"):
        return bool(stack) and stack[-1] >= 100
    smallest = stack[-1] if stack else 0.0
    if lexicon.ones_first and atom.joined and 20 <= atom.value < 100 and smallest < 10:
        return True
    return smallest >= 10 and atom.value < _room(smallest) and (not atom.digits or last.scale)


def _room(value: float) -> float:
    """Return below what a value may be added: 100 after 300, 10 after 40, 10 after 80 (quatre-vingt-dix: 20)."""
    room = 10.0
    while value % (room * 10) == 0 and room < value:
        room *= 10
    if value % 10 != 0:
        return 0.0
    return 20.0 if value in (60.0, 80.0) else room


def _number(atoms: list[Atom], value: float, lexicon: Lexicon) -> Iterator[Number]:
    first, last = atoms[0], atoms[-1]
    if len(atoms) == 1 and first.word.startswith(("+", "½")):
        return
    kind = "digits" if any(a.digits for a in atoms) else "words"
    if first.word.startswith("~") or (len(atoms) == 1 and first.word.startswith("?")):
        kind = "vague"
    alone = len(atoms) == 1 and kind == "words"
    if alone and first.word in lexicon.never:
        return
    weak = alone and (first.word in lexicon.weak or first.value < 2 or (first.scale and first.value > 1000))
    near = any(a.word.split()[-1:] and a.word.split()[-1] in lexicon.approximate for a in atoms)
    unit = lexicon.counted[first.word][1] if alone and first.word in lexicon.counted else None
    yield Number(first.start, last.end, round(value, 6), kind, weak=weak, approximate=near, unit=unit)
