"""Loading tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import ToolPage
from cms.network.models import Organisation

from ..lookup import one
from ..rows import set_sections

MODEL = ToolPage


def set_facts(page: ToolPage, facts: Mapping[str, Any]) -> None:
    page.tool_type = facts.get("tool_type") or ""
    page.maker = one(Organisation, facts.get("maker"))
    page.free = bool(facts.get("free"))
    page.address = facts.get("url") or ""


def set_words(page: ToolPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
