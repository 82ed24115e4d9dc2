"""BibTeX in UTF-8, as biber and current reference managers read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.text import slugify

from ..items import Item
from .references import date_parts, keywords, line, places, type_of

#: what TeX would read as a command
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_ANY_SPECIAL = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


def escape(text: str) -> str:
    """A text that TeX prints as it stands."""
    return _ANY_SPECIAL.sub(lambda match: _SPECIAL[match[0]], line(text))


def write(items: Sequence[Item], lang: str) -> str:
    """The items as entries of a bibliography."""
    return "\n".join(_entry(item, lang) for item in items)


def _entry(item: Item, lang: str) -> str:
    key = f"{slugify(settings.SITE_NAME) or 'work'}-{item.id}"
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(item, lang) if value)
    return f"@{type_of(item).bibtex}{{{key},\n{fields}\n}}\n"


def _fields(item: Item, lang: str) -> Iterator[tuple[str, str]]:
    # A second pair of braces keeps the letters of a title as they are.
    yield "title", f"{{{escape(item.title_for(lang))}}}"
    yield "author", " and ".join(f"{{{escape(author)}}}" for author in item.authors)
    body = "institution" if type_of(item).bibtex == "techreport" else "publisher"
    yield body, escape(item.publisher_for(lang))
    parts = date_parts(item)
    if parts:
        yield "year", f"{parts[0]:04d}"
        yield "date", "-".join(f"{part:02d}" for part in parts)
    if len(parts) > 1:
        yield "month", str(parts[1])
    yield "abstract", escape(item.summary_for(lang))
    yield "keywords", ", ".join(escape(word) for word in keywords(item, lang))
    yield "location", escape("; ".join(places(item, lang)))
    yield "language", item.language_for(lang)
    # Addresses are read verbatim.
    yield "url", item.permanent(lang)
    yield "copyright", item.licence_address or item.licence
