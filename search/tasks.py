"""What the worker does for the search: drain, embed, and compare now and then."""

from __future__ import annotations

import logging

from celery import shared_task

from . import checks, drainer, generations, log, meaning, outbox
from .embedding import EmbedderUnavailable
from .engines.base import EngineUnavailable
from .models import Outbox

logger = logging.getLogger(__name__)

#: How long one task may keep a worker from its other work.
SECONDS = 20


@shared_task
def drain() -> None:
    """Writes what waits. With the engine down rows stay, and the periodic drain tries again."""
    outbox.nudge_taken()
    try:
        outcome = drainer.drain(seconds=SECONDS)
    except EngineUnavailable as error:
        logger.warning("the index waits for its engine: %s", error)
        return
    if outcome.more:
        drain.apply_async(retry=False)
    elif outcome.mine and Outbox.objects.due(Outbox.Phase.MEANING).exists():
        embed.apply_async(retry=False)


@shared_task
def embed() -> None:
    """Embeds what waits, words first. With the model away rows stay, and the periodic
    drain comes back to them."""
    try:
        more = meaning.embed(seconds=SECONDS)
    except EmbedderUnavailable as error:
        logger.warning("embedding waits for its model: %s", error)
        return
    if drainer.has_work():
        drain.apply_async(retry=False)
    elif more:
        embed.apply_async(retry=False)


@shared_task
def reconcile() -> None:
    """Compares index and database and has every difference written again that can be."""
    if generations.live() is None:
        logger.warning("there is no index: run manage.py search_rebuild")
        return
    try:
        found = checks.compare()
    except EngineUnavailable as error:
        logger.warning("the index cannot be compared: %s", error)
        return
    if found.differences:
        logger.warning("index and database differ: %s", found)
    checks.keep(found, repaired=checks.repair(found) > 0)


@shared_task
def purge_log() -> None:
    """Removes searches that were logged longer ago than the settings allow."""
    log.purge()
