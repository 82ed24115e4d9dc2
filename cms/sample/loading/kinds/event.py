"""Loading events, with who came, what was said and what came out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.agenda.models import EventAttendance, EventBody, EventOutput, EventPage, EventSession
from cms.network.models import Country, Organisation, Person

from ..lookup import identity, one
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = EventPage
ROWS = {"sessions": EventSession, "outputs": EventOutput}


def set_facts(page: EventPage, facts: Mapping[str, Any]) -> None:
    page.address = facts.get("url") or ""
    page.starts, page.ends = str(facts.get("starts") or ""), str(facts.get("ends") or "")
    page.event_type = facts.get("event_type") or ""
    page.online = bool(facts.get("online"))
    page.registration = facts.get("registration") or ""
    page.event_languages = ",".join(facts.get("event_languages", ()))
    for name in ("seats", "participants", "participant_countries"):
        setattr(page, name, facts.get(name))
    page.participants_about = bool(facts.get("participants_about"))
    page.bodies = [
        EventBody(
            sort_order=order,
            organisation=one(Organisation, entry["organisation"]),
            role=entry["role"],
        )
        for order, entry in enumerate(facts.get("bodies", ()))
    ]
    page.attendance = [
        EventAttendance(
            sort_order=order,
            country=one(Country, entry.get("country")),
            type=entry.get("type") or "",
            number=entry.get("number"),
        )
        for order, entry in enumerate(facts.get("attendance", ()))
    ]
    for name, shared in (("sessions", _session), ("outputs", _output)):
        set_facts_of_rows(page, name, [shared(entry) for entry in facts.get(name, ())])


def set_words(page: EventPage, edition: Mapping[str, Any], first: bool) -> None:
    page.venue = edition.get("venue") or ""
    set_sections(page, edition)
    for name, model in ROWS.items():
        set_words_of_rows(page, name, model, edition.get(name) or (), first)


def _session(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"work": identity(entry.get("work"))}


def _output(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "person": one(Person, entry.get("person")),
        "expert": entry.get("expert") or "",
        "work": identity(entry.get("work")),
    }
