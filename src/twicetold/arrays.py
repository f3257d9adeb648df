"""Matrix products whose result is checked, because the processor's own flag cannot be believed.

Some kernels of the linear algebra under numpy compute on lanes that they then drop; whatever stood there may set the
"invalid" flag though every number of the result is right, and numpy turns the flag into a warning (numpy issue 24067).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def product(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return `left @ right`; raise `FloatingPointError` where a number of the result is not finite."""
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        found: npt.NDArray[Any] = left @ right
        total = np.sum(
            found
        )  # says it for all of them in a third of the time; where it overflows each is asked
    if not np.isfinite(total) and not np.isfinite(found).all():
        raise FloatingPointError("a product of vectors is not finite; were they NaN or infinite before?")
    return found
