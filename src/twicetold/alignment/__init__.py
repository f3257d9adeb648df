"""Alignment: reports with statements in, rows out. Read align.py first, then evidence.py, links.py, rows.py."""

from twicetold.alignment.align import Alignment, Bead, align, align_sentences

__all__ = ["Alignment", "Bead", "align", "align_sentences"]
