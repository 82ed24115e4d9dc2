"""Loading publications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import PublicationPage
from cms.network.models import Organisation

from ..lookup import one
from ..sources import rich

MODEL = PublicationPage


def set_facts(page: PublicationPage, facts: Mapping[str, Any]) -> None:
    page.publication_type = facts.get("publication_type") or ""
    page.publisher = one(Organisation, facts.get("publisher"))
    page.authors = ", ".join(facts.get("authors", ()))
    page.address = facts.get("url") or ""


def set_words(page: PublicationPage, edition: Mapping[str, Any], first: bool) -> None:
    page.text = rich(edition.get("body"))
