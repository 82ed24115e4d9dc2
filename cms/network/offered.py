"""What is offered for some words where a form cannot hold all the choices of a field."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.forms.models import apply_limit_choices_to_to_formfield
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from cms.core.called import called
from cms.core.models import Concept, ConceptScheme

from .ticks import has_boxes

#: choices offered at a time
MOST = 30


@require_admin_access
@require_safe
def choices(request: HttpRequest, app: str, model: str, field: str) -> JsonResponse:
    """Choices of a field whose names, in whatever language, hold all the words of `q`: `choices`
    in the order of their names, each with `value`, `label` and `scheme` ('' but for concepts of
    several), and `more`, whether there are others. Raises Http404 where no form offers boxes
    for it."""
    rows = _all(app, model, field)
    keys = called(rows, request.GET.get("q", ""))
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
