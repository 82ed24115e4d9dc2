"""How the search is doing, for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from . import indexing
from .documents import AUDIENCES
from .engines import engine
from .engines.base import EngineUnavailable
from .models import Check, Generation, Indexed, Outbox
from .sources import source

State = Generation.State
#: What `engine_state` may answer.
OK, DOWN, NEEDS_REBUILD = "ok", "down", "needs a rebuild"
#: A change that has waited longer tells that nothing writes the index.
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a generation being built is: of `total` works so many are `written` by their
    words, and so many of these are `complete`, with their vectors."""

    written: int
    total: int
    complete: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is in the index and what is not yet.

    `works` and `lacking` (passages without a vector) count what the widest-reading
    audience finds. `progress` is that of the generation being built. `waiting` are changes to
    be written and `since` when the oldest was made; `embedding` are works whose passages wait
    for their vectors.
    """

    engine: str
    state: str
    live: Generation | None
    building: Generation | None
    progress: Progress | None
    works: int
    lacking: int
    waiting: int
    since: datetime | None
    embedding: int
    parked: int
    check: Check | None


def status() -> Status:
    """The state of engine, index and outbox now, in a fixed number of queries."""
    generations = {each.state: each for each in _of_engine(State.LIVE, State.BUILDING)}
    live, building = generations.get(State.LIVE), generations.get(State.BUILDING)
    held = Indexed.objects.filter(generation=live, audience=AUDIENCES[-1])
    index = held.aggregate(works=Count("pk"), lacking=Sum("lacking", default=0))
    words, meaning = (
        Q(parked=False, phase=phase) for phase in (Outbox.Phase.WORDS, Outbox.Phase.MEANING)
    )
    rows = Outbox.objects.aggregate(
        waiting=Count("pk", filter=words),
        since=Min("created", filter=words),
        embedding=Count("work", filter=meaning, distinct=True),
        parked=Count("pk", filter=Q(parked=True)),
    )
    return Status(
        engine=settings.SEARCH_ENGINE,
        state=engine_state(live),
        live=live,
        building=building,
        progress=progress(building) if building else None,
        check=Check.objects.first(),
        **index,
        **rows,
    )


def progress(building: Generation) -> Progress:
    """How far a generation being built is, in two queries. Works that no audience may find are
    among the total only until the build has come to them."""
    rows = building.indexed.values_list("work")
    written = dict(rows.annotate(lacks=Count("pk", filter=Q(complete=False))))
    return Progress(
        written=len(written),
        total=len(written.keys() | _ahead(building)),
        complete=sum(1 for lacks in written.values() if not lacks),
    )


def _ahead(building: Generation) -> set[str]:
    """Works that the build has not come to."""
    if building.backfilled is not None:
        return set()
    works = list(source().ids())
    start = works.index(building.cursor) + 1 if building.cursor in works else 0
    return set(works[start:])


def engine_state(live: Generation | None) -> str:
    """Whether the engine answers and holds the live generation, made by this code."""
    try:
        existing = engine().indexes()
    except EngineUnavailable:
        return DOWN
    if live is None or live.fingerprint != indexing.fingerprint():
        return NEEDS_REBUILD
    return OK if live.index(AUDIENCES[0]) in existing else NEEDS_REBUILD


def overdue() -> datetime | None:
    """When the oldest change was made that has waited too long to be written; None where none
    has. Changes that fail, and are tried again later, tell nothing of the worker."""
    untried = Outbox.objects.due(Outbox.Phase.WORDS).filter(attempts=0)
    late = untried.filter(created__lt=timezone.now() - OVERDUE)
    return late.aggregate(since=Min("created"))["since"]


def parked() -> QuerySet[Outbox]:
    """Changes that were given up, the oldest first."""
    return Outbox.objects.parked().order_by("pk")


def cut_short() -> QuerySet:
    """Works of which passages are left out of the live index, with how many as `most`."""
    rows = Indexed.objects.filter(generation__in=_of_engine(State.LIVE), left_out__gt=0)
    return rows.values("work").annotate(most=Max("left_out")).order_by("work")


def _of_engine(*states: str) -> QuerySet[Generation]:
    return Generation.objects.filter(engine=settings.SEARCH_ENGINE, state__in=states)


def left_out(work: str) -> int:
    """How many passages of a work the live index leaves out."""
    row = cut_short().filter(work=work).first()
    return row["most"] if row else 0
