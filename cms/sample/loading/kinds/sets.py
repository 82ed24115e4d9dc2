"""Loading curated sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import SetItem, SetPage

from ..lookup import identity
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows

MODEL = SetPage


def set_facts(page: SetPage, facts: Mapping[str, Any]) -> None:
    works = [{"work": identity(reference)} for reference in facts.get("items", ())]
    set_facts_of_rows(page, "items", works)


def set_words(page: SetPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    set_words_of_rows(page, "items", SetItem, edition.get("items") or (), first)
