"""The child process: limits of time and memory, death, and that it can only send text."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from twicetold.reading.limits import Broken, TooMuch
from twicetold.reading.worker import Worker, shared


@pytest.fixture
def worker():
    made = Worker()
    yield made
    made.close()


def test_a_task_that_takes_too_long_is_stopped_and_the_next_one_runs(worker):
    assert list(worker.run("fragment", b"<p>one</p>", seconds=5)) == [{"text": "one"}]
    started = time.monotonic()
    with pytest.raises(TooMuch, match=r"longer than 0\.5 seconds"):
        list(worker.run("sleep", seconds=0.5, for_seconds=60))
    assert time.monotonic() - started < 5
    assert list(worker.run("fragment", b"<p>two</p>", seconds=5)) == [{"text": "two"}]


def test_an_unknown_task_is_broken_and_the_child_lives(worker):
    with pytest.raises(Broken, match="KeyError"):
        list(worker.run("no such task", seconds=5))
    child = worker._child
    assert list(worker.run("fragment", b"x", seconds=5)) == [{"text": "x"}]
    assert worker._child is child


def test_a_child_that_dies_is_broken_and_replaced(worker):
    list(worker.run("fragment", b"x", seconds=5))
    killer = threading.Timer(0.3, lambda: worker._child.kill())
    killer.start()
    with pytest.raises(Broken, match="ended unexpectedly"):
        list(worker.run("sleep", seconds=30, for_seconds=20))
    assert list(worker.run("fragment", b"x", seconds=5)) == [{"text": "x"}]


def test_a_child_that_died_between_two_tasks_is_replaced(worker):
    list(worker.run("fragment", b"x", seconds=5))
    worker._child.kill()
    worker._child.wait()
    assert list(worker.run("fragment", b"y", seconds=5)) == [{"text": "y"}]


def test_memory_is_limited(worker):
    pytest.importorskip("resource")
    with pytest.raises(TooMuch, match="memory"):
        list(worker.run("fill", seconds=30, size=4_000_000_000))


def test_answers_that_nobody_waits_for_end_the_child(worker):
    answers = worker.run("fragment", b"x", seconds=5)
    next(answers)
    answers.close()
    assert worker._child is None


def test_one_child_serves_the_process():
    assert shared() is shared()


def test_the_child_ends_with_its_parent():
    code = "from twicetold.reading.worker import shared; list(shared().run('fragment', b'x', seconds=9));"
    code += "print(shared()._child.pid, flush=True); import os; os._exit(1)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    pid = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if _is_zombie(pid):
            return
        time.sleep(0.05)
    pytest.fail("the child outlives its parent")


def _is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def test_an_answer_that_is_too_long_is_not_read():
    from io import BytesIO
    from queue import Queue

    from twicetold.reading.worker import _listen

    answers: Queue = Queue()
    _listen(BytesIO(struct.pack("!I", 0xFFFFFFFF) + b"x" * 100), answers)
    assert answers.get() is None
    _listen(BytesIO(struct.pack("!I", 7) + json.dumps({}).encode()), answers)
    assert answers.get() is None
