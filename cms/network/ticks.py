"""Choosing several records in a form: a box to tick for each, in order, with a filter.

A list in which a click without the control key drops all that was chosen loses work unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.admin.forms.models import register_form_field_override

from cms.core.models import Concept, ConceptScheme

from .sorting import sort_key

#: From so many choices on there is a field that filters them.
MANY = 12


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick: concepts in the order of their scheme, everything else by name."""

    template_name = "network/admin/ticks.html"

    class Media:
        js = ("js/ticks.js",)

    def __init__(self, label: Promise | str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        #: what those are told who do not see the heading of the field
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Choices in their groups, those that are chosen, and whether a filter is worth it."""
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        options = [option for _group, group, _index in groups for option in group]
        context["label"] = capfirst(str(self.label))
        context["chosen"] = [option["label"] for option in options if option["selected"]]
        context["filtered"] = len(options) >= MANY
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        """The choices, by scheme where they are concepts of several."""
        options = [
            option
            for _group, group, _index in super().optgroups(name, value, attrs)
            for option in group
        ]
        rows = [getattr(option["value"], "instance", None) for option in options]
        concepts = [row for row in rows if isinstance(row, Concept)]
        if len(concepts) < len(rows) or not rows:
            options.sort(key=lambda option: sort_key(str(option["label"])))
            return [(None, options, 0)]
        return _by_scheme(zip(concepts, options, strict=True))

    def _render(
        self, template_name: str, context: dict[str, Any], renderer: Any = None
    ) -> SafeString:
        return render_to_string(template_name, context)


def _by_scheme(options: Iterable[tuple[Concept, dict[str, Any]]]) -> list:
    groups: dict[int, list[dict[str, Any]]] = {}
    for concept, option in options:
        groups.setdefault(concept.scheme_id, []).append(option)
    if len(groups) == 1:
        return [(None, *groups.values(), 0)]
    names = {scheme.pk: scheme.name for scheme in ConceptScheme.objects.filter(pk__in=groups)}
    return [(names[pk], group, index) for index, (pk, group) in enumerate(groups.items())]


def _override(field: models.ManyToManyField) -> dict[str, Any] | None:
    """Boxes for what models of the portal name; Wagtail's own fields stay as they are."""
    if not field.model.__module__.startswith("cms."):
        return None
    return {"widget": Ticks(label=field.verbose_name)}


def use() -> None:
    """Has the forms of the administration offer boxes."""
    register_form_field_override(models.ManyToManyField, override=_override)
