"""Reports, their statements and the links between them in; entities, times and quantities out.

Read `mention.py` first, then `spans.py` (who is named where) and `entities.py` (which names are one).
"""

from twicetold.mentions.mention import Mentioned, mention

__all__ = ["Mentioned", "mention"]
