"""Traces follow the works that a change may have touched, once it is committed."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from django.db import transaction
from django.dispatch import receiver

from cms.network.signals import works_touched
from search.worker import send

#: works told to a worker in one message
MOST_IN_A_MESSAGE = 1000

_waiting = threading.local()


@receiver(works_touched)
def works_changed(sender, works: Sequence[int], **kwargs) -> None:
    """Collects the works of a transaction, for one message after its commit.

    One that is rolled back leaves its works to the next message, which does no harm. Where the
    broker is away, the periodic sweep makes up for it.
    """
    pending = _waiting.__dict__.setdefault("works", set())
    pending.update(works)
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    from .tasks import follow

    pending = sorted(_waiting.__dict__.pop("works", ()))
    for start in range(0, len(pending), MOST_IN_A_MESSAGE):
        send(follow, pending[start : start + MOST_IN_A_MESSAGE])
