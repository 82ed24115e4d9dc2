"""Loading definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.core.models import Concept
from cms.library.models import DefinitionPage

from ..lookup import one
from ..rows import set_sections

MODEL = DefinitionPage


def set_facts(page: DefinitionPage, facts: Mapping[str, Any]) -> None:
    page.concept = one(Concept, facts["concept"])


def set_words(page: DefinitionPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
