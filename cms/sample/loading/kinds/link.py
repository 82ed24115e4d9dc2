"""Loading links to sites elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import LinkPage
from cms.network.models import Organisation

from ..lookup import one
from ..rows import set_sections

MODEL = LinkPage


def set_facts(page: LinkPage, facts: Mapping[str, Any]) -> None:
    page.link_type = facts.get("link_type") or ""
    page.address = facts.get("url") or ""
    page.organisation = one(Organisation, facts.get("organisation"))
    page.members = facts.get("members")
    page.members_or_more = bool(facts.get("members_or_more"))
    page.members_as_of = str(facts.get("members_as_of") or "")
    page.site_languages = ",".join(facts.get("site_languages", ()))
    page.access = facts.get("access") or ""


def set_words(page: LinkPage, edition: Mapping[str, Any], first: bool) -> None:
    page.scope = edition.get("scope") or ""
    set_sections(page, edition)
