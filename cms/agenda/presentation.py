"""What the pages of events and calls show besides what all works show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.core import sections
from cms.network.presentation import related, shown_by_ids, works_linking_to

from . import selectors
from .choices import EventRole
from .models import CallPage, EventPage


def add_event(context: dict[str, Any], page: EventPage, request: HttpRequest) -> None:
    """Adds `state`, `bodies_by_role`, `attendance`, `sessions` and `outputs` (each with the work
    it was published in, or None), and the `calls` for the event."""
    bodies = list(related(page.bodies, "organisation"))
    rows = list(related(page.sessions)), list(related(page.outputs, "person"))
    calls = works_linking_to(CallPage, "event", page.work)
    shown = shown_by_ids([row.work_id for part in rows for row in part] + calls, request)
    sessions_of, outputs = ([(row, shown.get(row.work_id or 0)) for row in part] for part in rows)
    in_roles = {row.organisation_id for row in bodies}
    context.update(
        state=page.state,
        bodies_by_role=[
            (str(role.label), named)
            for role in EventRole
            if (named := [row.organisation for row in bodies if row.role == role])
        ],
        organisations=[o for o in context["organisations"] if o.pk not in in_roles],
        attendance=list(related(page.attendance, "country")),
        sessions_of_event=sessions_of,
        outputs=outputs,
        calls=[shown[pk] for pk in calls if pk in shown],
    )


def add_call(context: dict[str, Any], page: CallPage, request: HttpRequest) -> None:
    """Adds the `event` a call belongs to, and its `state` today."""
    context.update(
        event=shown_by_ids([page.event_id], request).get(page.event_id or 0),
        state=page.state(selectors.state_of_event(page.event_id)),
    )


def coming(place: str) -> sections.Section:
    """A section that lists upcoming events and open calls on the page of a record."""

    def section(record: Any, request: HttpRequest) -> dict[str, Any]:
        ids = selectors.coming(place, record, request)
        shown = shown_by_ids(ids, request)
        return {"coming": [shown[pk] for pk in ids if pk in shown]}

    return section
