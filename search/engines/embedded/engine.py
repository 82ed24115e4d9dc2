"""The embedded engine: the contract of `search.engines.base` on local files."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import tantivy
from django.conf import settings
from filelock import FileLock, Timeout
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search import analysis
from search.analysis import LANGUAGES
from search.documents import FACETS
from search.engines.base import (
    WORKS_OF_A_TEXT,
    Candidate,
    CandidateRequest,
    Candidates,
    Engine,
    EngineUnavailable,
    IndexedWork,
    Listing,
    Suggested,
)

from . import schema as layout
from .nearness import Nearness
from .reader import META, Reader, Snapshot, read_meta
from .vectors import quantise

_HEAP = 50_000_000
_LOCK_SECONDS = 60
_MOST_VALUES = 10_000
_beside = ThreadPoolExecutor(max_workers=4, thread_name_prefix="vectors")
#: What tantivy says, always as ValueError, where it is the disk that refuses and not the document.
_DISK = re.compile(r"IO error|IoError|os error \d|Lockfile")

Filters = Mapping[str, tuple[str, ...]]


class EmbeddedEngine(Engine):
    """Indexes in directories under `root`; many processes read while one writes."""

    name = "embedded"
    layout_version = layout.VERSION

    def __init__(self, root: Path | None = None) -> None:
        self._root = root
        self._readers: dict[Path, Reader] = {}

    @property
    def root(self) -> Path:
        """Where the indexes are."""
        return self._root or Path(settings.SEARCH_INDEX_DIR)

    # --- Writing ----------------------------------------------------------------------

    def create(self, index: str, meta: Mapping[str, str]) -> None:
        """Made beside its place and moved there whole, so no reader sees half an index."""
        directory = self.root / index
        with self._writing():
            if directory.exists():
                raise ValueError(f"index {index} exists")
            made = self.root / f".new-{uuid.uuid4().hex}"
            made.mkdir()
            (made / META).write_text(json.dumps(dict(meta)), encoding="utf-8")
            tantivy.Index(layout.schema(), path=str(made), reuse=False)
            made.rename(directory)

    def drop(self, index: str) -> None:
        """Moved away before it is deleted, so no reader sees half an index."""
        with self._writing():
            self._readers.pop(self.root / index, None)
            if (self.root / index).exists():
                (self.root / index).rename(self.root / f".old-{uuid.uuid4().hex}")

    def indexes(self) -> Mapping[str, Mapping[str, str]]:
        """Directories that hold an index. One that is dropped meanwhile is not there."""
        found = {}
        for path in sorted(self.root.glob(f"*/{META}")):
            if not path.parent.name.startswith("."):
                with suppress(FileNotFoundError):
                    found[path.parent.name] = read_meta(path.parent)
        return found

    def put(self, index: str, works: Sequence[IndexedWork]) -> None:
        """Vectors first, then one commit that points to them."""
        if not works:
            return
        with self._writing():
            reader = Reader(self._directory(index))
            rows = _Rows(reader)
            documents = []
            for work in works:
                rows.known(work.id)
                documents.append(layout.work_document(work))
                for passage in work.findable:
                    row = rows.place(passage.lang, passage.vector)
                    documents.append(layout.passage_document(work, passage, row))
                for suggestion in work.suggestions:
                    documents.append(layout.suggestion_document(work, *suggestion))
            try:
                rows.write()
                self._commit(index, [work.id for work in works], documents)
            except Exception:
                with suppress(EngineUnavailable, OSError):
                    rows.take_back()
                raise

    def remove(self, index: str, ids: Sequence[str]) -> None:
        """One commit without them."""
        if ids:
            with self._writing():
                self._commit(index, ids, [])

    def _commit(
        self, index: str, gone: Sequence[str], documents: Sequence[tantivy.Document]
    ) -> None:
        opened = tantivy.Index(layout.schema(), path=str(self._directory(index)), reuse=True)
        writer = opened.writer(heap_size=_HEAP, num_threads=1)
        try:
            for work in gone:
                writer.delete_documents_by_term("work", work)
            for document in documents:
                writer.add_document(document)
            writer.commit()
        except Exception:
            # Its own complaint would hide the reason.
            with suppress(ValueError):
                writer.wait_merging_threads()
            raise
        writer.wait_merging_threads()

    # --- Reading ----------------------------------------------------------------------

    def digests(self, index: str) -> Iterator[tuple[str, str]]:
        """From what is stored with each work, how many documents there are of it, and whether
        all of its vectors are there."""
        reader = self._reader(index)
        at = reader.snapshot()
        wounded, documents = reader.wounded(at), at.documents()
        for work in at.works():
            whole = documents.pop(work["id"], 0) == work["parts"] + 1
            yield work["id"], work["digest"] if whole and work["id"] not in wounded else ""
        for work_id, count in documents.items():
            if count:
                yield work_id, ""

    def candidates(self, index: str, request: CandidateRequest) -> Candidates:
        """Lists of each language, by words, by vector and by phrases, without double."""
        reader = self._reader(index)
        at = reader.snapshot()
        filters = _filters(at, request.filters)
        # Vectors are multiplied outside the interpreter, while the words are looked up.
        near = {
            lang: _beside.submit(Nearness, at, reader.vectors(lang), lang, vector, filters)
            for lang, vector in request.vectors.items()
            if reader.dims and lang in LANGUAGES
        }
        found: dict[str, list[tantivy.DocAddress]] = {}
        frequencies = {}
        for lang in LANGUAGES:
            found[lang] = []
            groups = request.words.get(lang, ())
            if groups:
                queries = [_any_of(at, lang, group) for group in groups]
                frequencies[lang] = tuple(at.count(query) for query in queries)
                either = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, query) for query in queries]
                )
                found[lang] += at.find(at.of(layout.PASSAGE, either, *filters), request.limit)
            if request.phrases.get(lang):
                held = [_in_a_row(at, lang, phrase) for phrase in request.phrases[lang]]
                found[lang] += at.find(at.of(layout.PASSAGE, *held, *filters), request.limit)
        items: list[Candidate] = []
        for lang, addresses in found.items():
            nearness = near[lang].result() if lang in near else None
            if nearness is not None:
                addresses = addresses + nearness.best(request.limit)
            # Lists overlap: what stands in several is read once.
            once = list({(each.segment_ord, each.doc): each for each in addresses}.values())
            products = [None] * len(once) if nearness is None else nearness.of(once)
            items += (
                Candidate(*(*at.passage(address), product))
                for address, product in zip(once, products, strict=True)
            )
        return Candidates(tuple(items), dict(at.passages), frequencies)

    def browse(
        self,
        index: str,
        filters: Filters,
        sort: str,
        lang: str,
        offset: int,
        limit: int,
        among: Sequence[str] | None = None,
    ) -> Listing:
        """Ordered here: tantivy cannot order by a text."""
        at = self._snapshot(index)
        within = _filters(at, filters)
        if among is not None:
            within.append(_one_of(at, "work", among))
        query = at.of(layout.WORK, *within)
        works = at.blobs(at.find(query)) if within else list(at.works())
        works.sort(key=lambda work: _sort_key(work, sort, lang))
        page = [(work["id"], work["kind"]) for work in works[offset : offset + limit]]
        return Listing(tuple(page), len(works), _counted(at, query))

    def suggest_each(
        self, index: str, prefix: str, limit: int, groups: Sequence[Collection[str]]
    ) -> Sequence[Sequence[Suggested]]:
        """The shortest texts first, being the nearest to what was typed; of those that share
        a text, titles before names."""
        at = self._snapshot(index)
        typed = analysis.words(prefix)
        if not typed:
            return [()] * len(groups)
        *whole, last = typed
        terms = at.searcher.terms_with_prefix("folded", last, limit=_MOST_VALUES)
        if not terms:
            return [()] * len(groups)
        queries = [at.term("folded", word) for word in whole]
        queries.append(_one_of(at, "folded", [term for term, _count in terms]))
        return [self._offered(at, queries, kinds)[:limit] for kinds in groups]

    def _offered(
        self, at: Snapshot, queries: Sequence[tantivy.Query], kinds: Collection[str]
    ) -> tuple[Suggested, ...]:
        """What is offered of works of these kinds that the queries find."""
        if kinds:
            queries = [*queries, _one_of(at, "kind", list(kinds))]
        found = at.blobs(at.find(at.of(layout.SUGGESTION, *queries), _MOST_VALUES))
        found.sort(key=lambda stored: stored["work"])
        found.sort(key=lambda stored: stored["lang"], reverse=True)  # a name has the language ""
        found.sort(key=lambda stored: (len(stored["text"]), stored["text"]))
        offered: dict[tuple[str, str], tuple[str, str, str]] = {}
        shared: Counter[str] = Counter()
        for stored in found:
            text, work = stored["text"], stored["work"]
            if (text, work) not in offered and shared[text] < WORKS_OF_A_TEXT:
                shared[text] += 1
                offered[text, work] = (work, text, stored["lang"])
        return tuple(offered.values())

    def spelt_like(self, index: str, word: str, edits: int) -> Sequence[str]:
        """Compared with each word of the suggestions of works that are in the index now."""
        found = process.extract(
            word,
            self._snapshot(index).spellings,
            scorer=OSA.distance,
            score_cutoff=edits,
            limit=_MOST_VALUES,
        )
        return tuple(near for near, _distance, _place in found)

    # --- Helpers ----------------------------------------------------------------------

    def _directory(self, index: str) -> Path:
        directory = self.root / index
        if not (directory / META).exists():
            raise EngineUnavailable(f"index {index} does not exist")
        return directory

    def _reader(self, index: str) -> Reader:
        directory = self._directory(index)
        return self._readers.setdefault(directory, Reader(directory))

    def _snapshot(self, index: str) -> Snapshot:
        return self._reader(index).snapshot()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One lock for all indexes: they have one writer anyway. What the disk refuses is no
        fault of a work, so it is `EngineUnavailable`. What was made or dropped and is not in its
        place is deleted, also where an earlier writer was killed."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with _WriteLock(self.root / ".write.lock", timeout=_LOCK_SECONDS):
                try:
                    yield
                finally:
                    for left in (*self.root.glob(".new-*"), *self.root.glob(".old-*")):
                        shutil.rmtree(left, ignore_errors=True)
        except OSError as error:
            raise EngineUnavailable(f"the index cannot be written: {error}") from error
        except ValueError as error:
            if not self._is_of_the_disk(str(error)):
                raise
            raise EngineUnavailable(f"the index cannot be written: {error}") from error

    def _is_of_the_disk(self, message: str) -> bool:
        """Whether a fault of tantivy is one of the disk. What happens in its threads it does not
        tell: there a disk without room for a commit is taken to be the reason."""
        if "in a thread" in message:
            return shutil.disk_usage(self.root).free < _HEAP
        return _DISK.search(message) is not None


class _WriteLock(FileLock):
    """One writer at a time, whatever process it is in."""

    def __enter__(self) -> FileLock:  # type: ignore[override]
        try:
            return super().__enter__()
        except Timeout as error:
            raise EngineUnavailable(f"another process is writing: {error}") from error


class _Rows:
    """Finds each vector a row: the one it had, or a new one.

    So a change of metadata adds nothing to the vector files.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._at = reader.snapshot()
        self._known: dict[tuple[str, bytes], int] = {}
        self._new: dict[str, list[np.ndarray]] = {lang: [] for lang in LANGUAGES}
        self._before = {lang: reader.vectors(lang).count() for lang in LANGUAGES}
        # A row that a passage points to is never used again, though it be lost.
        self._next = {lang: max(self._before[lang], self._at.next_row(lang)) for lang in LANGUAGES}
        self._first = dict(self._next)

    def known(self, work: str) -> None:
        """Takes note of the rows that a work has now."""
        for lang in LANGUAGES:
            places, _ = self._at.placed(lang, self._at.term("work", work))
            file = self._reader.vectors(lang)
            for place in places[~file.lost(places)]:
                self._known[lang, file.rows()[place].tobytes()] = int(place)

    def place(self, lang: str, vector: np.ndarray | None) -> int | None:
        """The row of a vector, None for no vector."""
        if vector is None or not self._reader.dims:
            return None
        row = quantise([vector], self._reader.dims)
        key = (lang, row.tobytes())
        if key not in self._known:
            self._known[key] = self._next[lang]
            self._next[lang] += 1
            self._new[lang].append(row)
        return self._known[key]

    def write(self) -> None:
        """Puts the new rows on disk."""
        for lang, rows in self._new.items():
            if rows:
                self._reader.vectors(lang).append(np.concatenate(rows), self._first[lang])

    def take_back(self) -> None:
        """Cuts the new rows off where no commit points to them: on a full disk the same is tried
        again and again, and would take the room that is left."""
        at = Reader(self._reader.directory).snapshot()
        for lang, before in self._before.items():
            self._reader.vectors(lang).cut(max(before, at.next_row(lang)))


