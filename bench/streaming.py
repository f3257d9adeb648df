"""Gigabytes through `twicetold read -`: reports a second, and the most memory that all its processes held.

`python -m bench.streaming [--bytes 10e9] [jsonl warc]`; as a topic of `python -m bench` it sends a tenth of that.
What is read is made up while it is sent, through a pipe, so nothing is kept on disk. JSON Lines: texts of 200 to
20,000 characters, no language said, a broken line among each hundred. WARC, gzip record by record: of each hundred
records 30 plain texts, 3 pages, 64 images, 2 broken pages, one record that breaks off. Memory is the sum of the peaks
(VmHWM) of all processes, which is never less than the peak of the sum (Linux only).
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

Figure = tuple[str, float, str]
LEAST, MOST = 1_000_000_000, 10_000_000_000
QUICK = 50_000_000
TARGETS = {
    "JSON Lines, peak memory in MB": ("<=", 200.0),
    "WARC, peak memory in MB": ("<=", 700.0),
}
_WORDS = (
    "the river office of Velmora said on Monday that water at gauge had fallen by three metres after a week "
    "rain council minister harbour ferry strike was not for two days in which nobody could cross"
)


def json_lines() -> Iterator[bytes]:
    """Yield lines without end."""
    texts = _texts(200, 20_000)
    for n, text in enumerate(texts):
        yield (
            b'{"title": "broken\n'
            if n % 100 == 99
            else json.dumps({"title": f"Gauge {n}", "text": text}).encode() + b"\n"
        )


def warc() -> Iterator[bytes]:
    """Yield records of a web archive without end, each a gzip member."""
    draw = random.Random(2)
    image = b"\x89PNG\r\n\x1a\n" + draw.randbytes(300_000)
    for n, text in enumerate(_texts(2_000, 40_000)):
        kind = n % 100
        if kind < 30:
            yield _record(n, "conversion", text.encode(), "text/plain")
        elif kind < 33:
            yield _record(n, "response", _http(_page(n, text[:8_000]), "text/html"), "application/http")
        elif kind < 97:
            yield _record(n, "response", _http(image, "image/png"), "application/http")
        elif kind < 99:
            yield _record(
                n, "response", _http(b"<html><body>" + b"<div>" * 9_000, "text/html"), "application/http"
            )
        else:
            yield _record(n, "conversion", b"cut", "text/plain", length=b"no number")


def _texts(least: int, most: int) -> Iterator[str]:
    """Yield texts from one long one: making them must be quicker than reading them."""
    draw = random.Random(1)
    words = _WORDS.split()
    whole = " ".join(draw.choice(words) + "." * (draw.random() < 0.08) for _ in range(40_000))
    while True:
        start = draw.randrange(len(whole) - most)
        yield whole[start : start + draw.randrange(least, most)]


def _page(n: int, text: str) -> bytes:
    told = "".join(f"<p>{part.strip()}.</p>" for part in text.split(".") if part.strip())
    return f"<html lang=en><title>Gauge {n}</title><body><h1>Gauge {n}</h1><div>{told}</div></body></html>".encode()


def _http(body: bytes, kind: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _record(n: int, kind: str, data: bytes, content: str, *, length: bytes | None = None) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n:032x}>\r\nWARC-Date: 2031-05-17T09:30:00Z\r\n"
        f"WARC-Target-URI: http://outlet.invalid/{n}\r\nContent-Type: {content}\r\nContent-Length: "
    ).encode()
    whole = head + (length or str(len(data)).encode()) + b"\r\n\r\n" + data + b"\r\n\r\n"
    return gzip.compress(whole, compresslevel=0 if len(data) > 200_000 else 1)


MAKERS: dict[str, tuple[str, Callable[[], Iterator[bytes]]]] = {
    "jsonl": ("JSON Lines", json_lines),
    "warc": ("WARC", warc),
}


def stream(kind: str, size: int) -> list[Figure]:
    """Send `size` bytes (unpacked or not, as they are sent) and measure."""
    name, make = MAKERS[kind]
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        reader = subprocess.Popen(
            [sys.executable, "-m", "twicetold", "read", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        assert reader.stdin
        assert reader.stdout
        peaks: dict[int, int] = {}
        threading.Thread(target=_watch, args=(reader, peaks), daemon=True).start()
        reports = [0]
        counter = threading.Thread(target=_count, args=(reader.stdout, reports), daemon=True)
        counter.start()
        sent, inputs, half = _send(reader.stdin, make(), size, peaks)
        counter.join()
        reader.wait()
        spent = time.perf_counter() - started
        complaints.seek(0)
        skips = sum(1 for _ in complaints)
    most = sum(peaks.values()) / 1000
    lost = inputs - reports[0] - skips
    what = f"{sent / 1e9:.2f} GB, {inputs:,} inputs, {reports[0]:,} reports, {skips:,} skips"
    return [
        (
            f"{name}, peak memory in MB",
            most,
            f"{what}; {half / 1000:.0f} after a tenth; {len(peaks)} processes",
        ),
        (f"{name}, inputs neither report nor skip", float(lost), "nothing is lost"),
        (
            f"{name}, reports a second from a pipe",
            reports[0] / spent,
            f"{spent:,.0f} s with the making of them",
        ),
    ]


def _send(
    pipe: IO[bytes], pieces: Iterator[bytes], size: int, peaks: dict[int, int]
) -> tuple[int, int, float]:
    """Send pieces; return bytes, pieces, and the memory held when a tenth was sent."""
    sent = inputs = 0
    early = math.nan
    for piece in pieces:
        pipe.write(piece)
        sent += len(piece)
        inputs += 1
        if math.isnan(early) and sent > size / 10:
            early = sum(peaks.values())
        if sent >= size:
            break
    pipe.close()
    return sent, inputs, early


def _count(pipe: IO[bytes], reports: list[int]) -> None:
    while piece := pipe.read(1 << 16):
        reports[0] += piece.count(b"\n")


def _watch(reader: subprocess.Popen[bytes], peaks: dict[int, int]) -> None:
    """Keep the greatest resident memory (kB) of each process, until the reader ends."""
    while reader.poll() is None:
        for pid in (reader.pid, *_children(reader.pid)):
            if (peak := _peak(pid)) is not None:
                peaks[pid] = max(peaks.get(pid, 0), peak)
        time.sleep(0.1)


def _children(pid: int) -> list[int]:
    try:
        several = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in several for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> int | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)


def run(*, quick: bool = False) -> list[Figure]:
    """Measure both."""
    return [figure for kind in MAKERS for figure in stream(kind, QUICK if quick else LEAST)]


def main() -> None:
    """Measure what is asked for, at the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(MAKERS)}; both by default")
    parser.add_argument(
        "--bytes", type=float, default=MOST, metavar="N", help="how much to send; 10e9 by default"
    )
    args = parser.parse_args()
    for kind in args.kinds or MAKERS:
        for name, figure, note in stream(kind, int(args.bytes)):
            print(f"{name:48} {figure:12,.3f}  {note}", flush=True)


if __name__ == "__main__":
    main()
