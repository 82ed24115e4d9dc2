"""What the library shows on the pages of the core."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from .models import DefinitionPage
from .presentation import best_editions


def concept(row: Any, request: HttpRequest) -> dict[str, Any]:
    """`definitions`: the pages that explain a theme, each with how a list shows it."""
    pages = DefinitionPage.objects.filter(concept=row.pk).order_by("pk")
    return {"definitions": best_editions(pages, request)}
