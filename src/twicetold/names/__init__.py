"""Names in, how likely they are one name out, across scripts. Read `matching.py` first."""

from twicetold.names.likeness import similarity
from twicetold.names.matching import match
from twicetold.names.romanise import romanise

__all__ = ["match", "romanise", "similarity"]
