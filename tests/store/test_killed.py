"""kill -9 at writes all along: no lost report that was told to be kept, no half-written event.

`python tests/helpers/killed.py PLACE 1` kills at every one; here it is every third, to save minutes. A report is
written by many more statements than that, and each kind of them comes several times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "helpers" / "killed.py"


def test_killed_while_writing(place):
    # on a server every thirteenth write: the transactions are the server's own business
    stride = 3 if "://" not in place else 13
    done = subprocess.run(
        [sys.executable, PROGRAM, place, str(stride)],
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join([str(PROGRAM.parent), os.environ.get("PYTHONPATH", "")])},
    )
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["writes"] > 100
    assert told["kills"] >= 100 // stride
