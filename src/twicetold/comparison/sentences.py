"""Pairs of sentences judged one by one, without reports around them: what `twicetold pairs` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from twicetold.comparison.compare import findings
from twicetold.comparison.context import Floats
from twicetold.comparison.material import Cell, Material, Pair
from twicetold.encoding.base import Encoder
from twicetold.model import Entity, Finding, Quantity, Report, Row, Span, Statement, Time

Relation = Literal["same", "more_left", "more_right", "differs", "contradicts", "unrelated"]

# Mean support of both sides under which two sentences do not tell one thing, and from which a detail alone makes no
# difference; for French, other languages in proportion. Swept .30-.80 on divergence-en-fr, best at .54-.56 and .72-.74;
# both a little lower, since the same translations of news lie .07 lower than those.
UNRELATED = 0.50
SAME = 0.70
FAR_MORE = 3.0  # how many times likelier one side's least met word is an extra than the other's; a judgement
# Likelihood that the other sentence does not tell a word, from which it is shown where the sentences part anyhow: of
# words in pairs with some difference people marked a third, of the planted ones that the model learned from a tenth are
# extras. Swept .02-.4 on divergence-en-fr: F1 of the words .51 here, .43 at .1, .33 with those of findings alone.
UNMET = 0.02
CERTAIN = 0.6  # confidence from which a detail counts in spite of that


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How two sentences stand to each other. `spans` are offsets into each, by side: what the verdict rests on."""

    relation: Relation
    confidence: float
    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()  # sides "left" and "right", offsets into the sentence


def as_reports(
    left: Sequence[str], right: Sequence[str], languages: tuple[str, str] = ("und", "und")
) -> tuple[tuple[Report, ...], dict[str, tuple[Statement, ...]]]:
    """Return the sentences of each side as the statements of one report, "left" and "right"; statement k is pair k."""
    sides = [_report(*each) for each in zip(("left", "right"), (left, right), languages, strict=True)]
    return tuple(report for report, _ in sides), {report.id: told for report, told in sides}


def judge(
    reports: Sequence[Report],
    statements: Mapping[str, Sequence[Statement]],
    encoder: Encoder,
    *,
    entities: Sequence[Entity] = (),
    times: Sequence[Time] = (),
    quantities: Sequence[Quantity] = (),
) -> tuple[Judgement, ...]:
    """Judge statement k of "left" against statement k of "right"; an empty one is unrelated to anything.

    The reports are those of `as_reports`. All the sentences of a side are taken for one report when vectors are
    centred, so a long list is judged more surely than a single pair.
    """
    from threadpoolctl import threadpool_limits

    left, right = statements["left"], statements["right"]
    rows = [
        Row(cells={"left": (k,), "right": (k,)}, score=1.0, verdict="same")
        for k, (a, b) in enumerate(zip(left, right, strict=True))
        if a.text.strip() and b.text.strip()
    ]
    with threadpool_limits(limits=1, user_api="blas"):
        material = Material(
            reports,
            statements,
            rows,
            encoder,
            entities=entities,
            times=times,
            quantities=quantities,
            passages=False,
        )
        judged = {row.cells["left"][0]: _judged(row, material) for row in rows}
    return tuple(judged.get(k, Judgement(relation="unrelated", confidence=1.0)) for k in range(len(left)))


def _report(side: str, sentences: Sequence[str], language: str) -> tuple[Report, tuple[Statement, ...]]:
    statements, at = [], 0
    for n, text in enumerate(sentences):
        statements.append(
            Statement(report_id=side, n=n, start=at, end=at + len(text), text=text, language=language)
        )
        at += len(text) + 1
    return Report(id=side, text="\n".join(sentences), language=language), tuple(statements)


def _judged(row: Row, material: Material) -> Judgement:
    cells = material.cells(row)
    pair = material.pair(cells[0], cells[1], 1.0)
    found = findings(cells, 1.0, material)
    shift = {c.id: c.statements[0].start for c in cells}
    found = [_moved(f, shift) for f in found]
    told = closeness(pair)
    if told is not None and told < UNRELATED * pair.scale:
        whole = [Span(0, len(c.statements[0].text)) for c in cells]
        sure = min(0.99, 0.5 + (UNRELATED * pair.scale - told))
        return Judgement(
            relation="unrelated",
            confidence=round(sure, 4),
            left=(whole[0],),
            right=(whole[1],),
            findings=tuple(found),
        )
    if told is not None and told >= SAME * pair.scale:
        found = [f for f in found if f.aspect != "detail" or f.confidence >= CERTAIN]
    if told is not None and told < SAME * pair.scale and not any(f.verdict != "same" for f in found):
        return _with_unmet(_loose(pair, found, told), pair, shift)
    return _with_unmet(_relation(found, told, pair.scale), pair, shift)


