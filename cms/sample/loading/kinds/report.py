"""Loading workshop reports, with who came, what was shown and what came out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import Delegation, Output, Practice, WorkshopReportPage
from cms.network.models import City, Country, Organisation, Person

from ..lookup import find, identity, one
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows
from ..sources import rich

MODEL = WorkshopReportPage
ROWS = {"delegations": Delegation, "practices": Practice, "outputs": Output}


def set_facts(page: WorkshopReportPage, facts: Mapping[str, Any]) -> None:
    page.starts = str(facts.get("starts") or "")
    page.ends = str(facts.get("ends") or "")
    page.venue_city = one(City, facts.get("venue_city"))
    page.hosts = find(Organisation, facts.get("hosts", ()))
    page.participants = facts.get("participants")
    page.participants_about = bool(facts.get("participants_about"))
    page.participant_countries = facts.get("participant_countries")
    for name, shared in (
        ("delegations", _delegation),
        ("practices", _practice),
        ("outputs", _output),
    ):
        set_facts_of_rows(page, name, [shared(entry) for entry in facts.get(name, ())])


def set_words(page: WorkshopReportPage, edition: Mapping[str, Any], first: bool) -> None:
    page.venue = edition.get("venue") or ""
    set_sections(page, edition)
    page.sessions = [
        ("session", {"title": entry["title"], "text": rich(entry.get("text"))})
        for entry in edition.get("sessions", ())
    ]
    for name, model in ROWS.items():
        set_words_of_rows(page, name, model, edition.get(name) or (), first)


def _delegation(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"country": one(Country, entry.get("country")), "number": entry.get("number")}


def _practice(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"work": identity(entry.get("work"))}


def _output(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "person": one(Person, entry.get("person")),
        "author": entry.get("author") or "",
        "address": entry.get("url") or "",
        "work": identity(entry.get("work")),
    }
