"""How near the passages of an index are to a query's vector."""

from __future__ import annotations

import numpy as np
import tantivy

from .reader import Snapshot
from .vectors import VectorFile


class Nearness:
    """The products of a query's vector with those of the passages of a language, exactly, within
    the filters."""

    def __init__(
        self,
        at: Snapshot,
        file: VectorFile,
        lang: str,
        vector: np.ndarray,
        filters: list[tantivy.Query],
    ) -> None:
        self._at = at
        self._rows, self._addresses = at.placed(lang, *filters) if filters else at.alive(lang)
        self._products = file.scores(vector, self._rows)

    def best(self, limit: int) -> list[tantivy.DocAddress]:
        """Addresses of the nearest passages."""
        best = np.arange(len(self._rows))
        if limit < len(best):
            best = np.sort(np.argpartition(-self._products, limit - 1)[:limit])
        best = best[np.argsort(-self._products[best], kind="stable")]
        return [self._addresses[i] for i in best]

    def of(self, addresses: list[tantivy.DocAddress]) -> list[float | None]:
        """The product of each of these passages, None for one without a vector."""
        rows = self._at.rows(addresses)
        known = [i for i, row in enumerate(rows) if row is not None]
        wanted = np.array([rows[i] for i in known], dtype=np.int64)
        places = np.searchsorted(self._rows, wanted)
        found: list[float | None] = [None] * len(rows)
        for i, product in zip(known, self._products[places].tolist(), strict=True):
            found[i] = product
        return found
