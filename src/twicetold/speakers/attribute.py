"""Report and statements -> attributions: who says what, by which words.

Order of work: quotations over the whole report; frames in each statement; the quotations that no frame explains are
given to the speaker beside them; statements that go on in reported mood, or in the first person after a quotation,
go on with it. Every attribution says how it was found; where nobody is named it says why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from twicetold.model import Attribution, Entity, Report, Span, Speech, Statement
from twicetold.speakers.clause import Frame
from twicetold.speakers.draft import Draft
from twicetold.speakers.frames import CONFIDENCE, frames
from twicetold.speakers.headline import headlines
from twicetold.speakers.label import labels
from twicetold.speakers.lexicon import Lexicon, lexicon
from twicetold.speakers.onward import goes_on, points_back
from twicetold.speakers.quotes import Quotation, quotations
from twicetold.speakers.running import run_on
from twicetold.speakers.view import View, view

TELLING = frozenset({"body", "title", "caption"})


def attribute(
    report: Report,
    statements: Sequence[Statement],
    *,
    entities: Sequence[Entity] = (),
    attitudes: bool = False,
) -> tuple[Attribution, ...]:
    """Say who says what in a report, in the order of the text, with the speakers resolved within the report.

    Spans point into `report.text`; content keeps its quotation marks and complementiser and leaves out the cue and
    the final mark. `speaker` is the naming words beside the cue, or `None` with the reason in `how`; `speaker_id` is
    shared by all that one speaker says. Linear in the length of the report. With `attitudes`, what somebody wants,
    supports, knows or shows is attributed too, where the language's table tells its verbs; its `speech` is "none".
    """
    from twicetold.speakers.coreference import assign

    quotes, views, made = _read(report, statements, attitudes)
    if not made:
        return ()
    ids: dict[int, str] = {}
    found = []
    for draft, (person, how) in zip(made, assign(report, views, made, entities), strict=True):
        if person is not None:
            ids.setdefault(id(person), f"s{len(ids) + 1}")
        attribution = _finished(report, statements, quotes, draft)
        speaker_id = ids[id(person)] if person is not None else None
        found.append(replace(attribution, speaker_id=speaker_id, how=how))
    return tuple(found)


def drafts(report: Report, statements: Sequence[Statement]) -> list[Draft]:
    """Return the attributions of a report before their speakers are resolved, in the order of the text."""
    return _read(report, statements)[2]


def _read(
    report: Report, statements: Sequence[Statement], attitudes: bool = False
) -> tuple[list[Quotation], list[View], list[Draft]]:
    quotes = _quotations(report, statements)
    views = [
        view(report.text, s, _lexicon(report, s, attitudes), quotes) for s in statements if s.kind in TELLING
    ]
    made: list[Draft] = []
    for before, v in zip([None, *views], views, strict=False):
        own = _drafts_of(v)
        made.extend(points_back(before, v, own) or own)
    made = _absorb(labels(views, made), quotes)
    made = run_on(report.text, _orphans(views, made, quotes), quotes)
    made = headlines(views, goes_on(views, made, quotes), quotes)
    made.sort(key=lambda d: (d.content[0].start, d.cue or Span(0, 0)))
    return quotes, views, made


def _lexicon(report: Report, statement: Statement, attitudes: bool) -> Lexicon:
    return lexicon(statement.language if statement.language != "und" else report.language, attitudes)


def _quotations(report: Report, statements: Sequence[Statement]) -> list[Quotation]:
    """Return the report's quotations, by the marks of its languages."""
    own = lexicon(report.language)
    pairs = list(own.quotes)
    for code in sorted({s.language for s in statements} - {report.language, "und"}):
        pairs += [p for p in lexicon(code).quotes if p not in pairs]
    return quotations(report.text, pairs)


def _drafts_of(v: View) -> list[Draft]:
    made = []
    for frame in frames(v):
        content = [v.span(a, b) for a, b in frame.content if b > a]
        if content:
            made.append(_draft(v, frame, content))
    return made


def _draft(v: View, frame: Frame, content: list[Span]) -> Draft:
    speaker = frame.speaker
    held = {v.quoted[i] for a, b in frame.content for i in range(a, b) if v.quoted[i] >= 0}
    return Draft(
        content=content,
        how=frame.how,
        confidence=CONFIDENCE[frame.how],
        speaker=v.span(speaker.start, speaker.end) if speaker else None,
        pronoun=speaker.pronoun if speaker else "",
        cue=v.span(frame.cue.start, frame.cue.end),
        cue_kind=frame.cue.kind,
        quotes=held,
    )


def _absorb(made: list[Draft], quotes: Sequence[Quotation]) -> list[Draft]:
    """Let every attribution have the whole of a quotation that it has a part of."""
    for draft in made:
        for k in sorted(draft.quotes):
            quote = quotes[k]
            spans = []
            for span in draft.content:
                if span.end > quote.start and span.start < quote.end:
                    span = Span(min(span.start, quote.start), max(span.end, quote.end))
                spans.append(span)
            draft.content = spans
    return made


def _speech(text: str, draft: Draft, quotes: Sequence[Quotation]) -> Speech:
    """Say whether content is all quoted, partly, or not at all."""
    held = [quotes[k] for k in sorted(draft.quotes)]
    if not held:
        return "indirect"
    left = 0
    for span in draft.content:
        at = span.start
        for quote in held:
            if quote.start < span.end and quote.end > span.start:
                left += sum(c.isalnum() for c in text[at : max(at, quote.start)])
                at = max(at, quote.end)
        left += sum(c.isalnum() for c in text[at : span.end])
    return "direct" if left <= MARGIN else "mixed"


MARGIN = 5  # letters outside the marks that still leave a quotation direct: a complementiser, "and"


def _orphans(views: Sequence[View], made: list[Draft], quotes: Sequence[Quotation]) -> list[Draft]:
    """Give each statement that is quoted throughout, and that no cue explains, to the speaker beside it."""
    taken = {k for d in made for k in d.quotes}
    out = list(made)
    for v in views:
        words = [i for i, t in enumerate(v.toks) if t.word]
        inside = [i for i in words if v.quoted[i] >= 0]
        if not inside or len(inside) < len(words) - 1 or len(inside) < 2:
            continue
        k = v.quoted[inside[0]]
        if k in taken:
            continue
        draft = Draft(
            content=[Span(quotes[k].start, quotes[k].end)],
            how="stands alone",
            confidence=0.8 if quotes[k].closed else 0.6,
            quotes={k},
        )
        taken.add(k)
        out.append(draft)
    return out


def _finished(
    report: Report, statements: Sequence[Statement], quotes: Sequence[Quotation], draft: Draft
) -> Attribution:
    """Turn a draft into the record that leaves this stage, its speaker not resolved yet."""
    spans = [*draft.content, *([draft.cue] if draft.cue else [])]
    return Attribution(
        report_id=report.id,
        statements=_touched(statements, spans),
        speech="none" if draft.cue_kind == "attitude" else _speech(report.text, draft, quotes),
        content=tuple(draft.content),
        speaker=draft.speaker,
        cue=draft.cue,
        how=draft.how,
        confidence=draft.confidence,
    )


def _touched(statements: Sequence[Statement], spans: Sequence[Span]) -> tuple[int, ...]:
    """Return the numbers of the statements that spans meet; statements stand in the order of the text."""
    found: set[int] = set()
    for span in spans:
        n = max(0, bisect_right(statements, span.start, key=lambda s: s.start) - 1)
        while n < len(statements) and statements[n].start < span.end:
            if statements[n].end > span.start:
                found.add(n)
            n += 1
    return tuple(statements[n].n for n in sorted(found))