def _any_of(at: Snapshot, lang: str, group: Sequence[str]) -> tantivy.Query:
    """Passages with any stem of a group, scored by the best of them."""
    name = layout.stems_field(lang)
    terms = [tantivy.Query.term_query(at.schema, name, stem, index_option="freq") for stem in group]
    return tantivy.Query.disjunction_max_query(terms)


def _in_a_row(at: Snapshot, lang: str, stems: Sequence[str]) -> tantivy.Query:
    """Passages that hold these stems one after another."""
    name = layout.stems_field(lang)
    if len(stems) == 1:
        return at.term(name, stems[0])
    return tantivy.Query.phrase_query(at.schema, name, list(stems))


def _one_of(at: Snapshot, name: str, values: Sequence[str]) -> tantivy.Query:
    return tantivy.Query.term_set_query(at.schema, name, list(values))


def _filters(at: Snapshot, filters: Filters) -> list[tantivy.Query]:
    """A query for each facet filtered: any of its values. They do not touch the score."""
    return [
        tantivy.Query.const_score_query(_one_of(at, name, values), 0.0)
        for name, values in filters.items()
        if name in FACETS and values
    ]


def _counted(at: Snapshot, query: tantivy.Query) -> dict[str, tuple[tuple[str, int], ...]]:
    """Counts of every facet in one pass, most frequent first, ties by value."""
    wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in FACETS}
    answer = at.searcher.aggregate(query, wanted)
    counted = {}
    for name in FACETS:
        pairs = [(b["key"], int(b["doc_count"])) for b in answer[name]["buckets"]]
        counted[name] = tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
    return counted


def _sort_key(work: dict, sort: str, lang: str) -> tuple:
    """Unknown dates come last in any order; equal ones by title."""
    title = work["sort"].get(lang, "")
    if sort == "title":
        return (title, work["id"])
    moment = work["added" if sort == "added" else "published"]
    known = 0 if moment is None else (moment if sort == "oldest" else -moment)
    return (moment is None, known, title, work["id"])
