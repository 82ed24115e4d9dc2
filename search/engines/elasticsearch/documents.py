"""A work as the JSON document that Elasticsearch keeps."""

from __future__ import annotations

from typing import Any

import numpy as np

from search.analysis import LANGUAGES
from search.documents import FACETS
from search.engines.base import IndexedPassage, IndexedWork

from .mapping import passages_field

#: Longest sort key that is compared; a keyword may not pass 32,766 bytes.
LONGEST_SORT_KEY = 1_000
#: Longest text offered while typing.
LONGEST_SUGGESTION = 1_000
#: Decimals kept of a vector: more than its eight bits in the index can tell apart,
#: and half the JSON.
DECIMALS = 6


def document(work: IndexedWork) -> dict[str, Any]:
    """The whole document of a work; every earlier version is replaced by it."""
    facets = {name: list(work.facets.get(name, ())) for name in FACETS}
    facets["kind"] = [work.kind]
    made: dict[str, Any] = {
        "id": work.id,
        "kind": work.kind,
        "digest": work.digest,
        "facets": facets,
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
    for passage in work.passages:
        if passage.lang in LANGUAGES:
            made.setdefault(passages_field(passage.lang), []).append(_passage(passage))
    return made


def _passage(passage: IndexedPassage) -> dict[str, Any]:
    """A passage as a nested document."""
    made: dict[str, Any] = {
        "stems": " ".join(passage.stems),
        "n": passage.n,
        "text": passage.text,
        "key": passage.key,
        "file": passage.file,
        "opens": passage.opens,
        "closes": passage.closes,
    }
    if passage.page is not None:
        made["page"] = passage.page
    if passage.vector is not None:
        made["vector"] = np.round(passage.vector.astype(float), DECIMALS).tolist()
    return made
