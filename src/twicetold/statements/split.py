"""A report in, its statements out: lines, paragraphs, sentences; each with its kind and its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.languages import scripts
from twicetold.languages.detect import detect, speaks
from twicetold.languages.lines import headline, line_kind, lines
from twicetold.languages.lookup import FALLBACK
from twicetold.languages.rules import Rules, fold, rules
from twicetold.model import Kind, Report, Span, Statement
from twicetold.statements.blocks import paragraphs
from twicetold.statements.ends import sentences

_NOT_SAID = re.compile(r"[\W_]+")
# A statement is in another language than its report where it is in another script, or where a paragraph of at
# least this many letters is told to be so with this score.
LETTERS, SURE = 60, 0.97
_LETTERS_OF_ANOTHER_SCRIPT = 12


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    end: int
    kind: Kind
    whole: bool  # one statement, whatever marks it holds


def split(report: Report) -> tuple[Statement, ...]:
    """Cut a report into statements, numbered from 0 in the order of the text.

    Spans leave out white space around; statements and the gaps between them give the text back. A report
    without a visible character has none. Where the report's language is "und" it is detected here.
    """
    language = report.language if report.language != FALLBACK else detect(report.text).code
    statements: list[Statement] = []
    for paragraph in _paragraphs(report.text, report.title, rules(language)):
        own = _language(report.text, paragraph, language)
        if paragraph.whole:
            spans = [Span(paragraph.start, paragraph.end)]
        else:
            spans = sentences(report.text, paragraph.start, paragraph.end, rules(own))
        for span in spans:
            statements.append(
                Statement(
                    report_id=report.id,
                    n=len(statements),
                    start=span.start,
                    end=span.end,
                    text=span.quote(report.text),
                    kind=paragraph.kind,
                    language=own,
                )
            )
    return tuple(statements)


def split_text(text: str, language: str = FALLBACK) -> list[Span]:
    """Return the sentences of a plain text: each line or hand-wrapped paragraph is cut by itself."""
    table = rules(language if language != FALLBACK else detect(text).code)
    spans: list[Span] = []
    for group in paragraphs(text, lines(text), table):
        spans += sentences(text, group[0].start, group[-1].end, table)
    return spans


def _paragraphs(text: str, title: str | None, table: Rules) -> Iterator[_Paragraph]:
    """Yield paragraphs with their kind. The title, wherever it stands again as a line, is a title again."""
    found = lines(text)
    wanted = _said(title or "")
    if title is None and (first := headline(text, found, table)) is not None:
        wanted = _said(first.quote(text))
    for group in paragraphs(text, found, table):
        start, end = group[0].start, group[-1].end
        block = text[start:end]
        if wanted and len(block) < 2 * len(wanted) + 40 and _said(block) == wanted:
            yield _Paragraph(start, end, "title", True)
            continue
        if title and wanted and block.startswith(title) and block[len(title) :][:1].isspace():
            yield _Paragraph(start, start + len(title), "title", True)
            start += len(title) + len(block[len(title) :]) - len(block[len(title) :].lstrip())
            block = text[start:end]
        kind = line_kind(block, table) if len(group) == 1 else None
        yield _Paragraph(start, end, kind or "body", kind in ("dateline", "boilerplate"))


def _said(line: str) -> str:
    """Return what two lines share that say the same: letters and digits, without case and punctuation."""
    return _NOT_SAID.sub("", fold(line)) if len(line) <= 1000 else ""


def _language(text: str, paragraph: _Paragraph, language: str) -> str:
    """Return a paragraph's language: the report's, unless its script or a sure detection says another."""
    block = text[paragraph.start : paragraph.end]
    counts = scripts.count(block[:2000])
    letters = sum(counts.values())
    own_script = rules(language).script
    related = {"Kana", "Han"} if own_script in ("Kana", "Han") else {own_script}
    foreign = letters - sum(counts[name] for name in sorted(related))
    if foreign >= _LETTERS_OF_ANOTHER_SCRIPT and foreign > 0.8 * letters and not rules(language).is_fallback:
        told = detect(block)
        if scripts.main_script(counts) not in related and told.score >= 0.5:
            return told.code
    if letters >= LETTERS and paragraph.kind == "body" and not speaks(block, language):
        told = detect(block)
        if told.score >= SURE and told.code != language:
            return told.code
    return language
