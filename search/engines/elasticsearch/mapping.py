"""What Elasticsearch keeps of a work: generated from the languages and the facets.

Works and passages are documents of their own, told apart by `type`. Passages are not
nested in their work: a list of nested passages has to be searched once more within each
work that it finds, which took most of the time of a search. Stems and vectors have a
field for each language, so that each language gives a list of candidates of its own.
What a list returns of a passage lies in a column of bytes, outside `_source`: a stored
field lies beside the vectors as they came, and reading a hundred of them took four times
as long as finding them. Nothing needs `_source`, since a document is only ever put whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from elasticsearch.dsl import (
    Binary,
    DenseVector,
    Integer,
    Keyword,
    Long,
    Nested,
    Object,
    Text,
    analyzer,
    tokenizer,
)
from elasticsearch.dsl import Mapping as IndexMapping

from search.analysis import LANGUAGES
from search.documents import FACETS

#: Changes with the mapping.
LAYOUT = "10"
#: How deep a list without words can be paged.
DEEPEST = 100_000
#: Longest prefix that is looked up rather than scanned for.
LONGEST_PREFIX = 10
#: The types of documents.
WORK, PASSAGE = "work", "passage"

#: Words come analysed, so they are only cut at spaces, however long they are.
_WORDS = analyzer(
    "words", tokenizer=tokenizer("words", "whitespace", max_token_length=10_000), filter=[]
)


def stems_field(lang: str) -> str:
    """The field that holds the stems of a language's passages."""
    return f"stems_{lang}"


def vector_field(lang: str) -> str:
    """The field that holds the vectors of a language's passages."""
    return f"vector_{lang}"


def body(meta: Mapping[str, str]) -> dict[str, Any]:
    """Mapping and settings of a new index, with its `meta` kept beside the fields."""
    made = IndexMapping()
    made.meta("dynamic", "strict")
    made.meta("_meta", dict(meta))
    made.meta("_source", {"includes": ["work", "kind"]})
    made.field("type", Keyword(doc_values=False))
    made.field("work", Keyword())
    made.field("kind", Keyword(index=False, doc_values=False))
    made.field("digest", Keyword(index=False))
    made.field("passages", Integer(index=False))
    made.field("published", Integer())
    made.field("added", Long(index=False))
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
    made.field("spellings", Keyword())
    made.field("lang", Keyword(doc_values=False))
    made.field("written", Keyword(doc_values=False))
    made.field("read", Binary(doc_values=True))
    dimensions = int(meta.get("dims") or 0)
    for lang in LANGUAGES:
        made.field(stems_field(lang), Text(analyzer=_WORDS))
        if dimensions:
            # Of unit length: the product is the cosine. A byte for each component is
            # enough to propose by; the order is ranking's.
            vector = DenseVector(
                dims=dimensions, similarity="dot_product", index_options={"type": "int8_hnsw"}
            )
            made.field(vector_field(lang), vector)
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
