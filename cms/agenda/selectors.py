"""Reading the agenda: what comes, what is open, what is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from cms.core import access
from cms.core.models import Work
from cms.network.models import WorkPage
from cms.network.relations import naming

from . import states
from .choices import State
from .models import CallPage, EventPage

#: works that name a record, by the place of its page
_NAMING: dict[str, Callable[[Any], Q]] = {
    "city": lambda row: naming("cities", [row.pk]),
    "country": lambda row: naming("countries", [row.pk]) | Q(cities__country=row.pk),
    "region": lambda row: naming("regions", [row.pk]),
    "organisation": lambda row: naming("organisations", [row.pk]),
    "programme": lambda row: naming("programmes", [row.pk]),
    "concept": lambda row: Q(themes=row.pk) | Q(goals=row.pk),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event or call by the number of its work, with its dates and where it stands."""

    work: int
    starts: str
    state: State | None


def _identified(pages: QuerySet) -> QuerySet:
    """Pages with the number of their work."""
    work = Work.objects.filter(key=OuterRef("translation_key"))
    return pages.annotate(number=Subquery(work.values("pk")))


def entries(request: HttpRequest, among: Q | None = None) -> list[Entry]:
    """Events, then calls, that this reader may read, each once; of them those `among`."""
    audience, today = access.reader_of(request).audience, timezone.localdate()
    chosen = WorkPage.objects.filter(among).values("pk") if among is not None else None

    def rows(model: type, *columns: str) -> dict[int, tuple]:
        pages = _identified(access.readable(model.objects.live(), audience))
        if chosen is not None:
            pages = pages.filter(pk__in=chosen)
        found = pages.order_by("pk").values_list("number", *columns)
        return {number: values for number, *values in found if number}

    found = [
        Entry(number, starts or ends, states.of_event(starts, ends, today))
        for number, (starts, ends) in rows(EventPage, "starts", "ends").items()
    ]
    calls = rows(CallPage, "opens", "closes", "event")
    of_event = _states_of_events([event for _opens, _closes, event in calls.values() if event])
    found += [
        Entry(number, opens or closes, states.of_call(opens, closes, of_event.get(event), today))
        for number, (opens, closes, event) in calls.items()
    ]
    return found


def _states_of_events(works: list[int]) -> dict[int, State | None]:
    """States of events by the number of their work."""
    if not works:
        return {}
    pages = _identified(EventPage.objects.live()).filter(number__in=works)
    today = timezone.localdate()
    return {
        number: states.of_event(starts, ends, today)
        for number, starts, ends in pages.values_list("number", "starts", "ends")
    }


def coming(place: str, record: Any, request: HttpRequest) -> list[int]:
    """Numbers of the upcoming events and open calls that name a record, the nearest first."""
    wanted = (State.UPCOMING, State.RUNNING, State.OPEN)
    found = [e for e in entries(request, _NAMING[place](record)) if e.state in wanted]
    return [entry.work for entry in sorted(found, key=lambda e: (e.starts, e.work))]
