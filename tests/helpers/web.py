"""A web server on this machine that answers as a test wants, politely or not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OUTSIDE = "127.0.0.2"  # what tests take for the public internet
Answer = tuple[int, dict[str, str], bytes]
Route = Answer | bytes | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A running server: its address, what it was asked (path, headers), when."""

    host: str
    port: int
    routes: dict[str, Route]
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        """Return the address of a path."""
        return f"http://{self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """Return the paths that were asked for, without robots.txt."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@contextmanager
def site(routes: dict[str, Route], host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve `routes` until the block ends; a route is a body, an answer or a function that answers."""
    import time

    running = Site(host, 0, routes)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            running.asked.append((self.path, dict(self.headers), time.monotonic()))
            route = running.routes.get(self.path, (404, {}, b"nothing here"))
            if callable(route):
                route(self)
                return
            status, headers, body = (
                (200, {"Content-Type": "text/html"}, route) if isinstance(route, bytes) else route
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass  # a client that hangs up is what some tests are about

    server = Server((host, 0), Handler)
    running.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def closed_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
