"""Works on the same as a work, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from . import generations
from .engines.base import EngineUnavailable
from .query import alike
from .request import SearchRequest
from .sources import Shown, source

#: How long it is remembered which works are near a work; its text may change meanwhile.
SECONDS = 600
#: The most that are shown, and those looked at: some may not be read, or are records of places.
MOST, LOOKED_AT = 12, 40
#: Records that tell of something done, and stand beside works.
TOLD = frozenset({"partnership"})

_QUOTATION = re.compile(r'["“”«»„]')


@dataclass(frozen=True, slots=True)
class Related:
    """A work and those near it, the nearest first."""

    work: Shown
    works: Sequence[Shown]


def related(work: str, *, audience: str, lang: str) -> Related | None:
    """What is near a work in meaning and words, of what the reader may read. None where they
    may not read the work itself; nothing near with the engine down."""
    row = source().show([work], audience, lang).get(work)
    if row is None:
        return None
    ids = _near(row, audience, lang)
    rows = source().show(ids, audience, lang)
    shown = [rows[each] for each in ids if each in rows]
    return Related(row, [each for each in shown if each.by_edition or each.kind in TOLD][:MOST])


def _near(row: Shown, audience: str, lang: str) -> list[str]:
    """Identifiers of works that answer the title and summary of a work as a question."""
    generation = generations.live()
    if generation is None:
        return []
    key = f"search.related:{generation.pk}:{audience}:{row.id}:{lang}"
    ids = cache.get(key)
    if ids is None:
        request = SearchRequest(
            # Words in quotation marks would have to be held as they stand.
            text=_QUOTATION.sub(" ", f"{row.title}. {row.summary}"),
            lang=lang,
            query_lang=row.title_lang or None,
            audience=audience,
        )
        try:
            ids = alike(request, row.id)[:LOOKED_AT]
        except EngineUnavailable:
            return []
        cache.set(key, ids, SECONDS)
    return list(ids)
