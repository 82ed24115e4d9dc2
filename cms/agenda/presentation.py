"""What the pages of events and calls show besides what all works show."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from cms.core import sections
from cms.network.presentation import by_ids, by_role, linking, related, shown_by_ids, works_near

from . import selectors, states
from .choices import EventRole
from .models import CallPage, EventPage


def add_event(context: dict[str, Any], page: EventPage, request: HttpRequest) -> None:
    """Adds `state`, `bodies_by_role`, `attendance`, `sessions_of_event` and `outputs` (each with
    the work it was published in, or None), and the `calls` for the event."""
    bodies = related(page.bodies, "organisation")
    parts = related(page.sessions), related(page.outputs, "person")
    published = [row.work_id for part in parts for row in part]
    near = works_near(
        by_ids(published),
        linking(CallPage, "event", page.work),
        request=request,
        event=F("callpage__event"),
    )
    item_of = {number: work.item for number, work in near.items()}
    sessions_of, outputs = ([(row, item_of.get(row.work_id)) for row in part] for part in parts)
    in_roles = {row.organisation_id for row in bodies}
    context.update(
        state=page.state,
        bodies_by_role=by_role(bodies, EventRole),
        organisations=[o for o in context["organisations"] if o.pk not in in_roles],
        attendance=related(page.attendance, "country"),
        sessions_of_event=sessions_of,
        outputs=outputs,
        calls=[work.item for work in near.values() if work.facts["event"] == (page.work.pk or 0)],
    )


def add_call(context: dict[str, Any], page: CallPage, request: HttpRequest) -> None:
    """Adds `events`: the one a call belongs to, and the `state` of the call today."""
    near = works_near(
        by_ids([page.event_id]),
        request=request,
        starts=F("eventpage__starts"),
        ends=F("eventpage__ends"),
    )
    today = timezone.localdate()
    of_event = [
        states.of_event(work.facts["starts"] or "", work.facts["ends"] or "", today)
        for work in near.values()
    ]
    context.update(
        events=[work.item for work in near.values()],
        state=page.state(next(iter(of_event), None)),
    )


def coming(place: str) -> sections.Section:
    """A section that lists upcoming events and open calls on the page of a record."""

    def section(record: Any, request: HttpRequest) -> dict[str, Any]:
        return {"coming": shown_by_ids(selectors.coming(place, record, request), request)}

    return section
