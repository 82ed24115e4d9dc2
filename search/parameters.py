"""Reading a search from an address, the same for pages and for the API.

Nothing in an address is an error for a reader: what is unknown is left out and
said. The API is stricter and answers 400 (see `search.api`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.http import urlencode

from .documents import AUDIENCES, FACETS
from .question import MOST_CHARACTERS
from .request import GROUPS, SORTS, SearchRequest
from .sources import source

#: the deepest page that can be asked for: beyond it nobody reads and every engine labours
MAX_PAGE = 50
#: values of one facet, and letters of one value
MAX_VALUES = 20
MAX_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Parameters:
    """A search as an address gives it. `problems` names the parameters that were not understood."""

    request: SearchRequest
    problems: tuple[str, ...] = ()


def audience_of(user: Any) -> str:
    """The audience a user belongs to, which is the index they search."""
    public, members = AUDIENCES
    return members if user is not None and user.is_authenticated else public


def read(data: QueryDict, *, lang: str, audience: str, page_size: int = 20) -> Parameters:
    """The search that parameters ask for, with what is not understood left out and named."""
    problems = []
    page = 1
    asked_page = data.get("page")
    if asked_page:
        try:
            page = int(asked_page)
        except ValueError:
            problems.append("page")
        if not 1 <= page <= MAX_PAGE:
            problems.append("page")
            page = min(max(page, 1), MAX_PAGE)
    sort = data.get("sort", "") or "relevance"
    if sort not in SORTS:
        problems.append("sort")
        sort = "relevance"
    group = data.get("group", "")
    if group and group not in GROUPS:
        problems.append("group")
        group = ""
    query_lang = data.get("qlang") or None
    if query_lang and query_lang not in dict(settings.LANGUAGES):
        problems.append("qlang")
        query_lang = None
    filters: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        given = [value.strip() for value in data.getlist(facet)]
        values = [value for value in dict.fromkeys(given) if value]
        usable = [v for v in values if len(v) <= MAX_LENGTH and v.isprintable()][:MAX_VALUES]
        if usable != values:
            problems.append(facet)
        if usable:
            filters[facet] = tuple(usable)
    if filters:
        filters = dict(source().renamed(filters))
    return Parameters(
        SearchRequest(
            text=data.get("q", "")[:MOST_CHARACTERS],
            lang=lang,
            query_lang=query_lang,
            audience=audience,
            filters=filters,
            sort=sort,
            group=group,
            page=page,
            page_size=page_size,
        ),
        tuple(dict.fromkeys(problems)),
    )


def address(request: SearchRequest, **changes: object) -> str:
    """The query string of a search, with changes (`filters`, `page`, `sort`, `group`, `text`)."""
    changed = replace(request, **{"page": 1, **changes})  # type: ignore[arg-type]
    pairs: list[tuple[str, str]] = []
    if changed.text:
        pairs.append(("q", changed.text))
    for facet in FACETS:
        pairs += [(facet, value) for value in changed.filters.get(facet, ())]
    if changed.sort != "relevance":
        pairs.append(("sort", changed.sort))
    if changed.group:
        pairs.append(("group", changed.group))
    if changed.query_lang:
        pairs.append(("qlang", changed.query_lang))
    if changed.page > 1:
        pairs.append(("page", str(changed.page)))
    return "?" + urlencode(pairs)


def without(
    filters: Mapping[str, tuple[str, ...]], facet: str, value: str
) -> dict[str, tuple[str, ...]]:
    """The filters less one value."""
    left = {**filters, facet: tuple(v for v in filters.get(facet, ()) if v != value)}
    return {name: values for name, values in left.items() if values}
