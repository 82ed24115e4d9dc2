"""How events and calls become search documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core import works
from cms.network.kinds import PageKind
from search.documents import Text

from .models import CallPage, EventPage

SECTION = _("Events and calls")


@dataclass(frozen=True)
class EventKind(PageKind):
    relations: tuple[str, ...] = (
        "bodies__organisation",
        "attendance__country",
        "sessions",
        "outputs__person",
    )
    section: Any = SECTION

    def words(self, page: Any) -> Iterable[Text]:
        yield Text(page.language, page.venue)
        yield from super().words(page)

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.sessions.all(), ("title", "summary")
        yield page.outputs.all(), ("title", "expert")

    def schema_properties(self, row: Any) -> dict[str, Any]:
        return {"startDate": row.starts, "endDate": row.ends}

    def further(self, page: Any) -> Iterable[Any]:
        yield from (row.organisation for row in page.bodies.all())
        yield from (row.country for row in page.attendance.all())
        yield from (row.person for row in page.outputs.all())


works.register(EventKind("event", _("Event"), _("Events"), EventPage, schema_type="Event"))
works.register(PageKind("call", _("Call"), _("Calls"), CallPage, section=SECTION))
