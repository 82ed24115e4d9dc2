"""The one process that writes the index: changes first, backfill between them.

It notes the keys of a batch of rows, builds those works whole from the database,
writes them into every generation being fed, and then deletes exactly those keys.
Killed anywhere, it does at worst the same again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from . import generations, indexing, limits, outbox
from .documents import AUDIENCES, WorkDocument
from .engines import engine
from .engines.base import EngineUnavailable, IndexedWork
from .locks import only_one
from .models import Generation, Indexed, Outbox
from .sources import source

logger = logging.getLogger(__name__)

#: Rows taken at a time, and works backfilled between two looks at the outbox.
BATCH = 25


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a drain ended. `mine` is false where another process was draining; `more`
    says that the time was over before the work."""

    mine: bool
    more: bool


def drain(seconds: float | None = None) -> Outcome:
    """Writes what waits until nothing does, or for so many seconds.

    Raises `EngineUnavailable` with every row still in its place.
    """
    deadline = time.monotonic() + seconds if seconds is not None else float("inf")
    mine = False
    while True:
        with only_one("drainer") as got_it:
            if not got_it:
                return Outcome(mine, more=False)
            mine = True
            steps = _steps()
            while next(steps, None) and time.monotonic() < deadline:
                pass
        # A row committed while the lock was held sent its own nudge in vain: look again.
        more = has_work()
        if not more or time.monotonic() >= deadline:
            return Outcome(mine, more or _unfinished())


def has_work(besides: Collection[str] = ()) -> bool:
    """Whether changes wait that can be written now, other than those of some works."""
    due = Outbox.objects.due(Outbox.Phase.WORDS).exclude(work__in=besides)
    return due.exists() and bool(generations.fed())


def _unfinished() -> bool:
    return any(generation.backfilled is None for generation in generations.fed())


def _steps() -> Iterator[bool]:
    """One batch a step, changes before backfill, ending when neither is left."""
    works: list[str] | None = None
    for generation in generations.fed():
        generations.ensure_indexes(generation)
    while feeding := generations.fed():
        rows = list(Outbox.objects.due(Outbox.Phase.WORDS)[:BATCH])
        if rows:
            _carry_out(rows, feeding)
            yield True
            continue
        behind = [generation for generation in feeding if generation.backfilled is None]
        if behind:
            works = works if works is not None else list(source().ids())
            _backfill(behind[0], works)
            yield True
            continue
        new = generations.building()
        if new and new in feeding and generations.ready_to_swap(new):
            generations.swap(new)
        return


def _carry_out(rows: Sequence[Outbox], feeding: Sequence[Generation]) -> None:
    """Writes the works of some rows; where that fails, each alone, so that one harms no other."""
    works = list(dict.fromkeys(row.work for row in rows))
    try:
        write(works, feeding)
    except EngineUnavailable:
        raise
    except Exception as error:
        if len(works) == 1:
            logger.exception("work %s cannot be indexed", works[0])
            outbox.fail(rows, error)
            return
        for work in works:
            _carry_out([row for row in rows if row.work == work], feeding)
    else:
        outbox.settle(rows)


def _backfill(generation: Generation, works: Sequence[str]) -> None:
    """Writes the next works after the cursor; after the last, has those removed that are gone."""
    start = works.index(generation.cursor) + 1 if generation.cursor in works else 0
    batch = works[start : start + BATCH]
    if batch:
        try:
            write(batch, [generation])
        except EngineUnavailable:
            raise
        except Exception:
            logger.exception("a batch of the backfill failed: its works are tried one by one")
            Outbox.objects.bulk_create([Outbox(work=work) for work in batch])
        generation.cursor = batch[-1]
        generation.save(update_fields=["cursor"])
        return
    held = set(generation.indexed.values_list("work", flat=True))
    with transaction.atomic():
        outbox.touch(sorted(held.difference(works)))
        generation.backfilled = timezone.now()
        generation.save(update_fields=["backfilled"])


def write(works: Sequence[str], feeding: Sequence[Generation]) -> None:
    """Brings works as they are in the database into generations, for every audience.

    Only cached vectors are used: works whose passages lack some are noted for
    embedding. Documents equal to what was written before are left alone.
    """
    for audience in AUDIENCES:
        documents = {each.id: each for each in source().build(works, audience)}
        gone = [work for work in works if work not in documents]
        for generation in feeding:
            index = generation.index(audience)
            held = _held(generation, audience, works)
            changed = [each for each in documents.values() if held.get(each.id) != each.digest()]
            indexed = indexing.index_documents(generation, audience, changed)
            engine().put(index, [work for work, _complete in indexed])
            engine().remove(index, gone)
            rows = [_row(documents[w.id], w, complete) for w, complete in indexed]
            _note(generation, audience, rows, gone)


def _held(generation: Generation, audience: str, works: Sequence[str]) -> Mapping[str, str]:
    """The digests of works that a generation holds complete."""
    rows = generation.indexed.filter(audience=audience, work__in=works, complete=True)
    return dict(rows.values_list("work", "digest"))


def _row(document: WorkDocument, work: IndexedWork, complete: bool) -> Indexed:
    """What is noted of a work just written, but for where it was written."""
    lacking = sum(1 for passage in work.passages if passage.text and passage.vector is None)
    return Indexed(
        work=work.id,
        digest=work.digest,
        complete=complete,
        # Between two models a passage may have the vector of one only.
        lacking=0 if complete else max(lacking, 1),
        left_out=limits.left_out(document, work),
    )


def _note(
    generation: Generation, audience: str, rows: Sequence[Indexed], gone: Sequence[str]
) -> None:
    """Notes what an index holds now, and asks for the vectors that works lack.

    A work that lacked them before, and has not changed, has been asked for already.
    """
    for row in rows:
        row.generation, row.audience = generation, audience
    lacking = {row.work: row.digest for row in rows if not row.complete}
    held = generation.indexed.filter(audience=audience, work__in=lacking, complete=False)
    with transaction.atomic():
        asked = {
            work for work, digest in held.values_list("work", "digest") if lacking[work] == digest
        }
        outbox.want_meaning(lacking.keys() - asked)
        generation.indexed.filter(audience=audience, work__in=gone).delete()
        Indexed.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["generation", "audience", "work"],
            update_fields=["digest", "complete", "lacking", "left_out"],
        )
