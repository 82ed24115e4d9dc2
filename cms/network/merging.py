"""Merging two records of one city in the admin: choose, see what follows, confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.models import Work

from . import actions
from .models import City, Partner, WorkPage


class MergeForm(forms.Form):
    """The city that stays and the one that is merged into it."""

    kept = forms.ModelChoiceField(
        City.objects.all(),
        label=gettext_lazy("City that stays"),
        help_text=gettext_lazy("Its page, its address and its texts are kept."),
    )
    merged = forms.ModelChoiceField(
        City.objects.all(),
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


def merge_cities(request: HttpRequest) -> HttpResponse:
    """Asks for two cities, shows what will follow, and merges once that is confirmed."""
    if not actions.may_merge_cities(request.user):
        raise PermissionDenied
    form = MergeForm(request.POST or None, initial=request.GET.dict())
    context: dict[str, Any] = {"form": form, "page_title": _("Merge two cities")}
    if request.method == "POST" and form.is_valid():
        kept, merged = form.cleaned_data["kept"], form.cleaned_data["merged"]
        if "confirm" in request.POST:
            name = str(merged)
            actions.merge_cities(user=request.user, kept=kept, merged=merged)
            messages.success(
                request,
                _("“%(merged)s” has been merged into “%(kept)s”.") % {"merged": name, "kept": kept},
            )
            return redirect("wagtailsnippets_network_city:edit", kept.pk)
        context |= {
            "kept": kept,
            "merged": merged,
            "follows": follows(merged),
            "address": Work.objects.get(key=merged.key).get_absolute_url(),
        }
    context["cities_address"] = reverse("wagtailsnippets_network_city:list")
    return render(request, "network/admin/merge_cities.html", context)
