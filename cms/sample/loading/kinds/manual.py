"""Loading manuals, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import ManualPage

from ..rows import set_sections
from ..streams import chapters

MODEL = ManualPage


def set_facts(page: ManualPage, facts: Mapping[str, Any]) -> None:
    page.number = facts.get("number")


def set_words(page: ManualPage, edition: Mapping[str, Any], first: bool) -> None:
    page.series = edition.get("series") or ""
    set_sections(page, edition)
    page.steps = chapters("step", edition.get("steps", ()))
