"""Events as iCalendar files (RFC 5545), which calendar programs read."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from cms.core import dates

from .models import EventPage


def calendar(page: EventPage, places: str, address: str) -> bytes:
    """An event known to the day, as whole days of a calendar; the words are the edition's.

    `places` names its cities, `address` is the full one of its page.
    """
    first, last = dates.parse(page.starts)[0], dates.last_day(page.ends or page.starts)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event = Event()
    event.add("uid", f"{page.translation_key}@{host}")
    event.add("dtstamp", page.last_published_at or page.latest_revision_created_at)
    event.add("dtstart", first)
    # The end of whole days is the day after them (RFC 5545, 3.6.1).
    event.add("dtend", last + datetime.timedelta(days=1))
    event.add("summary", page.title, parameters={"LANGUAGE": page.language})
    if page.summary:
        event.add("description", page.summary, parameters={"LANGUAGE": page.language})
    where = ", ".join(filter(None, [page.venue, places]))
    if where:
        event.add("location", where)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    found = Calendar()
    found.add("prodid", f"-//{settings.SITE_NAME}//{host}//")
    found.add("version", "2.0")
    found.add_component(event)
    return found.to_ical()
