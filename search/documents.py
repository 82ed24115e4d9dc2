"""What the search knows about a work, independent of any engine.

A `WorkDocument` is always built whole from the database, for one audience, and
holds only what that audience may read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

#: Audiences from the widest to the narrowest. Each has an index of its own, so
#: that what one may not read cannot change a total, a facet, a suggestion, an
#: order or a snippet for another. A reader searches exactly one of them.
AUDIENCES = ("public", "members")

#: The facets every engine indexes and counts. Values are identifiers (never
#: labels); labels are read from the database when they are shown.
FACETS = (
    "kind",
    "theme",
    "goal",
    "country",
    "region",
    "city",
    "language",
    "year",
    "role",
    "checked",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text in one language: part of an edition, or one page of a file.

    `file` is the identifier of the file ('' for text of the page itself) and
    `page` its page, counted from 1 (None where the file has no pages). `edition` is the
    language of the edition that it stands in, where it is written in another ('' elsewhere).
    """

    lang: str
    text: str
    file: str = ""
    page: int | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class WorkDocument:
    """One work as one audience sees it.

    `title` and `summary` map a language code to text, for the languages that
    exist. `names` are proper names and their variants in any script, of the work and of
    what it mentions: they match a query in every language. `own_names` are those of them
    that the work itself is called by, and that may be offered for it. `concepts` maps a
    language to labels of the themes and goals that the work is given, which count there as
    words of its title do. `facets` maps each of `FACETS` but `kind` to the identifiers that apply.
    `published` is the day of the work itself, `added` the moment it came into the portal.
    `sureness` is how sure what it tells is, from 0 (claimed, or not said) to 1.
    """

    id: str
    kind: str
    title: Mapping[str, str]
    summary: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: date | None = None
    added: datetime | None = None
    sureness: float = 0.0

    def digest(self) -> str:
        """A fingerprint of everything in the document: equal digests mean equal documents."""
        plain = asdict(self)
        for name in ("published", "added"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        blob = json.dumps(plain, sort_keys=True, ensure_ascii=False, default=list)
        return hashlib.sha256(blob.encode()).hexdigest()[:32]
