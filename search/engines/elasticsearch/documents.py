"""A work as the JSON documents that Elasticsearch keeps: its own, and one for each passage."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson

from search.documents import FACETS
from search.engines.base import Candidate, IndexedPassage, IndexedWork
from search.engines.rounding import rounded

from .mapping import PASSAGE, WORK, stems_field, vector_field

#: Longest sort key that is compared; a keyword may not pass 32,766 bytes.
LONGEST_SORT_KEY = 1_000
#: Longest text offered while typing.
LONGEST_SUGGESTION = 1_000
#: Decimals kept of a vector: more than its eight bits in the index can tell apart,
#: and half the JSON.
DECIMALS = 6


def work_document(work: IndexedWork) -> dict[str, Any]:
    """What lists, facets and suggestions read of a work."""
    made: dict[str, Any] = {
        "_id": f"{WORK}:{work.id}",
        "type": WORK,
        "work": work.id,
        "kind": work.kind,
        "digest": work.digest,
        "passages": len(work.findable),
        "facets": _facets(work),
        "sort_titles": {lang: key[:LONGEST_SORT_KEY] for lang, key in work.sort_titles.items()},
        "suggestions": [
            {"words": words, "length": len(text), "text": text, "lang": lang}
            for words, text, lang in work.suggestions
            if len(text) <= LONGEST_SUGGESTION
        ],
        "spellings": sorted(
            {word for words, _text, _lang in work.suggestions for word in words.split()}
        ),
    }
    if work.published is not None:
        made["published"] = work.published
    if work.added is not None:
        made["added"] = work.added
    return made


def passage_documents(work: IndexedWork, written: str) -> Iterator[dict[str, Any]]:
    """What is searched of a work. Each repeats the facets, so that filters hold inside each
    list, and `written`, by which what an earlier version had more is told."""
    facets = _facets(work)
    for passage in work.findable:
        yield {
            "_id": f"{PASSAGE}:{work.id}:{passage.n}",
            "type": PASSAGE,
            "work": work.id,
            "written": written,
            "facets": facets,
            **_passage(work, passage),
        }


def _facets(work: IndexedWork) -> dict[str, list[str]]:
    return {**{name: list(work.facets.get(name, ())) for name in FACETS}, "kind": [work.kind]}


def _passage(work: IndexedWork, passage: IndexedPassage) -> dict[str, Any]:
    stems = " ".join(passage.stems)
    made: dict[str, Any] = {
        "lang": passage.lang,
        stems_field(passage.lang): stems,
        "read": _packed(work, passage, stems),
    }
    if passage.vector is not None:
        (values,), (scale,) = rounded(passage.vector)
        made[vector_field(passage.lang)] = numbers(values * scale)
    return made


def _packed(work: IndexedWork, passage: IndexedPassage, stems: str) -> str:
    """What ranking and evidence read of a passage."""
    values = {
        "work": work.id,
        "kind": work.kind,
        "n": passage.n,
        "lang": passage.lang,
        "stems": stems,
        "text": passage.text,
        "key": passage.key,
        "file": passage.file,
        "page": passage.page,
        "opens": passage.opens,
        "closes": passage.closes,
        "edition": passage.edition,
        "facets": {name: list(values) for name, values in work.facets.items()},
        "sureness": work.sureness,
    }
    return b64encode(orjson.dumps(values)).decode()


def candidate(packed: str, nearness: float | None) -> Candidate:
    """The passage that was packed, with its nearness to the query."""
    values = orjson.loads(b64decode(packed))
    stems = tuple(values.pop("stems").split())
    return Candidate(**values, stems=stems, nearness=nearness)


def numbers(vector: np.ndarray) -> list[float]:
    """A vector as JSON takes it."""
    return np.round(vector.astype(float), DECIMALS).tolist()
