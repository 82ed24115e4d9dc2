"""Loading projects, goal profiles and local action plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.core.models import Concept
from cms.network.models import City, Organisation, Programme, WorkPage
from cms.programmes.models import (
    ActionPlanPage,
    GoalIndicator,
    GoalProfilePage,
    PlanAction,
    PlanIndicator,
    ProjectBody,
    ProjectPage,
    ProjectStatus,
    ProjectWork,
)

from . import sources
from .lookup import one
from .partnerships import concepts
from .rows import fact_rows, identity, worded_rows
from .sources import rich

MODELS: dict[str, type[WorkPage]] = {
    "project": ProjectPage,
    "goal_profile": GoalProfilePage,
    "action_plan": ActionPlanPage,
}


def set_facts(page: Any, work: sources.WorkFile) -> None:
    """Writes the facts of these kinds into an edition, in memory."""
    facts = work.facts
    if work.kind != "goal_profile":
        page.period_start = str(facts.get("period_start") or "")
        page.period_end = str(facts.get("period_end") or "")
    if work.kind == "project":
        _project_facts(page, facts)
        return
    page.adopted_by = one(Organisation, facts.get("adopted_by"))
    page.adopted_on = str(facts.get("adopted_on") or "")
    if work.kind == "action_plan":
        page.profile = identity(facts.get("profile"))


def _project_facts(page: ProjectPage, facts: Mapping[str, Any]) -> None:
    page.levels = ",".join(facts.get("levels", ()))
    page.sectors = ",".join(str(code) for code in facts.get("sectors", ()))
    page.office_city = one(City, facts.get("office_city"))
    page.continues = identity(facts.get("continues"))
    page.replicates_project = identity(facts.get("replicates_project"))
    page.replicates_programme = one(Programme, facts.get("replicates_programme"))
    page.iati_identifier = facts.get("iati_identifier") or ""
    page.budget, page.currency = facts.get("budget"), facts.get("currency") or ""
    fact_rows(
        page,
        "bodies",
        ProjectBody,
        facts.get("bodies", ()),
        lambda entry: {
            "organisation": one(Organisation, entry["organisation"]),
            "role": entry["role"],
        },
    )
    fact_rows(
        page,
        "related_works",
        ProjectWork,
        facts.get("related_works", ()),
        lambda name: {"work": identity(name)},
    )


def set_words(page: Any, work: sources.WorkFile, language: str, first: bool) -> None:
    """Writes the words of these kinds into an edition, in memory."""
    edition, facts = work.editions[language], work.facts
    for name, _label in page.word_fields:
        setattr(page, name, rich(edition.get(name)))

    def rows(relation: str, model: Any, column: str, values: Any) -> None:
        words = [
            entry if isinstance(entry, dict) else {column: entry}
            for entry in edition.get(relation, ())
        ]
        shared = [values(entry) for entry in facts.get(relation, ())] if first else None
        worded_rows(page, relation, model, words, shared)

    if work.kind == "project":
        page.accomplishments = [
            ("accomplishment", text) for text in edition.get("accomplishments", ())
        ]
        rows("statuses", ProjectStatus, "statement", lambda date: {"date": str(date)})
    elif work.kind == "goal_profile":
        rows("indicators", GoalIndicator, "label", _goal_figure)
    else:
        rows("actions", PlanAction, "statement", _action)
        rows("indicators", PlanIndicator, "label", dict)


def _goal_figure(entry: Mapping[str, Any]) -> dict[str, Any]:
    goals: list[Concept] = concepts([entry["goal"]], goals=True) if entry.get("goal") else []
    return {
        "goal": next(iter(goals), None),
        "value": entry.get("value"),
        "year": entry.get("year"),
    }


def _action(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "organisation": one(Organisation, entry.get("organisation")),
        "start": str(entry.get("start") or ""),
        "end": str(entry.get("end") or ""),
    }
