"""The Elasticsearch engine: the contract of `search.engines.base` on a cluster.

An index of the contract is an Elasticsearch index `<prefix><index>`, the prefix being a
setting, with an alias `<prefix><index>-write`: writing through an alias that must exist keeps
the cluster from making up an index, without its mapping, where one has been dropped.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import orjson
from django.conf import settings
from elasticsearch.helpers import bulk
from rapidfuzz.distance import OSA

from search import analysis
from search.analysis import LANGUAGES
from search.documents import FACETS
from search.engines.base import (
    WORKS_OF_A_TEXT,
    CandidateRequest,
    Candidates,
    Engine,
    EngineUnavailable,
    IndexedWork,
    Listing,
    Suggested,
)

from . import queries
from .client import PASSING, READING, UNAVAILABLE, client, patient, reachable
from .documents import LONGEST_SUGGESTION, candidate, numbers, passage_documents, work_document
from .mapping import DEEPEST, LAYOUT, body

logger = logging.getLogger(__name__)

#: Bytes and documents of one bulk request; a passage with its vector takes about 9 KB.
BULK_BYTES = 10_000_000
BULK_DOCUMENTS = 1_000
#: How long a reading of all works keeps its point in time.
KEEP_ALIVE = "5m"
#: Seconds for which a search is asked again while a node is lost, and between two tries.
ASKING_AGAIN = 2.0
PAUSE = 0.2


class ElasticsearchEngine(Engine):
    """Indexes of one cluster, named by the settings `ELASTICSEARCH_*`."""

    name = "elasticsearch"
    layout_version = LAYOUT

    def __init__(self) -> None:
        self._meta: dict[str, Mapping[str, str]] = {}

    # --- Writing ----------------------------------------------------------------------

    def create(self, index: str, meta: Mapping[str, str]) -> None:
        """Made with its mapping and its alias for writing, ready when this returns."""
        with reachable():
            if patient().indices.exists(index=_named(index)):
                raise ValueError(f"index {index} exists")
            patient().indices.create(
                index=_named(index), aliases={_writing(index): {}}, **body(meta)
            )

    def drop(self, index: str) -> None:
        """The index goes with its alias."""
        self._meta.pop(index, None)
        with reachable():
            patient().indices.delete(index=_named(index), ignore_unavailable=True)

    def indexes(self) -> Mapping[str, Mapping[str, str]]:
        """Indexes of the cluster whose name begins with ours."""
        with reachable():
            found = client().indices.get_mapping(index=_named("*"))
        return {
            name.removeprefix(_named("")): answer["mappings"].get("_meta", {})
            for name, answer in sorted(found.items())
        }

    def put(self, index: str, works: Sequence[IndexedWork]) -> None:
        """In bulk, by size; Elasticsearch has it on disk when it answers. Passages first, then
        those left of earlier versions go, and the works come last: a work whose digest is
        there is there whole."""
        if not works:
            return
        self._check(index)
        written = uuid.uuid4().hex
        self._bulk(index, (each for work in works for each in passage_documents(work, written)))
        self._delete(index, queries.written_before([work.id for work in works], written))
        self._bulk(index, (work_document(work) for work in works))

    def remove(self, index: str, ids: Sequence[str]) -> None:
        """All their documents; a work that is not there counts as removed."""
        if ids:
            self._check(index)
            with reachable():
                patient().indices.refresh(index=_named(index))
            self._delete(index, queries.everything_of(ids))

    def _delete(self, index: str, which: Mapping[str, Any]) -> None:
        """Deletes what can be found: what was written before must have been refreshed."""
        with reachable():
            patient().delete_by_query(
                index=_writing(index), query=which, conflicts="proceed", refresh=True
            )

    def _bulk(self, index: str, documents: Iterable[dict[str, Any]]) -> None:
        """Writes documents and lets them be found."""
        with reachable():
            _done, errors = bulk(
                patient(),
                documents,
                index=_writing(index),
                require_alias=True,
                max_chunk_bytes=BULK_BYTES,
                chunk_size=BULK_DOCUMENTS,
                raise_on_error=False,
            )
            patient().indices.refresh(index=_named(index))
        refused = cast(list[dict[str, Any]], errors)
        for item in refused:
            refusal = next(iter(item.values()))
            work = refusal["_id"].split(":")[1]
            why = f"Elasticsearch refuses work {work}: {refusal.get('error')}"
            if refusal["status"] in UNAVAILABLE:
                raise EngineUnavailable(why)
            raise ValueError(why)

    # --- Reading ----------------------------------------------------------------------

    def digests(self, index: str) -> Iterator[tuple[str, str]]:
        """Read at one point in time, page after page, so that writes meanwhile disturb nothing."""
        with reachable():
            point = patient().open_point_in_time(index=_named(index), keep_alive=KEEP_ALIVE)["id"]
        try:
            passages = self._passages(point)
            for work in self._works(point):
                whole = passages.pop(work["work"], 0) == work["passages"]
                yield work["work"], work["digest"] if whole else ""
            for work_id in passages:
                yield work_id, ""
        finally:
            with reachable():
                patient().close_point_in_time(id=point)

    def _works(self, point: str) -> Iterator[dict[str, Any]]:
        """What `digests` reads of every work at a point in time."""
        after = None
        while True:
            found = self._at(point, queries.digests(after))["hits"]["hits"]
            for hit in found:
                yield {name: values[0] for name, values in hit["fields"].items()}
            if len(found) < queries.PAGE:
                return
            after = found[-1]["sort"]

    def _passages(self, point: str) -> dict[str, int]:
        """How many passages there are of each work at a point in time."""
        counted: dict[str, int] = {}
        after = None
        while True:
            page = self._at(point, queries.passages_of_works(after))["aggregations"]["works"]
            counted |= {bucket["key"]["work"]: bucket["doc_count"] for bucket in page["buckets"]}
            after = page.get("after_key")
            if not after:
                return counted

    def _at(self, point: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a query finds at a point in time."""
        asked = {**asked, "pit": {"id": point, "keep_alive": KEEP_ALIVE}}
        with reachable():
            return patient().search(body=asked, allow_partial_search_results=False).body

    def candidates(self, index: str, request: CandidateRequest) -> Candidates:
        """All lists and both counts in one round trip."""
        dims = int(self._check(index).get("dims") or 0)
        words = {lang: groups for lang in LANGUAGES if (groups := request.words.get(lang, ()))}
        within, limit = request.filters, request.limit
        lists: list[tuple[dict[str, Any], Callable[[Mapping[str, Any]], float | None]]] = []
        for lang in LANGUAGES:
            vector = None
            if dims and lang in request.vectors:
                vector = numbers(request.vectors[lang])
                asked = queries.by_vector(lang, vector, within, limit)
                lists.append((asked, queries.product_scored))
            if any(words.get(lang, ())):
                asked = queries.by_words(lang, words[lang], within, limit, vector)
                lists.append((asked, queries.product_told))
            if phrases := request.phrases.get(lang):
                asked = queries.by_phrases(lang, phrases, within, limit, vector)
                lists.append((asked, queries.product_told))
        questions = [queries.counts(words), *(asked for asked, _product in lists)]
        counts, *answers = self._search_all(index, questions)
        # Lists overlap: a passage in several is unpacked once.
        packed = {
            hit["fields"]["read"][0]: product(hit)
            for (_asked, product), answer in zip(lists, answers, strict=True)
            for hit in answer["hits"]["hits"]
        }
        counted = counts["aggregations"]["counts"]["buckets"]
        return Candidates(
            tuple(candidate(read, product) for read, product in sorted(packed.items())),
            {lang: counted[lang]["doc_count"] for lang in LANGUAGES},
            {
                lang: tuple(
                    counted[queries.group(lang, number)]["doc_count"]
                    for number in range(len(groups))
                )
                for lang, groups in words.items()
            },
        )

    def browse(
        self,
        index: str,
        filters: Mapping[str, tuple[str, ...]],
        sort: str,
        lang: str,
        offset: int,
        limit: int,
        among: Sequence[str] | None = None,
    ) -> Listing:
        """One search; what lies deeper than `DEEPEST` is counted but not listed."""
        limit = max(0, min(limit, DEEPEST - offset))
        question = queries.listing(filters, sort, lang, offset if limit else 0, limit, among)
        answer = self._search_all(index, [question])[0]
        hits = answer["hits"]
        return Listing(
            tuple((hit["_source"]["work"], hit["_source"]["kind"]) for hit in hits["hits"]),
            hits["total"]["value"],
            _counts(answer),
        )

    def suggest_each(
        self, index: str, prefix: str, limit: int, groups: Sequence[Collection[str]]
    ) -> Sequence[Sequence[Suggested]]:
        """In one round trip; the shortest texts first; of those that share a text, titles before
        names."""
        typed = analysis.words(prefix)
        if not typed or limit < 1 or len(typed[-1]) > LONGEST_SUGGESTION:
            return [()] * len(groups)
        questions = [queries.beginning_with(typed, limit, kinds) for kinds in groups]
        return [_offered(answer)[:limit] for answer in self._search_all(index, questions)]

    def spelt_like(self, index: str, word: str, edits: int) -> Sequence[str]:
        """From the works that Elasticsearch finds by words so near; it does not tell by which."""
        answer = self._search_all(index, [queries.spelt_like(word, edits)])[0]
        words = {word for hit in answer["hits"]["hits"] for word in hit["fields"]["spellings"]}
        return tuple(each for each in sorted(words) if OSA.distance(word, each) <= edits)

    # --- Helpers ----------------------------------------------------------------------

    def _check(self, index: str) -> Mapping[str, str]:
        """The meta of an index that exists; looked up once for each process."""
        if index not in self._meta:
            with reachable():
                answer = client().indices.get_mapping(index=_named(index))
            self._meta[index] = answer[_named(index)]["mappings"].get("_meta", {})
        return self._meta[index]

    def _search_all(self, index: str, questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Several searches in one request; the failure of one is the failure of all. Where a
        shard has failed and there are copies, they are asked again for a while, since a copy on
        another node may answer."""
        # Vectors make these long, and the client's own way of writing them is slow.
        searches = [part for question in questions for part in (b"{}", orjson.dumps(question))]
        started = time.monotonic()
        again = started + (ASKING_AGAIN if settings.ELASTICSEARCH_REPLICAS else 0)
        while True:
            left = READING - (time.monotonic() - started)
            with reachable():
                found = client(left).msearch(index=_named(index), searches=cast(Any, searches))
            answers = found["responses"]
            failure = next(filter(None, map(_failure, answers)), None)
            if failure is None:
                return answers
            if time.monotonic() >= again:
                raise EngineUnavailable(failure)
            logger.info("a search is asked again: %s", failure)
            time.sleep(PAUSE)


def _failure(answer: Mapping[str, Any]) -> str | None:
    """Why one search of several was not answered in full, if another try may be.

    Raises EngineUnavailable where no other try helps, and ValueError where the search is wrong.
    """
    if "error" in answer:
        why = f"Elasticsearch refuses a search: {answer['error'].get('reason')}"
        if answer["status"] in PASSING:
            return why
        if answer["status"] in UNAVAILABLE:
            raise EngineUnavailable(why)
        raise ValueError(f"{why}: {answer['error'].get('root_cause')}")
    if answer["timed_out"]:
        raise EngineUnavailable("the index does not answer in time")
    if failures := answer["_shards"].get("failures"):
        return f"a part of the index does not answer: {failures[0]['reason'].get('reason')}"
    if answer["_shards"]["failed"]:
        return "a part of the index does not answer"
    return None


def _offered(answer: Mapping[str, Any]) -> tuple[Suggested, ...]:
    """What one question for beginnings has found."""
    offered: list[Suggested] = []
    for text in answer["aggregations"]["suggestions"]["found"]["texts"]["buckets"]:
        works: dict[str, str] = {}
        for lang in text["lang"]["buckets"]:
            for work in lang["work"]["id"]["buckets"]:
                works.setdefault(work["key"], lang["key"])
        shared = list(works.items())[:WORKS_OF_A_TEXT]
        offered += [(work, text["key"], lang) for work, lang in shared]
    return tuple(offered)


def _named(index: str) -> str:
    """The name of an index in the cluster."""
    return settings.ELASTICSEARCH_PREFIX + index


def _writing(index: str) -> str:
    """The alias through which an index is written."""
    return f"{_named(index)}-write"


def _counts(answer: Mapping[str, Any]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Facet counts as the contract has them."""
    return {
        facet: tuple(
            (bucket["key"], bucket["doc_count"])
            for bucket in answer["aggregations"][facet]["buckets"]
        )
        for facet in FACETS
    }
