"""Works whose index entry may no longer be true: noted with the change, carried out after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from .models import Outbox
from .worker import send

#: How often a row is tried before it is parked.
MOST_ATTEMPTS = 3
#: Seconds until the second try; each later one waits three times as long.
FIRST_WAIT = 10
#: Longest reason that is kept.
LONGEST_REASON = 2_000
#: How long a nudge counts as on its way; a lost one is made up for by the next.
NUDGE_SECONDS = 10

_NUDGED = "search.outbox.nudged"


def touch(work_ids: Iterable[str]) -> None:
    """Notes works as changed, in the caller's transaction: both are kept or neither.

    Call it for every work whose document may be different now, also for works
    that are gone. After the commit the drainer is nudged; where that message is
    lost, the periodic drain finds the rows.
    """
    rows = [Outbox(work=work) for work in dict.fromkeys(work_ids)]
    if rows:
        Outbox.objects.bulk_create(rows, batch_size=500)
        transaction.on_commit(_nudge, robust=True)


def want_meaning(work_ids: Iterable[str]) -> None:
    """Notes works that lack vectors, each once, for embedding in the background. One that was
    parked before counts as not noted: the work has changed since."""
    phase = Outbox.Phase.MEANING
    wanted = set(work_ids)
    noted = (
        Outbox.objects.waiting().filter(phase=phase, work__in=wanted).values_list("work", flat=True)
    )
    rows = [Outbox(work=work, phase=phase) for work in sorted(wanted.difference(noted))]
    Outbox.objects.bulk_create(rows, batch_size=500)


def settle(rows: Sequence[Outbox]) -> None:
    """Deletes rows that have been carried out, and parked ones that this has made needless.

    Only rows that were read: one appended meanwhile speaks of a later change.
    """
    keys = [row.pk for row in rows]
    Outbox.objects.filter(pk__in=keys).delete()
    if keys:
        works = {row.work for row in rows}
        overtaken = Outbox.objects.parked().filter(phase=rows[0].phase, work__in=works)
        overtaken.filter(pk__lt=max(keys)).delete()


def fail(rows: Iterable[Outbox], reason: Exception) -> None:
    """Notes why rows could not be carried out; after the third time they are parked."""
    for row in rows:
        row.attempts += 1
        row.error = f"{type(reason).__name__}: {reason}"[:LONGEST_REASON].replace("\x00", "")
        row.parked = row.attempts >= MOST_ATTEMPTS
        wait = FIRST_WAIT * 3 ** (row.attempts - 1)
        row.retry_at = None if row.parked else timezone.now() + timedelta(seconds=wait)
        row.save()


def retry_parked(key: int | None = None) -> int:
    """Gives parked rows another chance, all or the one of a key, and returns how many."""
    rows = Outbox.objects.parked() if key is None else Outbox.objects.parked().filter(pk=key)
    count = rows.update(parked=False, attempts=0, retry_at=None)
    if count:
        transaction.on_commit(_nudge, robust=True)
    return count


def pending() -> dict[str, int]:
    """How many works wait for their words and for their meaning, and how many rows are parked."""
    waiting = Outbox.objects.waiting()
    return {
        "words": waiting.filter(phase=Outbox.Phase.WORDS).values("work").distinct().count(),
        "meaning": waiting.filter(phase=Outbox.Phase.MEANING).values("work").distinct().count(),
        "parked": Outbox.objects.parked().count(),
    }


def nudge_taken() -> None:
    """Said by the worker as it begins: changes from now on need a nudge of their own."""
    cache.delete(_NUDGED)


def _nudge() -> None:
    """Asks a worker to drain now, once for all changes until it begins."""
    from .tasks import drain

    if cache.add(_NUDGED, True, timeout=NUDGE_SECONDS):
        send(drain)
