"""Embedding in the background: what the drainer wrote by its words alone gets its vectors.

Embeds ahead of the drainer, into the cache in the database, and then has the
works written again. So a reader finds words at once and meaning as fast as the
models go.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db import transaction

from . import drainer, indexing, outbox
from .documents import AUDIENCES, WorkDocument
from .embedding import EmbedderUnavailable, TextRefused, store
from .locks import only_one
from .models import Indexed, Outbox
from .sources import source

logger = logging.getLogger(__name__)

#: Works looked up at a time.
BATCH = 20


class _Enough(Exception):
    """Time is over, or words wait: what is embedded so far is kept."""


def embed(seconds: float | None = None) -> bool:
    """Embeds what waits until nothing does, for so many seconds, or until words wait to be
    written: they go first. Returns whether more waits to be embedded.

    Does nothing while another process embeds. Raises `EmbedderUnavailable` with
    every row still in its place; a text that a service refuses is held against its work alone.
    """
    deadline = time.monotonic() + seconds if seconds is not None else float("inf")
    done: set[str] = set()

    def go_on(_made: int = 0) -> None:
        if time.monotonic() >= deadline or drainer.has_work(besides=done):
            raise _Enough

    with only_one("meaning") as mine:
        try:
            while mine and (rows := list(Outbox.objects.due(Outbox.Phase.MEANING)[:BATCH])):
                for row in rows:
                    go_on()
                    _carry_out(row, go_on)
                    done.add(row.work)
        except _Enough:
            return True
    return False


def _carry_out(row: Outbox, progress: Callable[[int], None]) -> None:
    """Embeds one work; a failure is noted with its row and blocks nothing."""
    try:
        # Audiences mostly read the same, so that each text is taken once.
        texts: dict[str, str] = {}
        for audience in AUDIENCES:
            for document in source().build([row.work], audience):
                texts.update(_texts(document))
        store.embed(texts, progress)
    except TextRefused as error:
        _give_the_rest(row, error)
        return
    except (EmbedderUnavailable, _Enough):
        raise
    except Exception as error:
        logger.exception("work %s cannot be embedded", row.work)
        outbox.fail([row], error)
        return
    with transaction.atomic():
        outbox.settle([row])
        if Indexed.objects.filter(work=row.work, complete=False).exists():
            outbox.touch([row.work])


def _give_the_rest(row: Outbox, error: TextRefused) -> None:
    """Notes that a text of a work is refused; at the first try the others have got vectors, and
    the work is written with those."""
    logger.warning("a text of work %s is refused: %s", row.work, error)
    with transaction.atomic():
        outbox.fail([row], error)
        if row.attempts == 1:
            outbox.touch([row.work])


def _texts(document: WorkDocument) -> dict[str, str]:
    """The passages of a document by the key of their embedding."""
    return {passage.key: passage.text for passage in indexing.passages(document)}
