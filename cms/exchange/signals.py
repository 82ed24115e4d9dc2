"""Traces follow the works that a change may have touched, once it is committed; of a deleted
file one stays."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from cms.core.access import PUBLIC, Reader
from cms.core.models import File
from cms.network.signals import works_touched
from search.worker import send

from .models import WithdrawnFile

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


@receiver(pre_delete, sender=File)
def file_deleted(sender, instance: File, **kwargs) -> None:
    """Keeps of a file that everybody could read what its address says from now on."""
    if Reader(PUBLIC).may_read_file(instance):
        told = {
            "title": instance.title,
            "title_language": instance.language,
            "withdrawn": timezone.now(),
        }
        WithdrawnFile.objects.update_or_create(number=instance.pk, defaults=told)


def _tell() -> None:
    from .tasks import follow

    pending = sorted(_waiting.__dict__.pop("works", ()))
    for start in range(0, len(pending), MOST_IN_A_MESSAGE):
        send(follow, pending[start : start + MOST_IN_A_MESSAGE])
