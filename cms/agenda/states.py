"""Where events and calls stand on a day. It is computed when shown and stored nowhere.

Dates may be known to the month or the year only: something is upcoming until its first
possible day, and past only after its last possible one.
"""

from __future__ import annotations

import datetime

from cms.core import dates

from .choices import State


def of_event(starts: str, ends: str, today: datetime.date) -> State | None:
    """State of an event; None where no date is known."""
    if not starts and not ends:
        return None
    if today > dates.last_day(ends or starts):
        return State.PAST
    first, _precision = dates.parse(starts or ends)
    return State.UPCOMING if today < first else State.RUNNING


def of_call(opens: str, closes: str, event: State | None, today: datetime.date) -> State | None:
    """State of a call; None where nothing tells. A call for an event that has begun is closed."""
    if closes and today > dates.last_day(closes):
        return State.CLOSED
    if event in (State.RUNNING, State.PAST):
        return State.CLOSED
    if opens and today < dates.parse(opens)[0]:
        return State.PLANNED
    return State.OPEN if opens or closes else None
