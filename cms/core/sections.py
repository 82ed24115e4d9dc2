"""Sections: what later apps show on pages of earlier ones, without being imported by them.

An app registers, in its `ready()`, a function that returns template context for
a place ("home", "city", "partnership", …); the page's template shows it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

Section = Callable[[Any, HttpRequest], Mapping[str, Any]]

_sections: dict[str, list[Section]] = defaultdict(list)


def register(place: str, section: Section) -> None:
    """Adds what `section(object, request)` returns to the context of `place`."""
    if section not in _sections[place]:
        _sections[place].append(section)


def sections_for(place: str, obj: Any, request: HttpRequest) -> dict[str, Any]:
    """The context of every section registered for a place."""
    context: dict[str, Any] = {}
    for section in _sections[place]:
        context.update(section(obj, request))
    return context
