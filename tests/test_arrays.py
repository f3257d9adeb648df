from __future__ import annotations

import numpy as np
import pytest

from twicetold.arrays import product


def test_it_is_the_matrix_product():
    left, right = np.arange(6.0).reshape(2, 3), np.arange(12.0).reshape(3, 4)
    assert (product(left, right) == np.einsum("ij,jk->ik", left, right)).all()
    assert product(left[0], right).shape == (4,)
    assert product(left[0], right[:, 0]) == 20


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_an_error_and_no_warning(bad):
    with pytest.raises(FloatingPointError, match="not finite"):
        product(np.array([1.0, bad]), np.ones((2, 2)))
