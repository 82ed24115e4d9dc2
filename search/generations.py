"""Generations of the index: begun, filled beside the live one, swapped, kept for going back.

The live generation is a row in the database, so every process changes over at
the same moment. A generation carries the fingerprint of the code and models
that fill it; code of another fingerprint neither feeds nor resumes it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import indexing, lexicon
from .documents import AUDIENCES
from .embedding import EmbedderUnavailable
from .engines import engine
from .models import Generation, Indexed, Outbox

logger = logging.getLogger(__name__)

State = Generation.State


class CannotRollBack(Exception):
    """There is no generation to go back to, or this code could not feed it."""


def live() -> Generation | None:
    """The generation of the engine in use that readers search."""
    return _of_engine().filter(state=State.LIVE).first()


def building() -> Generation | None:
    """The generation being built, if one is."""
    return _of_engine().filter(state=State.BUILDING).first()


def fed() -> list[Generation]:
    """The generations that changes are written to: live and building ones of this fingerprint."""
    feeding = _of_engine().filter(state__in=[State.LIVE, State.BUILDING])
    return list(feeding.filter(fingerprint=indexing.fingerprint()).order_by("pk"))


def needs_rebuild() -> bool:
    """Whether readers search no generation, or one that this code cannot feed."""
    current = live()
    return current is None or current.fingerprint != indexing.fingerprint()


def begin() -> Generation:
    """The generation to build: the one already begun by this code, else a new, empty one.

    Raises `EmbedderUnavailable` where a model that has embedded nothing yet cannot be asked.
    """
    fingerprint = indexing.fingerprint()
    if not fingerprint:
        raise EmbedderUnavailable("the embedding service has to answer before an index is begun")
    begun = building()
    if begun and begun.fingerprint == fingerprint:
        return begun
    if begun:
        forget(begun)
    made = Generation.objects.create(
        name=f"g{timezone.now():%Y%m%d%H%M%S}{secrets.token_hex(2)}",
        engine=settings.SEARCH_ENGINE,
        fingerprint=fingerprint,
        constants=indexing.new_constants(),
    )
    ensure_indexes(made)
    return made


def ensure_indexes(generation: Generation) -> None:
    """Makes the indexes that a generation lacks, and has what they held written again."""
    existing = engine().indexes()
    for audience in AUDIENCES:
        index = generation.index(audience)
        if index in existing:
            continue
        engine().create(index, indexing.meta(generation))
        lost = Indexed.objects.filter(generation=generation, audience=audience)
        if lost.exists() or generation.backfilled:
            logger.warning("index %s was missing and is filled again", index)
            with transaction.atomic():
                lost.delete()
                lexicon.forget(index)
                backfill_again(generation)


def backfill_again(generation: Generation) -> None:
    """Has every work compared with what a generation holds, and written where it differs."""
    generation.cursor, generation.backfilled = "", None
    generation.save(update_fields=["cursor", "backfilled"])


def ready_to_swap(generation: Generation) -> bool:
    """Whether the swap would take nothing from readers: all works are in by their words, no
    change waits, and no more passages lack their vectors than in the live generation.

    Where there is none, or one made by other code or models, nobody searches it: readers have
    the bare database search, and words alone are better.
    """
    if generation.backfilled is None or Outbox.objects.due(Outbox.Phase.WORDS).exists():
        return False
    current = live()
    if current is None or current.fingerprint != generation.fingerprint:
        return True
    return _lacking(generation) <= _lacking(current)


def _lacking(generation: Generation) -> int:
    given_up = Outbox.objects.parked().filter(phase=Outbox.Phase.MEANING).values("work")
    return generation.indexed.filter(complete=False).exclude(work__in=given_up).count()


def swap(generation: Generation) -> None:
    """Makes a generation live; the one before it is kept, older ones are dropped."""
    with transaction.atomic():
        older = list(_of_engine().filter(state=State.OLD))
        _of_engine().filter(state=State.LIVE).update(state=State.OLD)
        generation.state, generation.finished = State.LIVE, timezone.now()
        generation.save(update_fields=["state", "finished"])
    logger.info("generation %s is live", generation.name)
    for each in older:
        forget(each)


def rollback() -> Generation:
    """Goes back to the generation before the live one, and has it catch up with the content.

    The one left becomes the old one. Raises `CannotRollBack` where there is none,
    or this code is of another fingerprint: then the code goes back first.
    """
    with transaction.atomic():
        previous = _of_engine().filter(state=State.OLD).order_by("-pk").first()
        if previous is None:
            raise CannotRollBack("there is no earlier generation to go back to")
        if previous.fingerprint != indexing.fingerprint():
            raise CannotRollBack(
                f"generation {previous.name} was made by other code or models: "
                "go back to those first"
            )
        _of_engine().filter(state=State.LIVE).update(state=State.OLD)
        previous.state = State.LIVE
        previous.save(update_fields=["state"])
        backfill_again(previous)
    return previous


def forget(generation: Generation) -> None:
    """Drops a generation with its indexes."""
    for audience in AUDIENCES:
        _drop(generation.index(audience))
    generation.delete()


def leftovers() -> Iterable[str]:
    """Indexes of the engine that belong to no generation: a build that was cut off left them."""
    known = {each.index(audience) for each in _of_engine() for audience in AUDIENCES}
    return sorted(set(engine().indexes()) - known)


def drop_leftovers() -> list[str]:
    """Drops the indexes that belong to no generation, and returns their names."""
    dropped = list(leftovers())
    for index in dropped:
        _drop(index)
    return dropped


def _drop(index: str) -> None:
    """Drops an index with its vocabulary."""
    engine().drop(index)
    lexicon.forget(index)


def _of_engine() -> QuerySet[Generation]:
    """Those of the engine in use, without their constants: half a megabyte, and each search
    asks for the live one."""
    return Generation.objects.filter(engine=settings.SEARCH_ENGINE).defer("constants")
