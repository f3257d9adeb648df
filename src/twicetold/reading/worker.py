"""Parsing happens in a child process that can be killed.

A document has a wall-clock limit and a memory limit.

The parent sends a task (JSON, then bytes) and gets answers (JSON) until one says "end". Nothing is ever
unpickled: a child that hostile input has taken over can only send text. One child serves all documents, one
after the other; it ends when the parent does.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from twicetold.reading.limits import MAX_FRAME, MAX_MEMORY, Broken, TooMuch

_START = 30.0  # seconds a child may take to start on a slow machine, beyond the document's own time
_LENGTH = struct.Struct("!I")
_PACKAGE = str(Path(__file__).parents[2])


class Worker:
    """A child process for parsing. Use `shared()`; make one only to have one of your own."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
        self._turn = threading.Lock()
        self._torn = False  # whether the pipe to the child is broken

    def run(
        self, task: str, data: bytes = b"", *, seconds: float, total: bool = True, **facts: Any
    ) -> Iterator[dict[str, Any]]:
        """Yield the answers to a task. `seconds` bound the whole of it, or with `total=False` each answer.

        Raises `TooMuch` where time or memory ran out, `Broken` where the task failed or the child died.
        """
        with self._turn:
            fresh = self._child is None
            child = self._start()
            done = False
            try:
                self._send(child, task, data, facts)
                yield from self._receive(seconds, fresh=fresh, total=total)
                done = True
            except Broken:
                done = self._child is not None and child.poll() is None and not self._torn
                raise
            finally:
                if not done:
                    self.close()

    def close(self) -> None:
        """Kill the child, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        path = os.pathsep.join(p for p in (_PACKAGE, os.environ.get("PYTHONPATH", "")) if p)
        # -P: a file in the current folder must not stand in for a library
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "twicetold.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        )
        self._child, self._answers, self._torn = child, queue.Queue(maxsize=64), False
        threading.Thread(target=_listen, args=(child.stdout, self._answers), daemon=True).start()
        return child

    def _send(self, child: subprocess.Popen[bytes], task: str, data: bytes, facts: Mapping[str, Any]) -> None:
        head = json.dumps({"task": task, **facts}).encode()
        pipe = child.stdin
        assert pipe is not None
        try:
            pipe.write(_LENGTH.pack(len(head)) + head + _LENGTH.pack(len(data)))
            pipe.write(data)
            pipe.flush()
        except OSError as error:
            self._torn = True
            raise Broken(f"the reading process ended ({error.strerror})") from None

    def _receive(self, seconds: float, *, fresh: bool, total: bool) -> Iterator[dict[str, Any]]:
        from time import monotonic

        until = monotonic() + seconds + (_START if fresh else 0.0)
        while True:
            try:
                frame = self._answers.get(timeout=max(0.0, until - monotonic()))
            except queue.Empty:
                raise TooMuch(f"took longer than {seconds:g} seconds and was stopped") from None
            if frame is None:
                self._torn = True
                raise Broken("the reading process ended unexpectedly on this input")
            answer = json.loads(frame)
            kind = answer.pop("is")
            if kind == "ready":
                until = monotonic() + seconds
                continue
            if kind == "end":
                return
            if kind == "failed":
                raise (TooMuch if answer["limit"] else Broken)(answer["why"])
            if not total:
                until = monotonic() + seconds
            yield answer


def shared() -> Worker:
    """Return the one child of this process, started when the first document needs it."""
    global _shared
    if _shared is None or _shared[0] != os.getpid():
        _shared = (os.getpid(), Worker())
        atexit.register(_shared[1].close)
    return _shared[1]


_shared: tuple[int, Worker] | None = None


def _listen(pipe: BinaryIO, answers: queue.Queue[bytes | None]) -> None:
    """Put what the child sends into the queue; `None` at its end or where it sends what is too long."""
    with contextlib.suppress(OSError, ValueError):
        while True:
            head = pipe.read(_LENGTH.size)
            if len(head) < _LENGTH.size:
                break
            (length,) = _LENGTH.unpack(head)
            frame = pipe.read(length) if length <= MAX_FRAME else b""
            if len(frame) < length:
                break
            answers.put(frame)
    answers.put(None)


def _serve() -> None:
    """Be the child: answer tasks until the parent goes away."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for taken in (0, 1):  # a library that prints must not break the answers
        os.dup2(null, taken)
    _bound()
    from twicetold.reading.tasks import run

    _answer(answers, {"is": "ready"})
    while head := tasks.read(_LENGTH.size):
        facts = json.loads(tasks.read(_LENGTH.unpack(head)[0]))
        data = tasks.read(_LENGTH.unpack(tasks.read(_LENGTH.size))[0])
        try:
            for answer in run(facts.pop("task"), data, facts):
                _answer(answers, {"is": "one", **answer})
            _answer(answers, {"is": "end"})
        except MemoryError:
            _answer(
                answers,
                {"is": "failed", "limit": True, "why": "needs more memory than one document may have"},
            )
        except TooMuch as error:
            _answer(answers, {"is": "failed", "limit": True, "why": str(error)})
        except Exception as error:
            why = str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"[:300]
            _answer(answers, {"is": "failed", "limit": False, "why": why})


def _answer(pipe: BinaryIO, answer: Mapping[str, Any]) -> None:
    frame = json.dumps(answer).encode()
    pipe.write(_LENGTH.pack(len(frame)) + frame)
    pipe.flush()


def _bound() -> None:
    """Limit the child's own memory, where the system can; leave Ctrl-C to the parent."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setrecursionlimit(5_000)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    _serve()
