"""The default encoder: vectors that depend on the text alone, tokens, long and empty texts."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from own_sentences import SENTENCES

from twicetold.encoding import e5, open_encoder
from twicetold.encoding.base import TokenEncoder, Vectors


def uncached(cache: Path, tmp_path: Path, *, threads: int) -> TokenEncoder:
    """The encoder with nothing remembered: the built files are there, the vectors are not."""
    for each in cache.glob("e5-*"):
        target = tmp_path / each.name
        if not target.exists():
            target.hardlink_to(each)
    (tmp_path / "vectors.sqlite3").unlink(missing_ok=True)
    found = open_encoder(cache=tmp_path, threads=threads)
    assert isinstance(found, TokenEncoder)
    return found


def random_texts(count: int) -> list[str]:
    """Word salad in many scripts, 1 to 24 words."""
    draw = random.Random(7)
    words = [word for sentence in SENTENCES for word in sentence.split()]
    return [" ".join(draw.choices(words, k=draw.randint(1, 24))) for _ in range(count)]


def test_same_bytes_in_any_batch_order_and_number_of_threads(cache: Path, tmp_path: Path) -> None:
    texts = random_texts(500)
    together = uncached(cache, tmp_path, threads=1).encode(texts)
    order = list(range(len(texts)))
    random.Random(3).shuffle(order)
    two = uncached(cache, tmp_path, threads=2)
    shuffled = two.encode([texts[n] for n in order])
    assert shuffled.tobytes() == together[order].tobytes()
    three = uncached(cache, tmp_path, threads=3)
    for start in range(0, 40, 9):
        some = three.encode(texts[start : start + 9])
        assert some.tobytes() == together[start : start + 9].tobytes()
    alone = uncached(cache, tmp_path, threads=1)
    for n in range(100, 115):
        assert alone.encode([texts[n]])[0].tobytes() == together[n].tobytes()


def test_same_bytes_whether_remembered_or_not(cache: Path, tmp_path: Path) -> None:
    texts = random_texts(20)
    first = uncached(cache, tmp_path, threads=2)
    fresh = first.encode(texts)
    again = open_encoder(cache=tmp_path, threads=1)
    assert again.encode(texts[::-1])[::-1].tobytes() == fresh.tobytes()
    assert not again._model.is_open  # type: ignore[attr-defined]  # neither tokenizer nor graph was opened


def test_tokens_are_the_same_bytes_in_any_company(cache: Path, tmp_path: Path) -> None:
    texts = [*SENTENCES, SENTENCES[0], ""]
    together = uncached(cache, tmp_path, threads=2).encode_tokens(texts)
    after = uncached(cache, tmp_path, threads=1)
    after.encode(texts)  # leaves the tokens at hand
    for n in (1, 4, 10, 17):
        text = texts[n]
        alone = uncached(cache, tmp_path, threads=1).encode_tokens([text])[0]
        at_hand = after.encode_tokens([text])[0]
        assert alone.vectors.tobytes() == together[n].vectors.tobytes() == at_hand.vectors.tobytes()
        assert alone.spans == together[n].spans == at_hand.spans


def test_tokens_point_at_words_and_have_length_one(encoder: TokenEncoder) -> None:
    text = "  The ferry left."
    [tokens] = encoder.encode_tokens([text])
    assert tokens.vectors.shape == (len(tokens.spans), encoder.dimensions)
    assert tokens.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-3)
    assert "".join(text[s.start : s.end] for s in tokens.spans) == "Theferryleft."
    assert len(tokens.pieces) == len(tokens.spans)


def test_translations_are_nearest(encoder: TokenEncoder) -> None:
    vectors = encoder.encode(SENTENCES)
    unlike = vectors[[10, 15]]
    for each in vectors[1:10]:
        assert vectors[0] @ each > (unlike @ vectors[0]).max()


@pytest.mark.parametrize("text", ["", " \n", "\x00", "\u200d\u061c", "\u200b"])
def test_nothing_to_read_gives_zeros(encoder: TokenEncoder, text: str) -> None:
    for rows in (encoder.encode([text, "a"]), encoder.encode_static([text, "a"])):
        assert not rows[0].any()
        assert rows[1].any()
    assert encoder.encode_tokens([text])[0].spans == ()


def test_no_texts_give_no_rows(encoder: TokenEncoder) -> None:
    assert encoder.encode([]).shape == encoder.encode_static([]).shape == (0, encoder.dimensions)
    assert encoder.encode_tokens([]) == []


def test_broken_characters_do_no_harm(encoder: TokenEncoder) -> None:
    rows = encoder.encode(["The ferry\x00 left.", "The ferry  left.", "left \ud800", "left \ufffd"])
    assert rows[0].tobytes() == rows[1].tobytes()
    assert rows[2].tobytes() == rows[3].tobytes()
    assert np.isfinite(rows).all()


def test_decomposed_text_has_the_same_vector(encoder: TokenEncoder) -> None:
    rows = encoder.encode(["Café in Zürich", "Cafe\u0301 in Zu\u0308rich"])
    assert rows[0].tobytes() == rows[1].tobytes()


def test_a_long_text_is_read_to_its_end(encoder: TokenEncoder) -> None:
    start, end = " ".join(SENTENCES * 3), " The trial was put off until the spring." * 60
    rows = encoder.encode([start, start + end, end])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert rows[1] @ rows[2] > rows[0] @ rows[2] + 0.01
    [tokens] = encoder.encode_tokens([start + end])
    assert len(tokens.spans) > 1000
    assert tokens.spans[-1].end == len(start + end)
    assert tokens.vectors.shape == (len(tokens.spans), encoder.dimensions)


def test_an_endless_text_is_bounded(encoder: TokenEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "LONGEST", 300)
    monkeypatch.setattr(e5, "LONGEST_TEXT", 5_000)
    [row] = encoder.encode(["word " * 200_000])
    assert np.isfinite(row).all()
    assert len(encoder.encode_tokens(["word " * 200_000])[0].spans) == 300


def test_static_vectors_weigh_rare_words_more(encoder: TokenEncoder) -> None:
    rows: Vectors = encoder.encode_static(["the ferry of the", "ferry", "the of the"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert rows[0] @ rows[1] > 0.9
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_static_vectors_do_not_depend_on_company(encoder: TokenEncoder) -> None:
    together = encoder.encode_static(SENTENCES)
    for n, text in enumerate(SENTENCES):
        assert np.abs(encoder.encode_static([text])[0] - together[n]).max() == 0


def test_tokens_at_hand_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "RECENT_BYTES", 100)
    recent = e5._Recent()
    for n in range(10):
        recent.put((n,), np.zeros(10, np.float32))
    assert recent.get((9,)) is not None
    assert recent.get((0,)) is None
    assert recent._bytes <= 100


def test_it_works_in_a_forked_child(encoder: TokenEncoder) -> None:
    import os

    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    wanted = encoder.encode_tokens(["A text that nothing has seen."])[0].vectors.tobytes()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        fresh = encoder._e5  # type: ignore[attr-defined]
        fresh._recent = e5._Recent()
        same = encoder.encode_tokens(["A text that nothing has seen."])[0].vectors.tobytes() == wanted
        os.write(write, b"y" if same else b"n")
        os._exit(0)
    os.close(write)
    assert os.read(read, 1) == b"y"
    os.waitpid(child, 0)
    os.close(read)


def test_loading_ahead_changes_nothing(cache: Path, encoder: TokenEncoder) -> None:
    ahead = open_encoder(cache=cache, threads=1, ahead=True)
    assert isinstance(ahead, TokenEncoder)
    for ours, theirs in zip(ahead.encode_tokens(SENTENCES), encoder.encode_tokens(SENTENCES), strict=True):
        assert ours.vectors.tobytes() == theirs.vectors.tobytes()


def test_both_at_once_are_what_each_gives(encoder: TokenEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "BOTH", 5)
    rows, tokens = encoder.encode_both(SENTENCES)
    assert rows.tobytes() == encoder.encode(SENTENCES).tobytes()
    for ours, theirs in zip(tokens, encoder.encode_tokens(SENTENCES), strict=True):
        assert (ours.vectors.tobytes(), ours.spans) == (theirs.vectors.tobytes(), theirs.spans)
    assert encoder.encode_both([])[0].shape == (0, encoder.dimensions)
