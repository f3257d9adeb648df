"""Records in, rows out: the library's file or server. Read `schema.py` first, then `database.py`.

SQL lives here and nowhere else. Nothing here reads, encodes or decides; `library.py` does, and hands over records.
"""

from twicetold.store.database import Database, default_place, open_database

__all__ = ["Database", "default_place", "open_database"]
