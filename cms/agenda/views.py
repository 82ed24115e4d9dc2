"""The agenda, and events for a calendar."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from cms.core import access
from cms.core.lists import joined
from cms.core.models import Work
from cms.core.works import best_language
from cms.network.presentation import shown_by_ids

from . import calendars, selectors
from .choices import State
from .models import EventPage

PAGE_SIZE = 20


def agenda(request: HttpRequest) -> HttpResponse:
    """What comes and what is open, the nearest first; then what is over, the latest first."""
    found = selectors.entries(request)
    ahead = [e for e in found if e.state not in (State.PAST, State.CLOSED, None)]
    over = [e for e in found if e.state in (State.PAST, State.CLOSED, None)]
    ahead.sort(key=lambda e: (e.starts, e.work))
    over.sort(key=lambda e: (e.starts, e.work), reverse=True)
    page = Paginator(over, PAGE_SIZE).get_page(request.GET.get("page"))
    numbers = [e.work for e in [*ahead, *page.object_list]]
    shown = {int(item.id): item for item in shown_by_ids(numbers, request)}
    page.object_list = [shown[e.work] for e in page.object_list if e.work in shown]
    return render(
        request,
        "agenda/agenda.html",
        {
            "open_calls": [shown[e.work] for e in ahead if e.work in shown and _calls(e.state)],
            "events": [shown[e.work] for e in ahead if e.work in shown and not _calls(e.state)],
            "over": page,
        },
    )


def _calls(state: State | None) -> bool:
    return state in (State.OPEN, State.PLANNED)


def event_calendar(request: HttpRequest, work_id: int) -> HttpResponse:
    """An event as iCalendar file, in the language of the address or the best other one."""
    work = get_object_or_404(Work, pk=work_id, kind=EventPage.work_kind)
    pages = EventPage.objects.live().filter(translation_key=work.key).select_related("locale")
    reader = access.reader_of(request)
    editions = {page.language: page for page in pages if reader.may_read_page(page)}
    best = best_language(editions, get_language() or "")
    if not best or not editions[best].known_to_the_day:
        raise Http404
    page = editions[best]
    response = HttpResponse(
        calendars.calendar(
            page,
            joined(list(page.cities.all())),
            f"{settings.SITE_URL}{work.get_absolute_url()}",
        ),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="event-{work_id}.ics"'
    response["Content-Language"] = best
    return response
