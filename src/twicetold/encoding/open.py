"""Open an encoder by its name."""

from __future__ import annotations

import hashlib
import importlib.metadata
import threading
from pathlib import Path

from twicetold.encoding.artefacts import built, default_folder
from twicetold.encoding.base import Encoder, Model, Progress
from twicetold.encoding.notes import Notes
from twicetold.encoding.remembering import Remembering
from twicetold.encoding.store import VectorStore
from twicetold.errors import UnknownEncoder

BUILDER = "1"  # another one whenever graph.py or tokenizer.py build something else from the same weights
VECTORS = "vectors.sqlite3"
TOKENS = "tokens.sqlite3"
TOKEN_CAP = 512 * 2**20  # bytes; about 17,000 statements of 40 tokens


def open_encoder(
    spec: str = "e5",
    *,
    cache: str | Path | None = None,
    threads: int = 0,
    progress: Progress | None = None,
    ahead: bool = False,
) -> Encoder:
    """Open the encoder that `spec` names.

    `"e5"` is the embedded one; `"st:MODEL"` a sentence-transformers model, a folder or a name (needs
    `twicetold[st]`); `"http://…"` or `"https://…"` an OpenAI-compatible embeddings endpoint, `#MODEL` at its
    end naming the model, the key from `TWICETOLD_API_KEY`. Only the last sends text off this machine, only
    where asked for.

    `cache` is the folder of built models and kept vectors (`None` or empty: the user's cache folder);
    `threads` 0 means one for each core; `progress` gets a line when something takes a while; `ahead` begins to
    load in the background where nothing is kept yet, for a caller that has other work to do first; where something
    is, `Expectant.expect` tells whether there is anything to load. Raises `UnknownEncoder`,
    `MissingExtra`, `DamagedFile` or `EncoderFailed`.
    """
    folder = Path(cache) if cache else default_folder()
    notes = Notes()
    if spec == "e5":
        return _open_e5(folder, threads, progress, notes, ahead=ahead)
    model: Model
    if spec.startswith("st:") and len(spec) > 3:
        from twicetold.encoding.transformer import TransformerModel

        model = TransformerModel(spec[3:], threads=threads)
    elif spec.startswith(("http://", "https://")):
        from twicetold.encoding.endpoint import EndpointModel

        model = EndpointModel(spec, notes=notes)
    else:
        known = "e5, st:MODEL, or the http:// or https:// address of an embeddings endpoint"
        raise UnknownEncoder(f"no encoder answers to {spec!r}; use {known}")
    return Remembering(model, VectorStore(folder / VECTORS, model.digest, notes), notes, progress)


def _open_e5(folder: Path, threads: int, progress: Progress | None, notes: Notes, *, ahead: bool) -> Encoder:
    from twicetold.encoding.e5 import E5, E5Model
    from twicetold.encoding.graph import build_graph
    from twicetold.encoding.runner import Runner
    from twicetold.encoding.token_store import TokenStore
    from twicetold.encoding.tokenizer import Tokenizer, build_model
    from twicetold.encoding.weights import open_weights

    weights = open_weights()
    for note in weights.notes:
        notes.add(note)
    made_from = weights.digest[:16]
    versions = {name: importlib.metadata.version(name) for name in ("onnxruntime", "sentencepiece")}
    say = _one_at_a_time(progress)

    def vocabulary() -> bytes:
        say("building the encoder's tokenizer, once")
        return build_model(weights.vocabulary())

    def graph() -> bytes:
        say("building the encoder's graph, once")
        return build_graph(weights)

    def tokenizer() -> Tokenizer:
        name = f"e5-{made_from}-{BUILDER}-{versions['sentencepiece']}.vocabulary"
        return Tokenizer(built(folder / name, vocabulary, notes))

    def runner() -> Runner:
        name = f"e5-{made_from}-{BUILDER}.graph"
        return Runner(built(folder / name, graph, notes), weights, threads=threads)

    digest = _digest(weights.digest, BUILDER)
    # another version of the runtime may round otherwise: its vectors are never mixed with this one's
    kept_under = _digest(digest, *versions.values())
    store = VectorStore(folder / VECTORS, kept_under, notes)
    pieces = VectorStore(folder / TOKENS, _digest(kept_under, "pieces"), notes, cap=TOKEN_CAP)
    states = VectorStore(folder / TOKENS, kept_under, notes, cap=TOKEN_CAP)
    model = E5Model(weights, digest, tokenizer, runner)
    if ahead and not (folder / TOKENS).exists():
        model.open_ahead()
    return E5(model, store, notes, progress, tokens=TokenStore(pieces, states))


def _one_at_a_time(progress: Progress | None) -> Progress:
    """Return a progress that two threads may call at once."""
    lock = threading.Lock()

    def say(words: str) -> None:
        if progress is not None:
            with lock:
                progress(words)

    return say


def _digest(*parts: str) -> str:
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=16).hexdigest()
