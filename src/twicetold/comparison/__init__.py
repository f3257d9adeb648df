"""Aligned rows in, the same rows with findings and verdicts out.

Read `compare.py` first, then `material.py` (what a row holds), then any aspect: `number.py`, `detail.py`, …
"""

from twicetold.comparison.compare import compare
from twicetold.comparison.sentences import Judgement, as_reports, judge

__all__ = ["Judgement", "as_reports", "compare", "judge"]