def _loose(pair: Pair, found: Sequence[Finding], told: float) -> Judgement:
    """Judge sentences that are near and not the same, though no single finding says why: the least met words part."""
    assert pair.untold is not None
    left, right = (
        _least(untold, cell) for untold, cell in zip(pair.untold, (pair.left, pair.right), strict=True)
    )
    relation: Relation = "differs"
    if left >= FAR_MORE * right:
        relation = "more_left"
    elif right >= FAR_MORE * left:
        relation = "more_right"
    return Judgement(
        relation=relation,
        confidence=round(min(0.9, 0.5 + SAME * pair.scale - told), 4),
        findings=tuple(found),
    )


def _least(untold: Floats, cell: Cell) -> float:
    """Return how likely a cell's least met word is an extra."""
    return max((float(u) for u, w in zip(untold, cell.words, strict=True) if w.content), default=0.0)


def _unmet(cell: Cell, untold: Floats) -> list[Span]:
    """Return where the words stand that the other sentence hardly tells, with the small words between two of them.

    The least told one is among them, however well it is told.
    """
    least = min(UNMET, _least(untold, cell))
    spans: list[Span] = []
    before = False  # whether the last word of content was one of them
    for u, w in zip(untold, cell.words, strict=True):
        if not w.content:
            continue
        shown = float(u) >= least
        if shown:
            start = spans.pop().start if before else w.start
            spans.append(Span(start, w.end))
        before = shown
    return spans


def _with_unmet(judged: Judgement, pair: Pair, shift: Mapping[str, int]) -> Judgement:
    """Add to what a verdict rests on the other words that are hardly met, on the sides that the verdict speaks of.

    A contradiction rests on its numbers, names or times alone.
    """
    if judged.relation in ("same", "contradicts") or pair.untold is None:
        return judged
    sides = []
    for own, cell, untold, only in (
        (judged.left, pair.left, pair.untold[0], "more_right"),
        (judged.right, pair.right, pair.untold[1], "more_left"),
    ):
        at = shift[cell.id]
        unmet = (
            [] if judged.relation == only else [Span(s.start - at, s.end - at) for s in _unmet(cell, untold)]
        )
        sides.append(_merged([*own, *unmet]))
    return replace(judged, left=sides[0], right=sides[1])


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            span = Span(found[-1].start, max(found.pop().end, span.end))
        found.append(span)
    return tuple(found)


def closeness(pair: Pair) -> float | None:
    """Return how well two cells are met in each other, the content words' mean support on both sides."""
    if pair.support is None:
        return None
    means = []
    for cell, support in zip((pair.left, pair.right), pair.support, strict=True):
        content = [float(s) for w, s in zip(cell.words, support, strict=True) if w.content]
        means.append(sum(content) / len(content) if content else 0.0)
    return sum(means) / 2


def _relation(found: Sequence[Finding], told: float | None, scale: float) -> Judgement:
    parting = [f for f in found if f.verdict != "same"]
    if not parting:
        agreeing = list(found)
        return Judgement(
            relation="same",
            confidence=0.6 if told is None else round(min(0.95, max(0.4, 0.7 + told - SAME * scale)), 4),
            left=_all(agreeing, "left"),
            right=_all(agreeing, "right"),
            findings=tuple(found),
        )
    relation: Relation
    if any(f.verdict == "contradicts" for f in parting):
        relation, shown = "contradicts", [f for f in parting if f.verdict == "contradicts"]
    elif (
        any(f.verdict == "differs" for f in parting) or len({side for f in parting for side in f.sides}) == 2
    ):
        relation, shown = "differs", parting
    else:
        relation, shown = ("more_left" if "left" in parting[0].sides else "more_right"), parting
    missed = 1.0
    for f in shown:
        missed *= 1 - f.confidence
    return Judgement(
        relation=relation,
        confidence=round(1 - missed, 4),
        left=_all(shown, "left"),
        right=_all(shown, "right"),
        findings=tuple(found),
    )


def _all(found: Sequence[Finding], side: str) -> tuple[Span, ...]:
    return tuple(sorted({span for f in found for span in f.sides.get(side, ())}))


def _moved(finding: Finding, shift: Mapping[str, int]) -> Finding:
    sides = {
        side: tuple(Span(s.start - shift[side], s.end - shift[side]) for s in spans)
        for side, spans in finding.sides.items()
    }
    return replace(finding, sides=sides)
