"""What Elasticsearch keeps of a work: generated from the languages and the facets.

Passages lie in one nested field for each language, so that each language gives a
list of candidates of its own. They are kept as stored fields, outside `_source`:
a document is only ever put whole, and reading a passage must not parse a book.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from elasticsearch.dsl import (
    Boolean,
    DenseVector,
    Integer,
    Keyword,
    Nested,
    Object,
    Text,
    analyzer,
    tokenizer,
)
from elasticsearch.dsl import Mapping as IndexMapping

from search.analysis import LANGUAGES
from search.documents import FACETS

#: Changes with the mapping: an index of another layout is not touched.
LAYOUT = "2"
#: How deep a list without words can be paged.
DEEPEST = 100_000
#: Longest prefix that is looked up rather than scanned for.
LONGEST_PREFIX = 10

#: Words come analysed, so they are only cut at spaces, however long they are.
_WORDS = analyzer(
    "words", tokenizer=tokenizer("words", "whitespace", max_token_length=10_000), filter=[]
)


def passages_field(lang: str) -> str:
    """The name of the field that holds a language's passages."""
    return f"passages_{lang}"


def _passages(dimensions: int) -> Nested:
    """Stems to match, the vector to be near to, and what ranking and evidence read."""
    fields: dict[str, Any] = {
        "stems": Text(analyzer=_WORDS, store=True),
        "n": Integer(store=True, index=False, doc_values=False),
        "page": Integer(store=True, index=False, doc_values=False),
        "text": Text(index=False, store=True),
        "key": Text(index=False, store=True),
        "file": Text(index=False, store=True),
        "opens": Boolean(store=True, index=False, doc_values=False),
        "closes": Boolean(store=True, index=False, doc_values=False),
    }
    if dimensions:
        fields["vector"] = DenseVector(
            dims=dimensions, similarity="dot_product", index_options={"type": "int8_hnsw"}
        )
    return Nested(dynamic="strict", properties=fields)


def body(meta: Mapping[str, str]) -> dict[str, Any]:
    """Mapping and settings of a new index, with its `meta` kept beside the fields."""
    made = IndexMapping()
    made.meta("dynamic", "strict")
    made.meta("_meta", {**meta, "layout": LAYOUT})
    made.meta("_source", {"excludes": ["passages_*"]})
    made.field("id", Keyword())
    made.field("kind", Keyword(index=False, doc_values=False))
    made.field("digest", Keyword(index=False))
    made.field("published", Integer())
    made.field(
        "facets", Object(dynamic="strict", properties={facet: Keyword() for facet in FACETS})
    )
    made.field(
        "sort_titles",
        Object(dynamic="strict", properties={lang: Keyword(index=False) for lang in LANGUAGES}),
    )
    made.field(
        "suggestions",
        Nested(
            dynamic="strict",
            properties={
                "words": Text(
                    analyzer=_WORDS,
                    norms=False,
                    index_options="docs",
                    index_prefixes={"min_chars": 1, "max_chars": LONGEST_PREFIX},
                ),
                "length": Integer(index=False),
                "text": Keyword(index=False),
                "lang": Keyword(index=False),
            },
        ),
    )
    made.field("spellings", Keyword(index=False))
    dimensions = int(meta.get("dims") or 0)
    for lang in LANGUAGES:
        made.field(passages_field(lang), _passages(dimensions))
    return {
        "mappings": made.to_dict(),
        "settings": {
            "analysis": made._collect_analysis(),
            # Copies and shards are the operator's; refreshing is the engine's own doing.
            "number_of_shards": settings.ELASTICSEARCH_SHARDS,
            "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
            "refresh_interval": "60s",
            "max_result_window": DEEPEST,
        },
    }
