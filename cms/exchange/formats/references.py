"""What reference formats have in common: the kind of a reference, its date, its words on a line."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..items import Item, name_for

_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Type(NamedTuple):
    """The same kind of reference in each format."""

    ris: str
    bibtex: str
    csl: str


OTHER = Type("GEN", "misc", "document")
#: by type at schema.org
TYPES = {
    "Article": Type("RPRT", "techreport", "report"),
    "Report": Type("RPRT", "techreport", "report"),
    "ScholarlyArticle": Type("JOUR", "article", "article-journal"),
    "NewsArticle": Type("NEWS", "misc", "article-newspaper"),
    "Book": Type("BOOK", "book", "book"),
    "HowTo": Type("PAMP", "manual", "pamphlet"),
    "Course": Type("GEN", "misc", "webpage"),
    "Event": Type("CONF", "misc", "event"),
    "WebSite": Type("ELEC", "misc", "webpage"),
    "WebPage": Type("ELEC", "misc", "webpage"),
    "VideoObject": Type("VIDEO", "misc", "motion_picture"),
    "PodcastEpisode": Type("SOUND", "misc", "broadcast"),
    "AudioObject": Type("SOUND", "misc", "broadcast"),
    "SoftwareApplication": Type("COMP", "misc", "software"),
}


def type_of(item: Item) -> Type:
    """The kind of reference that an item is."""
    properties = item.kind.schema_properties(item.row)
    return TYPES.get(properties.get("@type", item.kind.schema_type), OTHER)


def line(text: str) -> str:
    """A text on one line, without characters that no text format carries."""
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip()


def date_parts(item: Item) -> list[int]:
    """Year, month and day of an item, as far as they are known."""
    return [int(part) for part in item.date.split("-")] if item.date else []


def keywords(item: Item, lang: str) -> list[str]:
    """Names of the themes and goals, for a reader of `lang`."""
    found = [name_for(row, lang) for row in (*item.to("themes"), *item.to("goals"))]
    return [line(name) for name in found if name]


def places(item: Item, lang: str) -> list[str]:
    """Names of the cities, or of the countries where no city is named."""
    rows = item.to("cities") or item.to("countries") or item.to("regions")
    return [line(name_for(row, lang)) for row in rows]
