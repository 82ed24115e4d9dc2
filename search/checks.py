"""Whether the index says what the database says, and how to make it so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from . import generations, outbox
from .batches import batched
from .documents import AUDIENCES, WorkDocument
from .engines import engine
from .models import Check, Indexed, Outbox
from .sources import source

logger = logging.getLogger(__name__)

#: Works built at a time.
BATCH = 100


class NothingToCompare(Exception):
    """No generation is live: the index has to be built first."""


@dataclass(slots=True)
class Comparison:
    """How the live index differs from the database, by audience.

    `missing` should be found and are not; `stale` are found as they once were, or not whole;
    `extra` are found and should not be. `wordless` are found by words alone and
    nothing waits to give them their vectors. Works with a change waiting are left out.
    `broken` cannot be built, each with the reason: what readers find of them may be true or
    not, and writing them again would fail too. They are not among those `compared`.
    `lost` are indexes of the generation that the engine does not have.
    """

    generation: str
    compared: int = 0
    missing: dict[str, list[str]] = field(default_factory=dict)
    stale: dict[str, list[str]] = field(default_factory=dict)
    extra: dict[str, list[str]] = field(default_factory=dict)
    wordless: list[str] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def differences(self) -> int:
        """How many works differ, counted for each audience, and how many indexes are lost."""
        kinds = (self.missing, self.stale, self.extra)
        works = sum(len(works) for kind in kinds for works in kind.values())
        return works + len(self.wordless) + len(self.broken) + len(self.lost)

    def __str__(self) -> str:
        parts = [
            f"{name} for {audience}: {_some(works)}"
            for name in ("missing", "stale", "extra")
            for audience, works in getattr(self, name).items()
            if works
        ]
        if self.wordless:
            parts.append(f"without vectors: {len(self.wordless)}")
        if self.broken:
            parts.append(f"cannot be built: {_some(list(self.broken))}")
        parts += [f"index {index} is lost" for index in self.lost]
        return "; ".join(parts) or "none"


def _some(works: Sequence[str]) -> str:
    """The first works of many."""
    return f"{', '.join(works[:10])}{' …' if len(works) > 10 else ''}"


def compare(progress: Callable[[int], None] | None = None) -> Comparison:
    """Builds every work from the database and compares it with the live generation.

    Raises `NothingToCompare` where there is none, `EngineUnavailable` where the
    engine does not answer.
    """
    generation = generations.live()
    if generation is None:
        raise NothingToCompare("no index is live: run manage.py search_rebuild")
    existing = engine().indexes()
    found = Comparison(generation.name)
    held: dict[str, dict[str, str]] = {audience: {} for audience in AUDIENCES}
    for audience in AUDIENCES:
        index = generation.index(audience)
        if index in existing:
            held[audience] = dict(engine().digests(index))
        else:
            found.lost.append(index)
    seen: dict[str, set[str]] = {audience: set() for audience in AUDIENCES}
    for works in batched(source().ids(), BATCH):
        for audience in AUDIENCES:
            for document in _built(works, audience, found.broken):
                seen[audience].add(document.id)
                digest = held[audience].get(document.id)
                if digest is None:
                    found.missing.setdefault(audience, []).append(document.id)
                elif digest != document.digest():
                    found.stale.setdefault(audience, []).append(document.id)
        found.compared += sum(1 for work in works if work not in found.broken)
        if progress:
            progress(found.compared)
    for audience in AUDIENCES:
        found.extra[audience] = sorted(held[audience].keys() - seen[audience])
    found.wordless = [work for work in _wordless(generation) if work not in found.broken]
    _leave_out(found)
    return found


def _built(works: Sequence[str], audience: str, broken: dict[str, str]) -> list[WorkDocument]:
    """The documents of works; where that fails, of each alone. One that cannot be built is put
    among the broken with the reason, and is not tried for another audience."""
    works = [work for work in works if work not in broken]
    try:
        return source().build(works, audience)
    except Exception as error:
        if len(works) == 1:
            logger.exception("work %s cannot be built and is not compared", works[0])
            broken[works[0]] = f"{type(error).__name__}: {error}"
            return []
    return [document for work in works for document in _built([work], audience, broken)]


def _wordless(generation) -> list[str]:
    # One question: a work goes from waiting for vectors to waiting to be written with them.
    waiting = Outbox.objects.values("work")
    rows = generation.indexed.filter(complete=False).exclude(work__in=waiting)
    return sorted(rows.values_list("work", flat=True).distinct())


def _leave_out(found: Comparison) -> None:
    """A work with a change waiting differs rightly, and of one that cannot be built nothing is
    known. Changes are read last, so that none is reported that changed while the others were
    compared."""
    rows = Outbox.objects.filter(phase=Outbox.Phase.WORDS).values_list("work", flat=True)
    apart = found.broken.keys() | set(rows.iterator())
    for kind in (found.missing, found.stale, found.extra):
        for audience, works in kind.items():
            kind[audience] = [work for work in works if work not in apart]


def keep(found: Comparison, *, repaired: bool = False) -> None:
    """Keeps what a comparison found, in place of the one before, for those who look later."""

    def works(kind: dict[str, list[str]]) -> int:
        return sum(map(len, kind.values()))

    with transaction.atomic():
        Check.objects.all().delete()
        Check.objects.create(
            generation=found.generation,
            compared=found.compared,
            missing=works(found.missing),
            stale=works(found.stale),
            extra=works(found.extra),
            wordless=len(found.wordless),
            broken=len(found.broken),
            repaired=repaired,
        )


def repair(found: Comparison) -> int:
    """Has every work that differs written again, whatever was noted about it, and returns how
    many there are. The drainer makes an index that is lost; what cannot be built stays as it is.
    """
    kinds = (found.missing, found.stale, found.extra)
    works = {work for kind in kinds for differing in kind.values() for work in differing}
    with transaction.atomic():
        for part in batched(sorted(works), BATCH):
            Indexed.objects.filter(work__in=part).delete()
        outbox.touch(sorted(works))
        outbox.want_meaning(found.wordless)
    return len(works) + len(found.wordless)
