"""Vectors in a file for each language, read through memory mapping.

Rows are only ever appended and never used twice; which rows are alive is known
from tantivy alone, whose commit comes after the rows are on disk. So a process
killed at any moment leaves at worst rows that nothing points to, and readers
need no lock. A row is the scale of a vector and its components as bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.engines.base import EngineUnavailable
from search.engines.rounding import rounded

#: Rows multiplied at a time: as floats they stay in the processor's cache, which makes the
#: scan nine times as fast as with thousands at once.
_CHUNK = 256


def quantise(vectors: Sequence[np.ndarray], dims: int) -> np.ndarray:
    """Rows for the file."""
    rows = np.zeros(len(vectors), dtype=_row(dims))
    if len(vectors):
        rows["values"], rows["scale"] = rounded(np.asarray(vectors))
    return rows


class VectorFile:
    """The vectors of one language of an index."""

    def __init__(self, directory: Path, lang: str, dims: int) -> None:
        self.path = directory / f"vectors-{lang}.i8"
        self.dims = dims
        self._rows = np.zeros(0, dtype=_row(dims))

    def count(self) -> int:
        """How many rows are on disk, those included that nothing points to."""
        if not self.path.exists():
            return 0
        return self.path.stat().st_size // _row(self.dims).itemsize

    def rows(self, least: int = 0) -> np.ndarray:
        """The rows on disk, mapped anew where fewer than `least` are known. EngineUnavailable where
        there are fewer: the index points to vectors that are lost."""
        if len(self._rows) < least:
            count = self.count()
            if count < least:
                raise EngineUnavailable(f"{self.path.name} has lost vectors: run search_check")
            self._rows = np.memmap(self.path, dtype=_row(self.dims), mode="r", shape=(count,))
        return self._rows

    def append(self, rows: np.ndarray, first: int) -> None:
        """Writes rows from number `first` on, the end or what was the end before rows were lost:
        these are there as zeros then. Durable on return.

        The caller holds the index's lock. A row left incomplete by a killed
        writer is cut off first.
        """
        size = _row(self.dims).itemsize
        with open(self.path, "ab") as file:
            file.truncate(self.count() * size)
            file.truncate(first * size)
            file.seek(first * size)
            file.write(rows.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def lost(self, places: np.ndarray) -> np.ndarray:
        """Which of the rows, as a mask, are not on disk or are there as zeros: their vectors are
        lost."""
        rows = self.rows(min(self.count(), int(places[-1]) + 1)) if len(places) else self.rows()
        missing = places >= len(rows)
        missing[~missing] = rows["scale"][places[~missing]] == 0
        return missing

    def cut(self, count: int) -> None:
        """Keeps the first rows only. The caller holds the index's lock and knows that no commit
        points to the others."""
        size = count * _row(self.dims).itemsize
        if self.path.exists() and self.path.stat().st_size > size:
            os.truncate(self.path, size)

    def scores(self, query: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """The product of the query with each of the wanted rows, which ascend."""
        if not len(wanted):
            return np.zeros(0, dtype=np.float32)
        end = int(wanted[-1]) + 1
        rows = self.rows(end)
        # Rows one after another are read in half the time of rows here and there.
        every = len(wanted) * 2 > end
        count = end if every else len(wanted)
        query = np.asarray(query, dtype=np.float32)
        found = np.empty(count, dtype=np.float32)
        floats = np.empty((_CHUNK, self.dims), dtype=np.float32)
        for start in range(0, count, _CHUNK):
            places = slice(start, min(start + _CHUNK, count))
            part = rows[places if every else wanted[places]]
            np.copyto(floats[: len(part)], part["values"])
            np.dot(floats[: len(part)], query, out=found[places])
            found[places] *= part["scale"]
        return found[wanted] if every else found


def _row(dims: int) -> np.dtype:
    return np.dtype([("scale", "<f4"), ("values", "i1", (dims,))])
