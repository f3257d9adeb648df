"""Encoders from sentence-transformers, on a tiny model made here."""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path

import numpy as np
import pytest
from own_sentences import SENTENCES

from twicetold.encoding import open_encoder
from twicetold.encoding import transformer as module
from twicetold.encoding.base import TokenEncoder
from twicetold.errors import EncoderFailed, MissingExtra

INSTALLED = importlib.util.find_spec("sentence_transformers") is not None
needs = pytest.mark.skipif(not INSTALLED, reason="needs sentence-transformers: pip install 'twicetold[st]'")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT with random weights that knows single characters, saved in a folder."""
    folder = tmp_path_factory.mktemp("model")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what other packages warn of at import is theirs
        import torch
        from sentence_transformers import SentenceTransformer, models
        from transformers import BertConfig, BertModel, BertTokenizer
    letters = sorted(
        {c for s in SENTENCES for c in s.lower() if not c.isspace()} | set("abcdefghijklmnopqrstuvwxyz")
    )
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    layer = models.Transformer(str(folder / "bert"), max_seq_length=64)
    pooling = models.Pooling(layer.get_word_embedding_dimension())
    SentenceTransformer(modules=[layer, pooling], device="cpu").save(str(folder / "whole"))
    return folder / "whole"


@needs
@pytest.mark.filterwarnings("ignore")
def test_a_model_from_a_folder(model: Path, tmp_path: Path) -> None:
    encoder = open_encoder(f"st:{model}", cache=tmp_path / "a")
    rows = encoder.encode([*SENTENCES, "", SENTENCES[0]])
    assert rows.shape == (len(SENTENCES) + 2, 48)
    assert encoder.dimensions == 48
    assert not isinstance(encoder, TokenEncoder)
    assert np.allclose(np.linalg.norm(rows[: len(SENTENCES)], axis=1), 1, atol=1e-6)
    assert not rows[-2].any()
    assert rows[-1].tobytes() == rows[0].tobytes()
    alone = open_encoder(f"st:{model}", cache=tmp_path / "b", threads=1)
    assert alone.digest == encoder.digest
    for n in (3, 1):
        assert np.abs(alone.encode([SENTENCES[n]])[0] - rows[n]).max() < 1e-6
    kept = open_encoder(f"st:{model}", cache=tmp_path / "a")
    assert kept.encode([SENTENCES[5]])[0].tobytes() == rows[5].tobytes()


@needs
@pytest.mark.filterwarnings("ignore")
def test_a_long_text_is_read_to_its_end(model: Path, tmp_path: Path) -> None:
    encoder = open_encoder(f"st:{model}", cache=tmp_path)
    start = "a quiet day in the harbour " * 8
    rows = encoder.encode([start, start + "zzzz xxxx qqqq " * 8])
    assert np.abs(rows[0] - rows[1]).max() > 1e-3


@needs
@pytest.mark.filterwarnings("ignore")
def test_a_folder_without_a_model_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderFailed, match=r"cannot open .*empty"):
        open_encoder(f"st:{tmp_path / 'empty'}", cache=tmp_path)


def test_a_missing_package_is_named_with_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'twicetold\[st\]'"):
        open_encoder("st:any", cache=tmp_path)
