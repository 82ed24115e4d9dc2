"""Loading calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.agenda.models import CallPage

from ..lookup import identity
from ..rows import set_sections

MODEL = CallPage


def set_facts(page: CallPage, facts: Mapping[str, Any]) -> None:
    page.address = facts.get("url") or ""
    page.opens, page.closes = str(facts.get("opens") or ""), str(facts.get("closes") or "")
    page.event = identity(facts.get("event"))
    page.grants = ",".join(facts.get("grants", ()))


def set_words(page: CallPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
