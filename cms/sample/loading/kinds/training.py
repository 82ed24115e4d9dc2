"""Loading courses and other training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import TrainingPage, UsedWork
from cms.network.models import Organisation

from ..lookup import named, one
from ..sources import rich

MODEL = TrainingPage


def set_facts(page: TrainingPage, facts: Mapping[str, Any]) -> None:
    for name in ("training_type", "level", "form", "period_start", "period_end", "registration"):
        setattr(page, name, str(facts.get(name) or ""))
    page.provider = one(Organisation, facts.get("provider"))
    page.seats = facts.get("seats")
    page.languages = ",".join(facts.get("languages", ()))
    page.uses = [
        UsedWork(sort_order=order, work=named(reference))
        for order, reference in enumerate(facts.get("uses", ()))
    ]


def set_words(page: TrainingPage, edition: Mapping[str, Any], first: bool) -> None:
    for name, _label in page.word_fields:
        setattr(page, name, rich(edition.get(name)))
