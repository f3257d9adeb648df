"""Many addresses at once.

Side by side across hosts, one after the other within a host, answers in the order given.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Outcome = TypeVar("Outcome")
_AHEAD = 256  # answers that may wait for a slower one before them


def in_order(
    addresses: Iterable[str], work: Callable[[str], Outcome], host_of: Callable[[str], str], *, workers: int
) -> Iterator[tuple[str, Outcome]]:
    """Yield (address, work(address)) in order.

    No two addresses of one host are ever worked on at the same time.
    """
    pool = ThreadPoolExecutor(max_workers=workers)
    queues = _Queues(pool, work)
    waiting: deque[tuple[str, Future[Outcome]]] = deque()
    try:
        for address in addresses:
            waiting.append((address, queues.put(host_of(address), address)))
            while len(waiting) >= _AHEAD:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        queues.stop()
        pool.shutdown(wait=False, cancel_futures=True)


class _Queues(Generic[Outcome]):
    """A queue for each host; at most one of its addresses is with the pool."""

    def __init__(self, pool: ThreadPoolExecutor, work: Callable[[str], Outcome]) -> None:
        self._pool, self._work = pool, work
        self._queues: dict[str, deque[tuple[str, Future[Outcome]]]] = {}
        self._lock = threading.Lock()
        self._stopped = False

    def put(self, host: str, address: str) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        with self._lock:
            queue = self._queues.get(host)
            if queue is not None:
                queue.append((address, future))
                return future
            self._queues[host] = deque([(address, future)])
        self._pool.submit(self._drain, host)
        return future

    def stop(self) -> None:
        with self._lock:
            self._stopped = True

    def _drain(self, host: str) -> None:
        while True:
            with self._lock:
                queue = self._queues[host]
                if self._stopped or not queue:
                    del self._queues[host]
                    return
                address, future = queue.popleft()
            try:
                future.set_result(self._work(address))
            except BaseException as error:
                future.set_exception(error)
