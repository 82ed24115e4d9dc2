"""Loading definitions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.core.models import Concept
from cms.library.models import DefinitionPage

from ..lookup import one
from ..sources import rich

MODEL = DefinitionPage


def set_facts(page: DefinitionPage, facts: Mapping[str, Any]) -> None:
    page.concept = one(Concept, facts["concept"])


def set_words(page: DefinitionPage, edition: Mapping[str, Any], first: bool) -> None:
    for name, _label in page.word_fields:
        setattr(page, name, rich(edition.get(name)))
