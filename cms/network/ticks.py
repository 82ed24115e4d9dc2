"""Choosing several records in a form: a box to tick for each, in order, with a filter.

A list in which a click without the control key drops all that was chosen loses work unseen. Where
there are very many records, the form holds those that are chosen, and the filter asks for others.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.admin.forms.models import register_form_field_override

from cms.core.models import Concept, ConceptScheme
from cms.core.sorting import sort_key

#: From so many choices on there is a field that filters them, and from so many on it asks for them.
MANY, TOO_MANY = 12, 150


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick: concepts in the order of their scheme, everything else by name."""

    template_name = "network/admin/ticks.html"

    class Media:
        js = ("js/ticks.js",)

    def __init__(self, field: models.ManyToManyField, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = field

    @cached_property
    def asks(self) -> bool:
        """Whether the choices are too many to stand in the form."""
        return self.choices.queryset.count() >= TOO_MANY

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Choices in their groups, those that are chosen, and whether a filter is worth it."""
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        options = [option for _group, group, _index in groups for option in group]
        # What those are told who do not see the heading of the field.
        context["label"] = capfirst(str(self.field.verbose_name))
        context["chosen"] = [option["label"] for option in options if option["selected"]]
        locked = context["widget"]["attrs"].get("disabled")
        context["filtered"] = not locked and (self.asks or len(options) >= MANY)
        if self.asks and not locked:
            context["source"] = [*self.field.model._meta.label_lower.split("."), self.field.name]
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        """The choices, by scheme where they are concepts of several."""
        options = [
            self.create_option(name, key, label, str(key) in value, index, attrs=attrs)
            for index, (key, label) in enumerate(self._held(value))
        ]
        rows = [getattr(option["value"], "instance", None) for option in options]
        concepts = [row for row in rows if isinstance(row, Concept)]
        if len(concepts) < len(rows) or not rows:
            options.sort(key=lambda option: sort_key(str(option["label"])))
            return [(None, options, 0)]
        return _by_scheme(zip(concepts, options, strict=True))

    def _held(self, value: list[str]) -> Iterable[tuple[Any, Any]]:
        """The choices that stand in the form."""
        if not self.asks:
            return self.choices
        rows = self.choices.queryset.filter(pk__in=[key for key in value if key.isdigit()])
        return [self.choices.choice(row) for row in rows]

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


def has_boxes(field: models.Field) -> bool:
    """Whether forms offer boxes for a field: what models of the portal name, whereas Wagtail's
    own fields stay as they are."""
    return isinstance(field, models.ManyToManyField) and field.model.__module__.startswith("cms.")


def _override(field: models.ManyToManyField) -> dict[str, Any] | None:
    if not has_boxes(field):
        return None
    return {"widget": Ticks(field)}


def use() -> None:
    """Has the forms of the administration offer boxes."""
    register_form_field_override(models.ManyToManyField, override=_override)
