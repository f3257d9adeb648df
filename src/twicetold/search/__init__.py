"""Text goes in, terms to be looked up come out; a query and what was found go in, an order comes out.

No database here: `store/search.py` asks it. Read `terms.py` first, then `query.py`, then `ranking.py`.
"""

from twicetold.search.query import parse
from twicetold.search.terms import terms_of

__all__ = ["parse", "terms_of"]
