"""Vectors as whole numbers of eight bits, the same for every engine.

What an engine keeps of a vector decides how near it finds it; where all keep the same, all give
the same order.
"""

from __future__ import annotations

import numpy as np


def rounded(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of whole numbers, the largest of each being 127, and by what each row is multiplied
    to have unit length. A row of zeros stays one."""
    matrix = np.atleast_2d(np.asarray(vectors, dtype=np.float32))
    largest = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-9)
    values = np.rint(matrix * (127 / largest)).astype(np.int8)
    lengths = np.linalg.norm(values.astype(np.float32), axis=1)
    return values, 1 / np.maximum(lengths, 1e-9)
