"""Merging two records of one city in the admin: choose, see what follows, confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.core.choosers import RecordChooser, told_apart
from cms.core.models import Work

from . import actions
from .models import City, Partner, WorkPage

#: Where the cities are listed.
CITIES = "wagtailsnippets_network_city:list"


class MergeForm(forms.Form):
    """The city that stays and the one that is merged into it."""

    kept = forms.ModelChoiceField(
        City.objects.all(),
        widget=RecordChooser(City),
        label=gettext_lazy("City that stays"),
        help_text=gettext_lazy("Its page, its address and its texts are kept."),
    )
    merged = forms.ModelChoiceField(
        City.objects.all(),
        widget=RecordChooser(City),
        label=gettext_lazy("City that is merged into it"),
        help_text=gettext_lazy(
            "Its names become other spellings of the city that stays, and everything that refers "
            "to it refers to that one."
        ),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kept") and found.get("kept") == found.get("merged"):
            raise ValidationError(_("Choose two different cities."))
        return found


def follows(merged: City) -> dict[str, int]:
    """How much refers to a city."""
    works = WorkPage.objects.filter(cities=merged).values("translation_key").distinct()
    return {
        "works": works.count(),
        "partnerships": Partner.objects.filter(city=merged).count(),
        "figures": merged.figures.count(),
        "organisations": merged.organisations.count(),
        "people": merged.people.count(),
    }


class MergeCitiesView(WagtailAdminTemplateMixin, FormView):
    """Asks for two cities, shows what will follow, and merges once that is confirmed."""

    template_name = "network/admin/merge_cities.html"
    form_class = MergeForm
    page_title = gettext_lazy("Merge two cities")
    header_icon = "resubmit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actions.may_merge_cities(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here over the list of cities."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(CITIES), "label": capfirst(City._meta.verbose_name_plural)},
            {"url": "", "label": self.page_title},
        ]

    def get_initial(self) -> dict[str, Any]:
        """The city whose row in the list led here."""
        return self.request.GET.dict()

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """Merges, or says first what will follow."""
        kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
        if "confirm" not in self.request.POST:
            address = Work.objects.get(key=merged.key).get_absolute_url()
            return self.render_to_response(
                self.get_context_data(
                    form=form,
                    kept=kept,
                    merged=merged,
                    kept_label=told_apart(kept),
                    merged_label=told_apart(merged),
                    follows=follows(merged),
                    address=address,
                )
            )
        name = str(merged)
        actions.merge_cities(user=self.request.user, kept=kept, merged=merged)
        said = _("“%(merged)s” has been merged into “%(kept)s”.")
        messages.success(self.request, said % {"merged": name, "kept": kept})
        return redirect("wagtailsnippets_network_city:edit", kept.pk)
