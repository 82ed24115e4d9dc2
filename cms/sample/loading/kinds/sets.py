"""Loading curated sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import SetItem, SetPage

from ..lookup import named
from ..rows import set_facts_of_rows, set_words_of_rows
from ..sources import rich

MODEL = SetPage


def set_facts(page: SetPage, facts: Mapping[str, Any]) -> None:
    works = [{"work": named(reference)} for reference in facts.get("items", ())]
    set_facts_of_rows(page, "items", works)


def set_words(page: SetPage, edition: Mapping[str, Any], first: bool) -> None:
    page.introduction = rich(edition.get("introduction"))
    set_words_of_rows(page, "items", SetItem, edition.get("items") or (), first)
