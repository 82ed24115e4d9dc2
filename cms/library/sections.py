"""What the library shows on the pages of the core."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.network.presentation import best_editions

from .models import DefinitionPage, SetPage
from .presentation import editions_shown


def concept(row: Any, request: HttpRequest) -> dict[str, Any]:
    """`definitions`: the pages that explain a theme, each with how a list shows it."""
    pages = DefinitionPage.objects.filter(concept=row.pk).order_by("pk")
    return {"definitions": best_editions(pages, request)}


def work(page: Any, request: HttpRequest) -> dict[str, Any]:
    """`sets`: the curated sets with this work, as lists show them.

    Not on the page of a set, which leads to works.
    """
    if not page.work.pk or isinstance(page, SetPage):
        return {"sets": []}
    pages = SetPage.objects.filter(items__work=page.work.pk).order_by("title").distinct()
    return {"sets": editions_shown(pages, request)}
