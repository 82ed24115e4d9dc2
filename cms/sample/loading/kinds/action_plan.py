"""Loading local action plans, with what they do and how it is measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.network.models import Organisation
from cms.programmes.models import ActionPlanPage, PlanAction, PlanIndicator

from ..lookup import identity, one
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = ActionPlanPage
ROWS = {"actions": PlanAction, "indicators": PlanIndicator}


def set_facts(page: ActionPlanPage, facts: Mapping[str, Any]) -> None:
    page.period_start = str(facts.get("period_start") or "")
    page.period_end = str(facts.get("period_end") or "")
    page.adopted_by = one(Organisation, facts.get("adopted_by"))
    page.adopted_on = str(facts.get("adopted_on") or "")
    page.profile = identity(facts.get("profile"))
    set_facts_of_rows(page, "actions", [_action(entry) for entry in facts.get("actions", ())])
    set_facts_of_rows(page, "indicators", facts.get("indicators", ()))


def set_words(page: ActionPlanPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    for name, model in ROWS.items():
        set_words_of_rows(page, name, model, edition.get(name) or (), first)


def _action(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "organisation": one(Organisation, entry.get("organisation")),
        "start": str(entry.get("start") or ""),
        "end": str(entry.get("end") or ""),
    }
