"""What is known per language, as data: `tables/<code>/<kind>.toml`. Read `lookup.py` first.

In: a language code (and for detection, text). Out: a table that names its fallback, never silently.
"""

from twicetold.languages.lookup import Table, codes, table

__all__ = ["Table", "codes", "table"]
