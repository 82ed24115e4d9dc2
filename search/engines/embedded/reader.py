"""What a process knows of an index on disk: kept between searches, renewed when it changes."""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import fields
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import tantivy

from search.analysis import LANGUAGES
from search.engines.base import Candidate, EngineUnavailable

from . import schema as layout
from .vectors import VectorFile

META = "medina.json"
#: Passages of an index that a process remembers, some 1.5 KB each.
MOST_PASSAGES = 50_000
_PASSAGE = tuple(field.name for field in fields(Candidate) if field.name != "nearness")

#: Rows of a vector file and the addresses of their passages.
Placed = tuple[np.ndarray, list[tantivy.DocAddress]]


class Snapshot:
    """An index as it stood at one commit: its searcher, and what is derived from it."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self.searcher = searcher
        self.schema = schema
        self._alive: dict[str, Placed] = {}
        self._works: list[dict[str, Any]] | None = None
        # It must not lead back to this object: what a newer commit replaces then goes at once,
        # though a web process has its collector of garbage leave out what it began with.
        self._passage = lru_cache(maxsize=MOST_PASSAGES)(partial(_read_passage, searcher, {}))

    @cached_property
    def passages(self) -> dict[str, int]:
        """How many passages there are of each language."""
        return {
            lang: self.count(self.of(layout.PASSAGE, self.term("lang", lang))) for lang in LANGUAGES
        }

    @cached_property
    def spellings(self) -> list[str]:
        """The folded words of titles and names; looked up once for each commit, when first
        needed."""
        alive = self.term("type", layout.SUGGESTION)
        terms = self.searcher.terms_with_prefix("folded", "", filter_query=alive)
        return [term for term, count in terms if count]

    def term(self, name: str, value: str) -> tantivy.Query:
        """Documents that hold exactly this value in a field."""
        return tantivy.Query.term_query(self.schema, name, value, index_option="basic")

    def of(self, kind: str, *queries: tantivy.Query) -> tantivy.Query:
        """Documents of one type that answer all the queries."""
        parts = [self.term("type", kind), *queries]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

    def find(self, query: tantivy.Query, limit: int | None = None) -> list[tantivy.DocAddress]:
        """Addresses of what answers a query, all of it where no limit is given."""
        limit = self.searcher.num_docs if limit is None else limit
        hits = self.searcher.search(query, limit=max(limit, 1), count=False).hits
        return [address for _score, address in hits]

    def count(self, query: tantivy.Query) -> int:
        """How many documents answer a query."""
        return self.searcher.search(query, limit=1, count=True).count  # type: ignore[attr-defined]

    def blobs(self, addresses: list[tantivy.DocAddress]) -> list[dict[str, Any]]:
        """What is stored at those addresses."""
        return [layout.blob(self.searcher.doc(address)) for address in addresses]

    def passage(self, address: tantivy.DocAddress) -> tuple[Any, ...]:
        """What a `Candidate` holds of the passage at an address, but for its nearness. Those asked
        last are remembered: reading them again takes longer than finding them."""
        return self._passage(address.segment_ord, address.doc)

    def documents(self) -> dict[str, int]:
        """How many documents each work has."""
        every = tantivy.Query.all_query()
        return dict(self.searcher.terms_with_prefix("work", "", filter_query=every))

    def alive(self, lang: str) -> Placed:
        """All passages of a language with a vector; looked up once for each commit."""
        if lang not in self._alive:
            self._alive[lang] = self.placed(lang)
        return self._alive[lang]

    def placed(self, lang: str, *filters: tantivy.Query) -> Placed:
        """The passages of a language that pass the filters and have a vector: their rows in
        the vector file, ascending, and their addresses in the same order."""
        found = self.find(self.of(layout.PASSAGE, self.term("lang", lang), *filters))
        if not found:
            return np.zeros(0, dtype=np.int64), []
        pairs = [(row, i) for i, row in enumerate(self.rows(found)) if row is not None]
        pairs.sort()
        places = np.array([row for row, _ in pairs], dtype=np.int64)
        return places, [found[i] for _, i in pairs]

    def next_row(self, lang: str) -> int:
        """The number after the highest row that a passage of a language has."""
        query = self.of(layout.PASSAGE, self.term("lang", lang))
        hits = self.searcher.search(query, limit=1, count=False, order_by_field="row").hits
        return hits[0][0] + 1 if hits and hits[0][0] is not None else 0

    def rows(self, addresses: list[tantivy.DocAddress]) -> list[int | None]:
        """The rows that passages have in the vector file, None for those without a vector."""
        if not addresses:
            return []
        return cast(list[int | None], self.searcher.fast_field_values("row", addresses))

    def works(self) -> list[dict[str, Any]]:
        """What is stored of every work; read once for each commit, when first needed."""
        if self._works is None:
            self._works = self.blobs(self.find(self.of(layout.WORK)))
        return self._works


class Reader:
    """Gives the latest snapshot of one index to one process; safe between threads."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._born: tuple[int, ...] = ()
        self._index: tantivy.Index | None = None
        self._snapshot: Snapshot | None = None
        self._files: dict[str, VectorFile] = {}
        self.dims = 0

    def snapshot(self) -> Snapshot:
        """The index as last committed. EngineUnavailable where there is none."""
        try:
            born = _signature(self.directory / META)
            seen = (os.getpid(), *born, *_signature(self.directory / "meta.json"))
            with self._lock:
                if self._snapshot is None or seen != self._seen:
                    self._open(born, seen)
                assert self._snapshot is not None
                return self._snapshot
        except (OSError, ValueError) as error:
            raise EngineUnavailable(f"index {self.directory.name}: {error}") from error

    def wounded(self, at: Snapshot) -> set[str]:
        """Works with a passage whose vector is lost."""
        found = set()
        for lang in LANGUAGES:
            places, addresses = at.placed(lang)
            for number in np.flatnonzero(self.vectors(lang).lost(places)):
                found.add(at.passage(addresses[number])[0])
        return found

    def vectors(self, lang: str) -> VectorFile:
        """The vector file of a language."""
        return self._files[lang]

    def _open(self, born: tuple[int, ...], seen: tuple[int, ...]) -> None:
        # An index opened before a fork never reloads in the child: the process counts too.
        if self._index is None or (os.getpid(), *born) != self._born:
            self._index = tantivy.Index(layout.schema(), path=str(self.directory), reuse=True)
            self._index.config_reader("manual")
            self._born = (os.getpid(), *born)
            self.dims = int(read_meta(self.directory).get("dims", 0))
            self._files = {lang: VectorFile(self.directory, lang, self.dims) for lang in LANGUAGES}
        self._index.reload()
        self._snapshot = Snapshot(self._index.searcher(), self._index.schema)
        self._seen = seen


def _read_passage(
    searcher: tantivy.Searcher, facets: dict[str, Any], segment: int, number: int
) -> tuple[Any, ...]:
    stored = layout.blob(searcher.doc(tantivy.DocAddress(segment, number)))
    stored["stems"] = tuple(map(sys.intern, stored["stems"].split()))
    # Those of a work are the same for all its passages, and kept once.
    stored["facets"] = facets.setdefault(stored["work"], stored["facets"])
    return tuple(stored[name] for name in _PASSAGE)


def read_meta(directory: Path) -> dict[str, str]:
    """The `meta` an index was created with."""
    return json.loads((directory / META).read_text(encoding="utf-8"))


def _signature(path: Path) -> tuple[int, ...]:
    stat = path.stat()
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)
