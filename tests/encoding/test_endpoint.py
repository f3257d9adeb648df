"""Embeddings endpoints, against a server on this machine that misbehaves on request."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from twicetold.encoding import endpoint as module
from twicetold.encoding import open_encoder
from twicetold.encoding.endpoint import EndpointModel, parse
from twicetold.encoding.notes import Notes
from twicetold.errors import EncoderFailed, UnknownEncoder


def vector(text: str, size: int = 8) -> list[float]:
    return [float(n) for n in np.random.default_rng(sum(map(ord, text))).normal(size=size)]


class Server(ThreadingHTTPServer):
    """Answers as `script` says, one entry a request, then as it should; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.script: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        self.server.headers.append(dict(self.headers))
        self.server.paths.append(self.path)
        step = self.server.script.pop(0) if self.server.script else None
        if isinstance(step, int):
            self.answer(step, {"error": {"message": "not   now"}}, {"Retry-After": "0"})
        elif isinstance(step, tuple):
            self.answer(step[0], {}, {"Location": step[1]})
        elif step is not None:
            self.answer(200, step)
        else:
            data = [{"index": n, "embedding": vector(t)} for n, t in enumerate(asked["input"])]
            self.answer(200, {"data": data[::-1], "model": "m"})

    def answer(self, code: int, body: Any, headers: dict[str, str] | None = None) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.01)
    monkeypatch.delenv(module.KEY, raising=False)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_rows_belong_to_their_texts(server: Server, tmp_path: Path) -> None:
    encoder = open_encoder(f"{server.url}#some%20model", cache=tmp_path)
    texts = [f"statement {n}" for n in range(70)]
    rows = encoder.encode([*texts, "", texts[3]])
    for n, text in enumerate(texts):
        wanted = np.array(vector(text))
        assert np.allclose(rows[n], wanted / np.linalg.norm(wanted), atol=1e-6)
    assert not rows[70].any()
    assert rows[71].tobytes() == rows[3].tobytes()
    assert {each["model"] for each in server.asked} == {"some model"}
    assert max(len(each["input"]) for each in server.asked) == module.BATCH
    assert sum(len(each["input"]) for each in server.asked) == 70
    assert set(server.paths) == {"/v1/embeddings"}
    count = len(server.asked)
    again = open_encoder(f"{server.url}#some%20model", cache=tmp_path)
    assert again.encode(texts[:1])[0].tobytes() == rows[0].tobytes()
    assert len(server.asked) == count


def test_the_key_goes_along_and_only_where_it_is_set(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_encoder(server.url, cache=tmp_path).encode(["a"])
    monkeypatch.setenv(module.KEY, "secret")
    encoder = open_encoder(server.url, cache=tmp_path)
    encoder.encode(["b"])
    assert "Authorization" not in server.headers[0]
    assert server.headers[-1]["Authorization"] == "Bearer secret"
    assert "model" not in server.asked[0]
    assert encoder.notes == ()


def test_an_unencrypted_key_is_said() -> None:
    notes = Notes()
    EndpointModel("http://vectors.example/v1", notes=notes, environ={module.KEY: "secret"})
    assert "unencrypted" in notes.said[0]
    assert "secret" not in notes.said[0]


@pytest.mark.parametrize("script", [[429], [500, 503], [429, 502, 504, 500]])
def test_what_fails_for_a_while_is_tried_again(server: Server, tmp_path: Path, script: list[int]) -> None:
    server.script = list(script)
    assert open_encoder(server.url, cache=tmp_path).encode(["a"]).shape == (1, 8)
    assert len(server.asked) == len(script) + 1


DATA = [{"index": 0, "embedding": [1.0, 2.0]}]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([401], r"answered 401 .*not now.*TWICETOLD_API_KEY"),
        ([404], r"answered 404"),
        ([429] * 5, r"answered 429 .*5 times"),
        ([(302, "http://127.0.0.1:9/elsewhere")], r"redirects to http://127.0.0.1:9/elsewhere"),
        ([b"<html>hello"], r"did not answer as an embeddings endpoint"),
        ([{"data": []}], r"gave 0 vectors for 1 texts"),
        ([{"data": DATA * 2}], r"gave 2 vectors for 1 texts"),
        ([{"data": [{"index": 0, "embedding": []}]}], r"vectors of no length"),
        ([{"data": [{"index": 0, "embedding": [float("nan"), 1.0]}]}], r"not numbers"),
        ([{"data": [{"index": 0, "embedding": "AAAA"}]}], r"did not answer as"),
        ([{"data": [{"index": "0", "embedding": [1.0]}]}], r"gave 1 vectors for 1 texts, or"),
        ([[]], r"did not answer as"),
        ([{"data": DATA}, {"data": [{"index": 0, "embedding": [1.0]}]}], r"gave 1 dimensions after 2"),
    ],
)
def test_what_stays_wrong_is_said(server: Server, tmp_path: Path, script: list[Any], said: str) -> None:
    server.script = list(script)
    encoder = open_encoder(server.url, cache=tmp_path)
    with pytest.raises(EncoderFailed, match=said):
        _ = [encoder.encode([text]) for text in "ab"]


def test_nobody_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.01)
    with pytest.raises(
        EncoderFailed, match=r"127\.0\.0\.1:9/v1/embeddings cannot be reached .*check the address"
    ):
        open_encoder("http://127.0.0.1:9/v1", cache=tmp_path).encode(["a"])


def test_a_long_text_goes_in_stretches(server: Server, tmp_path: Path) -> None:
    text = "word " * 1000
    [row] = open_encoder(server.url, cache=tmp_path).encode([text])
    sent = [t for each in server.asked for t in each["input"]]
    assert " ".join(sent) == text.strip()
    assert all(len(t) <= module.LONGEST for t in sent)
    assert np.isclose(np.linalg.norm(row), 1)


@pytest.mark.parametrize(
    ("spec", "url", "model"),
    [
        ("http://h:1/v1", "http://h:1/v1/embeddings", ""),
        ("http://h/v1/embeddings#m", "http://h/v1/embeddings", "m"),
        ("https://h/?version=2#a/b", "https://h/embeddings?version=2", "a/b"),
    ],
)
def test_addresses(spec: str, url: str, model: str) -> None:
    assert (parse(spec).url, parse(spec).model) == (url, model)


@pytest.mark.parametrize(
    "spec", ["http://", "http://[", "http://h:port/v1", "https://user:word@h/v1", "e6", "st:", "ftp://h", ""]
)
def test_no_address_and_no_encoder(spec: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownEncoder) as caught:
        open_encoder(spec, cache=tmp_path)
    assert "word" not in str(caught.value)
