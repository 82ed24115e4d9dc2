"""Loading projects, with who takes part and how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.network.models import City, Organisation, Programme
from cms.programmes.models import ProjectBody, ProjectPage, ProjectStatus, ProjectWork

from ..lookup import identity, one
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = ProjectPage


def set_facts(page: ProjectPage, facts: Mapping[str, Any]) -> None:
    page.period_start = str(facts.get("period_start") or "")
    page.period_end = str(facts.get("period_end") or "")
    page.levels = ",".join(facts.get("levels", ()))
    page.sectors = ",".join(str(code) for code in facts.get("sectors", ()))
    page.office_city = one(City, facts.get("office_city"))
    page.continues = identity(facts.get("continues"))
    page.replicates_project = identity(facts.get("replicates_project"))
    page.replicates_programme = one(Programme, facts.get("replicates_programme"))
    page.iati_identifier = facts.get("iati_identifier") or ""
    page.budget, page.currency = facts.get("budget"), facts.get("currency") or ""
    page.bodies = [
        ProjectBody(
            sort_order=order,
            organisation=one(Organisation, entry["organisation"]),
            role=entry["role"],
        )
        for order, entry in enumerate(facts.get("bodies", ()))
    ]
    page.related_works = [
        ProjectWork(sort_order=order, work=identity(name))
        for order, name in enumerate(facts.get("related_works", ()))
    ]
    dates = [{"date": str(date)} for date in facts.get("statuses", ())]
    set_facts_of_rows(page, "statuses", dates)


def set_words(page: ProjectPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    page.accomplishments = [("accomplishment", text) for text in edition.get("accomplishments", ())]
    set_words_of_rows(page, "statuses", ProjectStatus, edition.get("statuses") or (), first)
