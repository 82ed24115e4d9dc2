"""Loading goal profiles of cities, with their figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.network.models import Organisation
from cms.programmes.models import GoalIndicator, GoalProfilePage

from ..lookup import one
from ..partnerships import concepts
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = GoalProfilePage


def set_facts(page: GoalProfilePage, facts: Mapping[str, Any]) -> None:
    page.adopted_by = one(Organisation, facts.get("adopted_by"))
    page.adopted_on = str(facts.get("adopted_on") or "")
    figures = [_figure(entry) for entry in facts.get("indicators", ())]
    set_facts_of_rows(page, "indicators", figures)


def set_words(page: GoalProfilePage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    set_words_of_rows(page, "indicators", GoalIndicator, edition.get("indicators") or (), first)


def _figure(entry: Mapping[str, Any]) -> dict[str, Any]:
    goals = concepts([entry["goal"]], goals=True) if entry.get("goal") else []
    return {
        "goal": next(iter(goals), None),
        "value": entry.get("value"),
        "year": entry.get("year"),
    }
