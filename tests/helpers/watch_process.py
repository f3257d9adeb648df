"""A watch as a process of its own, with the played encoder: `python watch_process.py OPTIONS-AS-JSON`.

`die` kills it at that commit to the library, before or after it, as a power cut would.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> int:
    from played_encoder import Plain
    from sqlalchemy import event

    import twicetold as tt
    from twicetold.cli.watch import _put, _say
    from twicetold.watching import Stop, Stopped, Watcher, WatchOptions

    given: dict[str, Any] = json.loads(sys.argv[1])
    settings = tt.Settings(cache=given["cache"], allow_private=True)
    stop = Stop()
    try:
        with stop.signals(), tt.Library(given["library"], settings=settings, encoder=Plain()) as library:
            if given.get("die"):
                commits = iter(range(1, 10_000))

                @event.listens_for(library.database.engine, "commit")
                def _(_connection: Any) -> None:
                    if next(commits) == given["die"]:
                        sys.stdout.flush()
                        os._exit(9)

            options = WatchOptions(
                delay=0.0, every=given.get("every", 600.0), webhook=given.get("webhook"), retry=0.05
            )
            Watcher(library, given["sources"], options, put=_put, say=_say, stop=stop).run(
                once=given.get("once", True)
            )
    except Stopped:
        _say("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
