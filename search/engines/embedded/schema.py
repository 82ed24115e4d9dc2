"""How works, passages and suggestions stand in tantivy.

Three types of document share an index and are told apart by `type`: a work (for
facets and lists), a passage (for candidates; it repeats the facets of its work,
so that filters hold inside each list) and a suggestion. Custom tokenizers are
not stored with an index, so only built-in ones are used: everything is analysed
before it comes here.
"""

from __future__ import annotations

from typing import Any

import orjson
import tantivy

from search.analysis import LANGUAGES
from search.documents import FACETS
from search.engines.base import IndexedPassage, IndexedWork

#: Changes with the layout, which tantivy cannot alter in place.
VERSION = "8"

WORK, PASSAGE, SUGGESTION = "work", "passage", "suggestion"


def schema() -> tantivy.Schema:
    """The schema of every index. `row` is a passage's place in its language's vectors."""
    builder = tantivy.SchemaBuilder()
    for name in ("type", "work", "lang"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for lang in LANGUAGES:
        builder.add_text_field(
            stems_field(lang), tokenizer_name="whitespace", index_option="position"
        )
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("published", fast=True)
    builder.add_integer_field("row", fast=True)
    builder.add_bytes_field("blob", stored=True)
    return builder.build()


def stems_field(lang: str) -> str:
    """The field that holds the stems of a language, apart so that frequencies are its own."""
    return f"stems_{lang}"


def work_document(work: IndexedWork) -> tantivy.Document:
    """The document of a work itself. `parts` is how many others it has."""
    document = _document(WORK, work)
    if work.published is not None:
        document.add_integer("published", work.published)
    return _with_blob(
        document,
        {
            "id": work.id,
            "kind": work.kind,
            "digest": work.digest,
            "published": work.published,
            "added": work.added,
            "sort": dict(work.sort_titles),
            "parts": len(work.findable) + len(work.suggestions),
        },
    )


def passage_document(
    work: IndexedWork, passage: IndexedPassage, row: int | None
) -> tantivy.Document:
    """The document of a passage, whose vector stands at `row`."""
    document = _document(PASSAGE, work)
    document.add_text("lang", passage.lang)
    stems = " ".join(passage.stems)
    document.add_text(stems_field(passage.lang), stems)
    if row is not None:
        document.add_integer("row", row)
    return _with_blob(
        document,
        {
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
            "facets": dict(work.facets),
            "sureness": work.sureness,
        },
    )


def suggestion_document(work: IndexedWork, folded: str, text: str, lang: str) -> tantivy.Document:
    """The document of a text offered while typing."""
    document = tantivy.Document()
    document.add_text("type", SUGGESTION)
    document.add_text("work", work.id)
    document.add_text("kind", work.kind)
    document.add_text("folded", folded)
    return _with_blob(document, {"work": work.id, "text": text, "lang": lang})


def blob(document: tantivy.Document) -> dict[str, Any]:
    """What was stored with a document."""
    return orjson.loads(bytes(document.get_first("blob") or b"{}"))


def _document(kind: str, work: IndexedWork) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("type", kind)
    document.add_text("work", work.id)
    document.add_text("kind", work.kind)
    for name in FACETS:
        if name != "kind":
            for value in work.facets.get(name, ()):
                document.add_text(name, value)
    return document


def _with_blob(document: tantivy.Document, values: dict[str, Any]) -> tantivy.Document:
    document.add_bytes("blob", orjson.dumps(values))
    return document
