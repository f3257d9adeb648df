"""Text in, vectors out: `open_encoder(spec)` gives an `Encoder`. Read base.py first, then e5.py."""

from twicetold.encoding.open import open_encoder

__all__ = ["open_encoder"]
