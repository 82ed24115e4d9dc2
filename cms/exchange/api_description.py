"""The part of the OpenAPI document that describes works and records (see `search.openapi`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cms.core import works
from cms.network.kinds import PageKind
from search.openapi import REFUSALS, body

from . import api
from .items import RELATIONS

TEXT = {"type": "string"}
ADDRESS = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}
#: a year, a month or a day
PARTIAL_DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _item(languages: Sequence[str], kinds: Sequence[str]) -> dict[str, Any]:
    code = {"type": "string", "enum": list(languages)}
    related = _object(
        {
            "name": TEXT,
            "names": {"type": "object", "additionalProperties": TEXT},
            "url": ADDRESS,
            "uri": _or_null(TEXT),
        }
    )
    edition = _object({"lang": code, "title": TEXT, "summary": _or_null(TEXT), "url": ADDRESS})
    code_elsewhere = _object(
        {"scheme": TEXT, "code": TEXT, "label": _or_null(TEXT), "url": _or_null(ADDRESS)}
    )
    file = _object(
        {
            "title": TEXT,
            "lang": code,
            "pages": _or_null({"type": "integer"}),
            "licence": _or_null(TEXT),
            "url": _or_null(ADDRESS),
        }
    )
    return _object(
        {
            "id": {"type": "integer"},
            "kind": {"type": "string", "enum": list(kinds)},
            "url": ADDRESS,
            "api": ADDRESS,
            "title": TEXT,
            "title_lang": TEXT,
            "summary": _or_null(TEXT),
            "editions": _list(edition),
            "date": _or_null(PARTIAL_DATE),
            "modified": _or_null(MOMENT),
            "licence": _or_null(_object({"id": TEXT, "url": TEXT})),
            "codes": _list(code_elsewhere),
            "authors": _list(TEXT),
            "publisher": _or_null(related),
            **{name: _list(related) for name in RELATIONS if name != "files"},
            "files": _list(file),
        }
    )


def paths(languages: Sequence[str]) -> dict[str, Any]:
    """Lists and single works and records, for the kinds that are registered."""
    pages = [kind.name for kind in works.kinds() if isinstance(kind, PageKind)]
    records = list(api.record_kinds())
    lang = _query(
        "lang",
        {"type": "string", "enum": list(languages)},
        "Language of titles and names; else Accept-Language decides",
    )
    paging = [
        _query("page", _number(api.MOST_PAGES), "Page"),
        _query("page_size", _number(api.MOST_ON_A_PAGE), "How many on a page"),
    ]
    of_kind = _query("kind", {"type": "string", "enum": pages}, "Only works of this kind")
    work, record = _item(languages, pages), _item(languages, records)
    kind = _path("kind", {"type": "string", "enum": records}, "Kind of record")
    number = _path(
        "id",
        {"type": "integer", "minimum": 1, "maximum": works.MOST_NUMBER},
        "The number in the permanent address",
    )
    return {
        "/works": _operation(
            "works", "Works, in the order in which they came", [of_kind, lang, *paging], _page(work)
        ),
        "/works/{id}": _operation("work", "One work", [number, lang], work, one=True),
        "/records/{kind}": _operation(
            "records", "Records of one kind", [kind, lang, *paging], _page(record), missing=True
        ),
        "/records/{kind}/{id}": _operation(
            "record", "One record", [kind, number, lang], record, one=True
        ),
    }


def _number(most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _path(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {**_query(name, schema, description), "in": "path", "required": True}


def _page(item: dict[str, Any]) -> dict[str, Any]:
    return _object(
        {
            "total": {"type": "integer"},
            "page": {"type": "integer"},
            "pages": {"type": "integer"},
            "next": _or_null(ADDRESS),
            "items": _list(item),
        }
    )


def _operation(
    name: str,
    summary: str,
    parameters: list[dict[str, Any]],
    schema: dict[str, Any],
    *,
    one: bool = False,
    missing: bool = False,
) -> dict[str, Any]:
    """A path that is read with GET. `one`: a single thing, which may be gone or merged."""
    error = _object({"error": TEXT})
    gone = _object(
        {
            "error": TEXT,
            "title": _or_null(TEXT),
            "title_lang": _or_null(TEXT),
            "withdrawn": MOMENT,
            "reason": _or_null(TEXT),
            "reason_lang": _or_null(TEXT),
        }
    )
    answers: dict[str, Any] = {
        "200": {
            **body("What was asked for", schema),
            "headers": {
                "ETag": {"schema": TEXT, "description": "Send it back as If-None-Match"},
                "Content-Language": {"schema": TEXT, "description": "The language chosen"},
            },
        },
        "304": {"description": "Nothing has changed"},
        **REFUSALS,
    }
    if one or missing:
        answers["404"] = body("There is nothing here", error)
    if one:
        answers["301"] = {"description": "It was merged into another"}
        answers["410"] = body("It has been withdrawn", gone)
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": answers,
        }
    }
