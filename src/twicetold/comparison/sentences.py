"""Pairs of sentences judged one by one, without reports around them: what `twicetold pairs` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from twicetold.comparison.compare import findings
from twicetold.comparison.material import Cell, Floats, Material, Pair
from twicetold.encoding.base import Encoder
from twicetold.model import Entity, Finding, Quantity, Report, Row, Span, Statement, Time

Relation = Literal["same", "more_left", "more_right", "differs", "contradicts", "unrelated"]

# Mean support of both sides under which two sentences do not tell one thing, and from which a detail alone makes no
# difference; for French, other languages in proportion. Swept .30-.80 on divergence-en-fr, best at .54-.56 and .72-.74;
# both a little lower, since the same translations of news lie .07 lower than those.
UNRELATED = 0.50
SAME = 0.70
FAR_MORE = 3.0  # how many times likelier one side's least met word is an extra than the other's; a judgement
NEARLY = 0.2  # share of the least met word's likelihood from which another word is shown with it
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
            reports, statements, rows, encoder, entities=entities, times=times, quantities=quantities
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
        return _loose(pair, found, told, shift)
    return _relation(found, told, pair.scale)


def _loose(pair: Pair, found: Sequence[Finding], told: float, shift: Mapping[str, int]) -> Judgement:
    """Judge sentences that are near and not the same, though no single finding says why: the least met words part."""
    assert pair.untold is not None
    least = [
        _least(cell, untold, shift[cell.id])
        for cell, untold in zip((pair.left, pair.right), pair.untold, strict=True)
    ]
    (left, left_spans), (right, right_spans) = least
    relation: Relation = "differs"
    if left >= FAR_MORE * right:
        relation, right_spans = "more_left", ()
    elif right >= FAR_MORE * left:
        relation, left_spans = "more_right", ()
    return Judgement(
        relation=relation,
        confidence=round(min(0.9, 0.5 + SAME * pair.scale - told), 4),
        left=left_spans,
        right=right_spans,
        findings=tuple(found),
    )


def _least(cell: Cell, untold: Floats, at: int) -> tuple[float, tuple[Span, ...]]:
    """Return how likely a cell's least met word is an extra, and where the words nearly as little met stand."""
    own = [float(u) if w.content else 0.0 for u, w in zip(untold, cell.words, strict=True)]
    top = max(own, default=0.0)
    spans: list[Span] = []
    last = -2
    for k, (u, w) in enumerate(zip(own, cell.words, strict=True)):
        if not top or u < NEARLY * top:
            continue
        start = spans.pop().start if last == k - 1 else w.start - at
        spans.append(Span(start, w.end - at))
        last = k
    return top, tuple(spans)


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
    from dataclasses import replace

    sides = {
        side: tuple(Span(s.start - shift[side], s.end - shift[side]) for s in spans)
        for side, spans in finding.sides.items()
    }
    return replace(finding, sides=sides)
