"""What is offered for some words where a form cannot hold all the choices of a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.forms.models import apply_limit_choices_to_to_formfield
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from cms.core.choices import LANGUAGE_CODES
from cms.core.models import Concept, ConceptScheme

from .sorting import plain, sort_key
from .ticks import has_boxes

#: choices offered at a time
MOST = 30
#: what a record is called, the first of which is shown
_CALLED = ("name", "label", "title")
_CALLED_TOO = ("acronym", "notation", "variants", "alternative_labels", "hidden_labels")


@require_admin_access
@require_safe
def choices(request: HttpRequest, app: str, model: str, field: str) -> JsonResponse:
    """Choices of a field whose names, in whatever language, hold all the words of `q`: `choices`
    in the order of their names, each with `value`, `label` and `scheme` ('' but for concepts of
    several), and `more`, whether there are others. Raises Http404 where no form offers boxes
    for it."""
    rows = _all(app, model, field)
    words = [plain(word) for word in request.GET.get("q", "").split()]
    keys = _called(rows, words)
    schemes = _schemes(rows)
    found = rows.in_bulk(keys[:MOST])
    offered = [
        {
            "value": str(key),
            "label": str(found[key]),
            "scheme": schemes[found[key].scheme_id] if schemes else "",
        }
        for key in keys[:MOST]
        if key in found
    ]
    return JsonResponse({"choices": offered, "more": len(keys) > MOST})


def _schemes(rows: QuerySet) -> dict[int, str]:
    """Names of the schemes of concepts, where they are of several."""
    if not issubclass(rows.model, Concept):
        return {}
    schemes = ConceptScheme.objects.filter(pk__in=rows.order_by().values("scheme"))
    names = {scheme.pk: str(scheme) for scheme in schemes}
    return names if len(names) > 1 else {}


def _all(app: str, model: str, name: str) -> QuerySet:
    """Every choice of a field."""
    try:
        field = apps.get_model(app, model)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist) as error:
        raise Http404 from error
    if not has_boxes(field):
        raise Http404
    in_form = field.formfield()
    apply_limit_choices_to_to_formfield(in_form)
    return in_form.queryset


def _called(rows: QuerySet, words: Sequence[str]) -> list[Any]:
    """Keys of the records that go by names with all the words, those first that begin with one."""
    names, others = _columns(rows.model, _CALLED), _columns(rows.model, _CALLED_TOO)
    found = []
    for key, *values in rows.order_by().values_list("pk", *names, *others):
        text = plain(" ".join(filter(None, values)))
        if all(word in text for word in words):
            name = next(filter(None, values[: len(names)]), "")
            begins = any(plain(name).startswith(word) for word in words)
            found.append((not begins, sort_key(name), key))
    return [key for _begins, _order, key in sorted(found)]


def _columns(model: type[Model], names: Sequence[str]) -> list[str]:
    """The columns that hold what is named so, those of the reader's language first."""
    held = {field.name for field in model._meta.concrete_fields}
    here = get_language()
    found = []
    for name in names:
        translated = [f"{name}_{code}" for code in LANGUAGE_CODES if f"{name}_{code}" in held]
        translated.sort(key=lambda column: not column.endswith(f"_{here}"))
        found += translated or [column for column in (name,) if column in held]
    return found
