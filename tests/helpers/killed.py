"""Kills a child at its n-th write to a library, for every n, and looks at what is left. Run as a program.

`python killed.py PLACE STRIDE` prints a line of JSON: how many writes there are, how often a child was killed, and what
was found wrong. The children are forked, so that each costs no start of Python.
"""

from __future__ import annotations

import json
import os
import signal
import sys

import sqlalchemy as sa
from played_encoder import Plain

import twicetold as tt

BRIDGE = "The old bridge at Velmora was opened on Tuesday.\nMayor Ilse Torvald said the work had cost 42,000 marks."
AGAIN = "The old bridge at Velmora was opened again on Tuesday.\nMayor Ilse Torvald said that it cost 42,000 marks."
SWANS = (
    "Seven swans were seen on the lake of Upper Kessel on Sunday.\nChildren fed them with bread until dark."
)
WRITES = ("INSERT", "UPDATE", "DELETE")


def steps(library, run):
    """Yield after each change. Names carry the number of the run, so that one library serves all runs."""
    a, b, s = (f"{name}{run}" for name in "abs")
    bridge, again, swans = (_own(text, run) for text in (BRIDGE, AGAIN, SWANS))
    library.add(tt.Report(id=a, text=bridge), tt.Report(id=s, text=swans))
    yield
    library.add(tt.Report(id=b, text=again))
    yield
    library.add(tt.Report(id=a, text=f"{bridge}\nBoats must wait."))
    yield
    library.merge(library.report(a).event, library.report(s).event)
    yield
    library.remove(b)
    yield
    library.undo()
    yield


def _own(text, run):
    """Return the text in words that no other run has."""
    return "\n".join(
        " ".join(word.strip(".") + f"x{run}" for word in line.split()) + "." for line in text.split("\n")
    )


def seen(library, run):
    """Return after which step the library is; raise where it is between two."""
    there = {each.id: each for each in library.reports()}
    a, b, s = (there.get(f"{name}{run}") for name in "abs")
    changes = [c for c in library.changes() if f"b{run}" in c.told.split() or (a and a.event in c.told)]
    kinds = [(c.kind, c.undone) for c in changes][::-1]
    assert (a is None) == (s is None), "half of a batch"
    if a is None:
        assert b is None
        return 0
    if kinds[-1:] == [("remove", True)]:
        assert b is not None
        return 6
    if kinds[-1:] == [("remove", False)]:
        assert b is None, "a removal that is noted but not done"
        return 5
    if b is None:
        assert a.revision == 1
        return 1
    if any(kind == "merge" for kind, _ in kinds) and a.event == s.event:
        return 4
    assert len(library.report(a.id).revisions) == a.revision
    return 1 + a.revision


def killed(place, run, at):
    """Run the steps in a child that is killed before its write number `at`; return the steps that it told of."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        library = tt.Library(place, encoder=Plain())
        left = at

        def count(statement):
            nonlocal left
            if statement.lstrip().upper().startswith(WRITES) or statement == "COMMIT":
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        engine = library.database.engine
        sa.event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: count(statement))
        sa.event.listen(engine, "commit", lambda _c: count("COMMIT"))
        try:
            for _ in steps(library, run):
                os.write(write, b".")
            os.write(write, b"!")
        except BaseException as error:
            os.write(write, repr(error).encode() + b"!")
        os._exit(0)
    os.close(write)
    told = b""
    while piece := os.read(read, 100):
        told += piece
    os.close(read)
    os.waitpid(child, 0)
    return told


def main(place, stride):
    warm = tt.Library(place, encoder=Plain())  # loads all that the children need
    list(steps(warm, 0))
    warm.close()
    wrong, at, kills = [], 1, 0
    while True:
        told = killed(place, at, at)
        library = tt.Library(place, encoder=Plain())
        try:
            state = seen(library, at)
            if state not in (told.count(b"."), told.count(b".") + 1):
                wrong.append(f"write {at}: told of {told!r}, found step {state}")
            wrong += [f"write {at}: {each.what}" for each in library.check()]
        except Exception as error:
            wrong.append(f"write {at}: {type(error).__name__} {error}")
        finally:
            library.close()
        if told.endswith(b"!") or len(wrong) > 5:
            wrong += [] if told == b"......!" else [f"the last run told {told!r}"]
            break
        kills += 1
        at += stride
    sys.stdout.write(json.dumps({"writes": at, "kills": kills, "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
