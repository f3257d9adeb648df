"""Bytes of a web page in, the main text and what the page says of itself out. Read `page.py` first.

Runs in the child process (`reading.worker`): what is parsed here is not to be trusted.
"""

from twicetold.reading.pages.page import read_page

__all__ = ["read_page"]
