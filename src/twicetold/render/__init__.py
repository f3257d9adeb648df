"""View data in; text for a terminal, JSON, or one self-contained page out. Read `text.py` first.

Nothing here computes a result: what is shown was decided in `twicetold.views`.
"""
