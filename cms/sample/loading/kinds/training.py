"""Loading courses and other training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import TrainingPage, UsedWork
from cms.network.models import Organisation

from ..lookup import identity, one
from ..rows import set_sections

MODEL = TrainingPage


def set_facts(page: TrainingPage, facts: Mapping[str, Any]) -> None:
    for name in ("training_type", "level", "form", "period_start", "period_end", "registration"):
        setattr(page, name, str(facts.get(name) or ""))
    page.provider = one(Organisation, facts.get("provider"))
    page.seats = facts.get("seats")
    page.languages = ",".join(facts.get("languages", ()))
    page.uses = [
        UsedWork(sort_order=order, work=identity(reference))
        for order, reference in enumerate(facts.get("uses", ()))
    ]


def set_words(page: TrainingPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
