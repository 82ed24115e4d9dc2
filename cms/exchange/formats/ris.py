"""RIS, which most reference managers read
(https://en.wikipedia.org/wiki/RIS_(file_format) lists its tags)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..items import Item
from .references import date_parts, keywords, line, places, type_of


def write(items: Sequence[Item], lang: str) -> str:
    """The items as RIS, lines ended by CR LF as its readers expect."""
    return "".join(
        f"{tag}  - {value}\r\n" for item in items for tag, value in (*_tags(item, lang), ("ER", ""))
    )


def _tags(item: Item, lang: str) -> Iterator[tuple[str, str]]:
    yield "TY", type_of(item).ris
    yield "ID", str(item.id)
    yield "TI", line(item.title_for(lang))
    for author in item.authors:
        yield "AU", line(author)
    yield "PB", line(item.publisher_for(lang))
    parts = date_parts(item)
    if parts:
        yield "PY", f"{parts[0]:04d}"
        yield "DA", "/".join([f"{part:02d}" for part in parts] + [""] * (4 - len(parts)))
    if item.summary_for(lang):
        yield "AB", line(item.summary_for(lang))
    for word in keywords(item, lang):
        yield "KW", word
    if places(item, lang):
        yield "CY", "; ".join(places(item, lang))
    yield "LA", item.language_for(lang)
    yield "UR", item.permanent(lang)
    # No tag of RIS means rights: a note is what its readers show.
    yield "N1", item.licence_address or item.licence
