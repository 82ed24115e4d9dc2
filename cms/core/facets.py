"""Labels of facet values, each facet read by the app that owns what it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings

from . import works
from .models import Concept

Labels = Callable[[Sequence[str]], Mapping[str, str]]

_facets: dict[str, Labels] = {}


def register(facet: str, labels: Labels) -> None:
    """Names the function that gives labels, in the active language, for values of a facet."""
    _facets[facet] = labels


def labels(facet: str, values: Sequence[str]) -> Mapping[str, str]:
    """Labels of values in the active language; a value without one is shown as it is."""
    found = _facets[facet](values) if facet in _facets else {}
    return {value: str(found.get(value, value)) for value in values}


def _kinds(values: Sequence[str]) -> Mapping[str, str]:
    return {kind.name: str(kind.plural) for kind in works.kinds() if kind.name in values}


def _languages(values: Sequence[str]) -> Mapping[str, str]:
    return {code: str(name) for code, name in settings.LANGUAGES if code in values}


def _concepts(values: Sequence[str]) -> Mapping[str, str]:
    rows = Concept.objects.filter(slug__in=values).order_by()
    return {
        slug: Concept.written(notation, label)
        for slug, notation, label in rows.values_list("slug", "notation", "label")
    }


register("kind", _kinds)
register("language", _languages)
register("theme", _concepts)
register("goal", _concepts)
