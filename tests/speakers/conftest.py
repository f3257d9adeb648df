from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from twicetold.model import Report, Statement

Made = tuple[Report, tuple[Statement, ...]]


def make(lines: list[str], language: str, report_id: str = "A") -> Made:
    """A report whose statements are the lines given."""
    lines = [unicodedata.normalize("NFC", line) for line in lines]
    statements, at = [], 0
    for n, line in enumerate(lines):
        statements.append(
            Statement(report_id=report_id, n=n, start=at, end=at + len(line), text=line, language=language)
        )
        at += len(line) + 1
    return Report(id=report_id, text="\n".join(lines), language=language), tuple(statements)


@pytest.fixture
def report() -> Callable[..., Made]:
    return make
