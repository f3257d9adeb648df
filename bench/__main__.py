"""`python -m bench [TOPIC …] [--quick] [--write]`: measure, print, and with --write renew docs/benchmarks.md.

A topic is a module of this folder with `run() -> list of (name, figure, note)`; it may take `quick`, and may have
`TARGETS`, name -> (">=" or "<=" or "<", figure), and `peers_in_use()`, their versions in words. A name that ends in
" · peer" is a peer's figure beside ours.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy is loaded: one core is what is measured

import argparse  # noqa: E402
import importlib  # noqa: E402
import inspect  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

from bench import page  # noqa: E402

TOPICS = (
    "encoder",
    "splitting",
    "alignment",
    "quotes",
    "names",
    "findings",
    "reading",
    "events",
    "provenance",
)


def there() -> list[str]:
    """Return the topics that can be measured: the known ones in their order, then any other by name."""
    here = Path(__file__).parent
    found = {path.stem for path in here.glob("*.py") if "\ndef run(" in path.read_text("utf-8")}
    return [*(topic for topic in TOPICS if topic in found), *sorted(found - set(TOPICS))]


def measure(topic: str, *, quick: bool) -> page.Section:
    """Run one topic."""
    module = importlib.import_module(f"bench.{topic}")
    takes_quick = "quick" in inspect.signature(module.run).parameters
    started = time.perf_counter()
    figures = module.run(quick=quick) if takes_quick else module.run()
    return page.Section(
        topic=topic,
        figures=tuple(figures),
        targets=getattr(module, "TARGETS", {}),
        seconds=time.perf_counter() - started,
        peers=module.peers_in_use() if hasattr(module, "peers_in_use") else "",
        quick=quick and takes_quick,
    )


def main() -> None:
    """Parse, measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=f"of {', '.join(there())}; all by default")
    parser.add_argument(
        "--quick", action="store_true", help="leave out what takes longest, where a topic can"
    )
    parser.add_argument(
        "--write", action="store_true", help="renew the topics' sections of docs/benchmarks.md"
    )
    args = parser.parse_args()
    unknown = sorted(set(args.topics) - set(there()))
    if unknown:
        parser.error(f"no topic is called {', '.join(unknown)}; there are {', '.join(there())}")
    if args.quick and args.write:
        parser.error("docs/benchmarks.md holds whole runs; leave out --quick or --write")
    for topic in args.topics or there():
        print(f"== {topic}", file=sys.stderr)
        section = measure(topic, quick=args.quick)
        print(page.plain(section), flush=True)
        if args.write:
            page.renew(section)


if __name__ == "__main__":
    main()
