"""Embedding in the background: what the drainer wrote by its words alone gets its vectors.

Embeds ahead of the drainer, into the cache in the database, and then has the
works written again. So a reader finds words at once and meaning as fast as the
models go.
"""

from __future__ import annotations

import logging
import time

from django.db import transaction

from . import indexing, outbox
from .documents import AUDIENCES, WorkDocument
from .embedding import EmbedderUnavailable, store
from .locks import only_one
from .models import Outbox
from .sources import source

logger = logging.getLogger(__name__)

#: Works embedded before they are handed back to the drainer.
BATCH = 5


def embed(seconds: float | None = None) -> bool:
    """Embeds what waits until nothing does, or for so many seconds; returns whether more waits.

    Does nothing while another process embeds. Raises `EmbedderUnavailable` with
    every row still in its place.
    """
    deadline = time.monotonic() + seconds if seconds is not None else float("inf")
    with only_one("meaning") as mine:
        while mine and (rows := list(Outbox.objects.due(Outbox.Phase.MEANING)[:BATCH])):
            if time.monotonic() >= deadline:
                return True
            for row in rows:
                _carry_out(row)
    return False


def _carry_out(row: Outbox) -> None:
    """Embeds one work; a failure is noted with its row and blocks nothing."""
    try:
        # Audiences mostly read the same, so that each text is taken once.
        texts: dict[str, str] = {}
        for audience in AUDIENCES:
            for document in source().build([row.work], audience):
                texts.update(_texts(document))
        made = store.embed(texts)
    except EmbedderUnavailable:
        raise
    except Exception as error:
        logger.exception("work %s cannot be embedded", row.work)
        outbox.fail([row], error)
        return
    with transaction.atomic():
        outbox.settle([row])
        if made:
            outbox.touch([row.work])


def _texts(document: WorkDocument) -> dict[str, str]:
    """The passages of a document by the key of their embedding."""
    return {passage.key: passage.text for passage in indexing.passages(document)}
