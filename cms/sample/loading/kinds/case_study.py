"""Loading case studies, with what came out and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import CaseStudyPage, Cost, Result
from cms.network.models import Organisation

from ..lookup import one
from ..partnerships import claimant
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = CaseStudyPage


def set_facts(page: CaseStudyPage, facts: Mapping[str, Any]) -> None:
    page.period_start = str(facts.get("period_start") or "")
    page.period_end = str(facts.get("period_end") or "")
    page.evidence = facts.get("evidence") or ""
    if facts.get("still_running"):
        page.still_running = facts["still_running"]
    page.still_running_as_of = str(facts.get("still_running_as_of") or "")


def set_words(page: CaseStudyPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    results, costs = edition.get("results") or (), edition.get("costs") or ()
    set_words_of_rows(page, "results", Result, results, first)
    set_words_of_rows(page, "costs", Cost, costs, first)
    if first:
        # Every edition repeats the figures beside its words; those of the source count.
        set_facts_of_rows(page, "results", [_result(entry) for entry in results])
        set_facts_of_rows(page, "costs", [_cost(entry) for entry in costs])


def _result(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "before": str(entry.get("before") or ""),
        "after": str(entry.get("after") or ""),
        **claimant(entry.get("claimed_by")),
    }


def _cost(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "amount": entry.get("amount"),
        "currency": entry.get("currency") or "",
        "funder": one(Organisation, entry.get("funder")),
        "year": entry.get("year"),
    }
