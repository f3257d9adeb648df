"""Records in, plain view data out: what the text view, the JSON and the page all read. `contract.py` first.

`to_dict` is the JSON of the contract, `to_pandas` a table of statements, `view_of` what a reader is shown.
"""

from twicetold.views.contract import to_dict
from twicetold.views.frame import to_pandas
from twicetold.views.reader import view_of

__all__ = ["to_dict", "to_pandas", "view_of"]
