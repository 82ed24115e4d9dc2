"""What a generation is made with where a model brings no constants of its own."""

from __future__ import annotations

import numpy as np
import pytest

from search.constants import Constants, _with_own_queries


@pytest.mark.parametrize("rows", [1, 2, 30])
def test_a_model_is_scaled_by_a_number_however_few_texts_it_has_read(rows):
    vectors = np.random.default_rng(1).normal(size=(rows, 8)).astype(np.float32)
    made = _with_own_queries(Constants(spreads={}), {"m": {"en": list(vectors)}})
    assert np.isfinite(made.spreads["m"]) and made.spreads["m"] > 0
