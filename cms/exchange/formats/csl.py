"""CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..items import Item
from .references import date_parts, keywords, line, places, type_of


def write(items: Sequence[Item], lang: str) -> str:
    """The items as a list of references."""
    return json.dumps([_reference(item, lang) for item in items], ensure_ascii=False, indent=1)


def _reference(item: Item, lang: str) -> dict[str, Any]:
    parts = date_parts(item)
    found = {
        "id": str(item.id),
        "type": type_of(item).csl,
        "title": line(item.title_for(lang)),
        "author": [{"literal": line(author)} for author in item.authors],
        "issued": {"date-parts": [parts]} if parts else None,
        "abstract": line(item.summary_for(lang)),
        "publisher": line(item.publisher_for(lang)),
        "keyword": ", ".join(keywords(item, lang)),
        "event-place" if type_of(item).csl == "event" else "annote": "; ".join(places(item, lang)),
        "language": item.language_for(lang),
        "URL": item.permanent(lang),
        "license": item.licence_address or item.licence,
    }
    return {name: value for name, value in found.items() if value}
