"""The OpenAPI description of the search interface (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .parameters import MAX_LENGTH, MAX_PAGE, MAX_VALUES
from .request import GROUPS, SORTS


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _nullable(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


TEXT = {"type": "string"}
#: what facets hold: names in addresses, codes, years
IDENTIFIER = {"type": "string", "pattern": "^[A-Za-z0-9._-]*$", "maxLength": MAX_LENGTH}
NUMBER = {"type": "integer"}


def body(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An answer in JSON."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


#: what every address may answer instead of what it was asked for, by status
REFUSALS: Mapping[str, Any] = {
    "400": body(
        "A parameter was not understood",
        _object({"error": TEXT, "parameters": {"type": "array", "items": TEXT}}),
    ),
    "429": {
        **body("Too many requests", _object({"error": TEXT})),
        "headers": {"Retry-After": {"schema": NUMBER, "description": "Seconds to wait"}},
    },
}

#: gives paths of other interfaces under the same address, for the languages of the portal
Paths = Callable[[Sequence[str]], Mapping[str, Any]]

_contributed: list[Paths] = []


def contribute(paths: Paths) -> None:
    """Adds to the document what another app answers; called in its `ready()`."""
    if paths not in _contributed:
        _contributed.append(paths)


def document(facets: Sequence[str], languages: Sequence[str]) -> dict[str, Any]:
    """The document for these facets and languages."""
    found = _search(facets, languages)
    for paths in _contributed:
        found["paths"].update(paths(languages))
    return found


def _search(facets: Sequence[str], languages: Sequence[str]) -> dict[str, Any]:
    """The part that the search answers."""
    language = {"type": "string", "enum": list(languages)}
    lang = _query("lang", language, "Language of titles and labels; else Accept-Language decides")
    evidence = _object(
        {
            "lang": TEXT,
            "text": TEXT,
            "file": _nullable("string"),
            "page": _nullable("integer"),
            "url": {"type": "string", "format": "uri"},
        }
    )
    words = {"type": "array", "items": TEXT}
    reason = _object(
        {
            "words": words,
            "like": words,
            "themes": {"type": "array", "items": _object({"value": TEXT, "label": TEXT})},
            "meaning": {"type": "boolean"},
        }
    )
    hit = _object(
        {
            "id": TEXT,
            "kind": TEXT,
            "title": TEXT,
            "title_lang": TEXT,
            "url": {"type": "string", "format": "uri"},
            "score": {"type": "number"},
            "evidence": {"anyOf": [evidence, {"type": "null"}]},
            "reason": {"anyOf": [reason, {"type": "null"}]},
        }
    )
    counted = _object({"value": TEXT, "label": TEXT, "count": NUMBER})
    result = _object(
        {
            "total": NUMBER,
            "more": {
                "type": "boolean",
                "description": "Whether there may be more works than are counted.",
            },
            "page": NUMBER,
            "query_lang": TEXT,
            "did_you_mean": TEXT,
            "limited": {"type": "string", "enum": ["", "words_only", "database"]},
            "phrases": {"type": "string", "enum": ["", "held", "unheld"]},
            "hits": {"type": "array", "items": hit},
            "facets": {
                "type": "object",
                "properties": {name: {"type": "array", "items": counted} for name in facets},
            },
        }
    )
    suggestion = _object(dict.fromkeys(("id", "kind", "title", "title_lang", "url"), TEXT))

    def responses(schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "200": {
                **body("What was found", schema),
                "headers": {
                    "Content-Language": {"schema": TEXT, "description": "The language chosen"}
                },
            },
            **REFUSALS,
        }

    filters = [
        _query(
            name,
            {"type": "array", "items": IDENTIFIER, "maxItems": MAX_VALUES},
            f"Only works with one of these values of the facet “{name}”; may be repeated",
        )
        for name in facets
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Medina",
            "version": "1",
            "description": "Search of a portal where cities share what worked for them.",
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/search": {
                "get": {
                    "operationId": "search",
                    "summary": "Works in any language that answer words in one",
                    "parameters": [
                        _query("q", TEXT, "The words; without them everything, newest first"),
                        lang,
                        _query("qlang", language, "Language of the words; else detected"),
                        _query(
                            "page", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE}, "Page"
                        ),
                        _query("sort", {"type": "string", "enum": list(SORTS)}, "Order"),
                        _query(
                            "group",
                            {"type": "string", "enum": list(GROUPS)},
                            "Whether works that answer in one language stand together",
                        ),
                        *filters,
                    ],
                    "responses": responses(result),
                }
            },
            "/suggest": {
                "get": {
                    "operationId": "suggest",
                    "summary": "Works, records and themes whose names begin as typed",
                    "parameters": [
                        _query("q", TEXT, "What has been typed"),
                        lang,
                    ],
                    "responses": responses(
                        _object({"suggestions": {"type": "array", "items": suggestion}})
                    ),
                }
            },
        },
    }
