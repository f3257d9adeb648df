"""Kept vectors and peers: what is kept is what was encoded, what is missing is said."""

from __future__ import annotations

import numpy as np
import pytest
from bench.gold import Problem
from bench.vectors import Bank
from played_encoder import Wordy

from bench import peers

TEXTS = ["The dam opened.", "Nine were hurt — 43 in all.", "बाँध खुला।", ""]


class Counting(Wordy):
    def __init__(self):
        self.asked = []

    def encode_both(self, texts):
        self.asked.extend(texts)
        return super().encode_both(texts)


def test_what_is_kept_is_what_was_encoded(tmp_path):
    encoder = Counting()
    assert Bank(tmp_path, encoder=encoder).warm(TEXTS) == 4
    again = Bank(tmp_path, encoder=encoder)
    assert again.warm(TEXTS) == 0
    assert sorted(encoder.asked) == sorted(TEXTS)
    vectors, tokens = again.encode_both(TEXTS[::-1])
    assert vectors.tobytes() == encoder.encode(TEXTS[::-1]).tobytes()
    for kept, made in zip(tokens, encoder.encode_tokens(TEXTS[::-1]), strict=True):
        assert kept.vectors.tobytes() == made.vectors.tobytes()
        assert (kept.spans, kept.pieces) == (made.spans, made.pieces)


def test_what_is_not_kept_is_encoded_and_not_kept(tmp_path):
    bank = Bank(tmp_path, encoder=Counting())
    bank.warm(TEXTS[:2])
    mixed = [TEXTS[2], TEXTS[0], TEXTS[2]]
    assert bank.encode(mixed).tobytes() == Wordy().encode(mixed).tobytes()
    assert [t.pieces for t in bank.encode_tokens(mixed)] == [t.pieces for t in Wordy().encode_tokens(mixed)]
    assert len(bank) == 2
    assert bank.encode([]).shape == (0, Wordy.dimensions)


def test_another_encoder_begins_anew(tmp_path):
    Bank(tmp_path, encoder=Counting()).warm(TEXTS)
    other = Counting()
    other.digest = "99" * 16
    assert len(Bank(tmp_path, encoder=other)) == 0


def sided(a, b):
    problem = Problem(name="p", languages=("en", "en"), a=("x",) * len(a), b=("y",) * len(b))
    arrays = tuple(np.array(side, np.float32).reshape(-1, 4) for side in (a, b))
    return peers.Sided(
        problem=problem, vectors=arrays, weights=tuple(np.ones(len(side), np.float32) for side in arrays)
    )


def test_mutual_neighbours_are_one_to_one():
    eye = np.eye(4)
    assert peers.mutual([sided(eye, eye[::-1])]).beads == (tuple(((n,), (3 - n,)) for n in range(4)),)
    assert peers.mutual([sided(eye, eye[:0])]).beads == ((),)
    twice = peers.mutual([sided(eye[:2], np.stack([eye[0], eye[0], eye[1]]))]).beads[0]
    assert len({a for a, _ in twice}) == len({b for _, b in twice}) == len(twice) == 2


def test_windows_are_weighted_means_that_end_where_they_say():
    vectors, weights = np.eye(4, dtype=np.float32)[:3], np.array([1, 2, 3], np.float32)
    made = peers.windows(vectors, weights)
    assert made.shape == (peers.WINDOWS, 3, 4)
    np.testing.assert_allclose(made[0], vectors)
    np.testing.assert_allclose(made[1, 2], np.array([0, 2, 3, 0]) / np.sqrt(13), atol=1e-6)
    assert not made[1, 0].any()
    assert not made[3].any()  # four sentences are more than there are


@pytest.mark.parametrize("count", range(6))
def test_a_text_may_be_shorter_than_a_window(count):
    made = peers.windows(np.ones((count, 4), np.float32), np.ones(count, np.float32))
    assert made.shape == (peers.WINDOWS, count, 4)
    filled = [int(row.any(axis=1).sum()) for row in made]
    assert filled == [max(count - k, 0) for k in range(peers.WINDOWS)]


@pytest.mark.parametrize("peer", ["bertalign", "galechurch"])
def test_a_peer_without_a_python_says_so(peer, monkeypatch, tmp_path):
    monkeypatch.setattr(peers, "OUT", tmp_path)
    monkeypatch.setenv("TWICETOLD_PEER_PYTHON", "no-such-python")
    peers.interpreter.cache_clear()
    answer = peers.PEERS[peer]([sided(np.eye(4), np.eye(4))])
    peers.interpreter.cache_clear()
    assert "TWICETOLD_PEER_PYTHON" in answer.absent
    assert answer.beads == ()
