"""Losing a part of an index behind its engine's back."""

from __future__ import annotations

import tantivy
from django.conf import settings

from search.engines.base import Engine
from search.engines.elasticsearch.client import patient
from search.engines.embedded.schema import schema


def lose(engine: Engine, index: str, kind: str, work_id: str) -> None:
    """Deletes documents of a work: the `work` itself, or its English `passage`s."""
    lost = {"type": kind, "work": work_id} | ({"lang": "en"} if kind == "passage" else {})
    if engine.name == "elasticsearch":
        patient().delete_by_query(
            index=f"{settings.ELASTICSEARCH_PREFIX}{index}",
            query={"bool": {"filter": [{"term": {name: lost[name]}} for name in lost]}},
            refresh=True,
        )
        return
    opened = tantivy.Index(schema(), path=str(engine.root / index), reuse=True)
    terms = [
        tantivy.Query.term_query(opened.schema, name, value, index_option="basic")
        for name, value in lost.items()
    ]
    writer = opened.writer(num_threads=1)
    writer.delete_documents_by_query(
        tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
    )
    writer.commit()
    writer.wait_merging_threads()
