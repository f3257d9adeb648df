"""Parquet to one answer a row, through pyarrow (an extra). Runs in a child process of its own."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

_ROWS = 64  # at a time


def read_rows(data: bytes, *, path: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield {"row"} for each row of a file (or of its bytes), a few rows in memory at a time."""
    try:
        import pyarrow.parquet as pq
    except ImportError:
        detail = "reading Parquet needs: pip install 'twicetold[parquet]'"
        yield {"reason": "needs an extra", "detail": detail}
        return
    file = pq.ParquetFile(path or io.BytesIO(data))
    for batch in file.iter_batches(batch_size=_ROWS):
        for row in batch.to_pylist():
            yield {"row": json.loads(json.dumps(row, default=str))}
    if not file.metadata.num_rows:
        yield {"reason": "empty", "detail": "a table without rows"}
