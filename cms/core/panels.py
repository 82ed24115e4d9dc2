"""Panels for records that exist once, with a tab per language."""

from __future__ import annotations

from django.conf import settings
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface


def per_language(*fields: str) -> list[ObjectList]:
    """A tab for each language of the site with its columns of these fields."""
    return [
        ObjectList([FieldPanel(f"{field}_{code}") for field in fields], heading=name)
        for code, name in settings.LANGUAGES
    ]


def record_panels(facts: ObjectList, *fields: str) -> TabbedInterface:
    """A form whose first tab holds the facts of a record, and the others one language each."""
    return TabbedInterface([facts, *per_language(*fields)])
