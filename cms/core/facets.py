"""Labels of facet values, each facet read by the app that owns what it names."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect

from . import works
from .models import Concept

Labels = Callable[[Sequence[str]], Mapping[str, str]]

#: Seconds for which a process keeps labels: they are read anew for no search, and a place or
#: theme that was renamed has its new label in the filters so much later.
KEPT_SECONDS = 30

_facets: dict[str, Labels] = {}
#: The names of the addresses of what a facet's values stand for.
_addresses: dict[str, str] = {}
#: By facet and language, when its labels were first read, and those read since.
_kept: dict[tuple[str, str | None], tuple[float, dict[str, str]]] = {}


def register(facet: str, labels: Labels, address: str = "") -> None:
    """Names the function that gives labels, in the active language, for values of a facet, and
    the `address` of records whose slugs these are."""
    _facets[facet] = labels
    if address:
        _addresses[facet] = address


def renamed(chosen: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The chosen values of facets, those of records that have got another name or were merged
    by the name that their address leads to: searches that somebody has kept go on."""
    paths: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with translation.override(settings.LANGUAGE_CODE):
        for facet, values in chosen.items():
            for value in values if facet in _addresses else ():
                with suppress(NoReverseMatch):
                    path = reverse(_addresses[facet], args=[value])
                    paths[Redirect.normalise_path(path)].append((facet, value))
    found = Redirect.objects.filter(old_path__in=paths, site=None)
    now: dict[tuple[str, str], str] = {}
    for path, link in found.values_list("old_path", "redirect_link"):
        for facet, value in paths[path]:
            if value in _facets[facet]([value]):
                continue  # Another record has got that name since.
            with suppress(Resolver404):
                now[facet, value] = resolve(link).kwargs.get("slug", value)
    return {
        facet: tuple(dict.fromkeys(now.get((facet, value), value) for value in values))
        for facet, values in chosen.items()
    }


def labels(facet: str, values: Sequence[str]) -> Mapping[str, str]:
    """Labels of values in the active language, as they were at most `KEPT_SECONDS` ago; a value
    without one is shown as it is."""
    if facet not in _facets:
        return {value: value for value in values}
    now, key = time.monotonic(), (facet, get_language())
    began, known = _kept.get(key, (now, {}))
    if now - began > KEPT_SECONDS:
        began, known = now, {}
    if unknown := [value for value in values if value not in known]:
        found = _facets[facet](unknown)
        known = known | {value: str(label) for value, label in found.items() if value in unknown}
    _kept[key] = began, known
    return {value: known.get(value, value) for value in values}


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
register("theme", _concepts, "concept")
register("goal", _concepts, "concept")
