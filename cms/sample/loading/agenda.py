"""Loading events and calls."""

from __future__ import annotations

from typing import Any

from cms.agenda.models import (
    CallPage,
    EventAttendance,
    EventBody,
    EventOutput,
    EventPage,
    EventSession,
)
from cms.network.models import Country, Organisation, Person, WorkPage

from . import sources
from .lookup import one
from .rows import fact_rows, identity, worded_rows
from .sources import rich

MODELS: dict[str, type[WorkPage]] = {"event": EventPage, "call": CallPage}


def set_facts(page: Any, work: sources.WorkFile) -> None:
    """Writes the facts of these kinds into an edition, in memory."""
    facts = work.facts
    page.address = facts.get("url") or ""
    if work.kind == "call":
        page.opens, page.closes = str(facts.get("opens") or ""), str(facts.get("closes") or "")
        page.event = identity(facts.get("event"))
        page.grants = ",".join(facts.get("grants", ()))
        return
    page.starts, page.ends = str(facts.get("starts") or ""), str(facts.get("ends") or "")
    page.event_type = facts.get("event_type") or ""
    page.online = bool(facts.get("online"))
    page.registration = facts.get("registration") or ""
    page.event_languages = ",".join(facts.get("event_languages", ()))
    for name in ("seats", "participants", "participant_countries"):
        setattr(page, name, facts.get(name))
    page.participants_about = bool(facts.get("participants_about"))
    fact_rows(
        page,
        "bodies",
        EventBody,
        facts.get("bodies", ()),
        lambda entry: {
            "organisation": one(Organisation, entry["organisation"]),
            "role": entry["role"],
        },
    )
    fact_rows(
        page,
        "attendance",
        EventAttendance,
        facts.get("attendance", ()),
        lambda entry: {
            "country": one(Country, entry.get("country")),
            "type": entry.get("type") or "",
            "number": entry.get("number"),
        },
    )


def set_words(page: Any, work: sources.WorkFile, language: str, first: bool) -> None:
    """Writes the words of these kinds into an edition, in memory."""
    edition, facts = work.editions[language], work.facts
    for name, _label in page.word_fields:
        setattr(page, name, rich(edition.get(name)))
    if work.kind == "call":
        return
    page.venue = edition.get("venue") or ""

    def rows(relation: str, model: Any, values: Any) -> None:
        shared = [values(entry) for entry in facts.get(relation, ())] if first else None
        worded_rows(page, relation, model, edition.get(relation, ()), shared)

    rows("sessions", EventSession, lambda entry: {"work": identity(entry.get("work"))})
    rows(
        "outputs",
        EventOutput,
        lambda entry: {
            "person": one(Person, entry.get("person")),
            "expert": entry.get("expert") or "",
            "work": identity(entry.get("work")),
        },
    )
