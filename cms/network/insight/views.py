"""The desk of searches in the administration."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from search import log

from ..models import WritingRequest
from . import actions
from .forms import USUAL_DAYS, AskForm, LabelForm, PeriodForm
from .letter import letters

SEE = "search.view_loggedsearch"
#: Rows of each table.
ROWS = 50


@method_decorator(permission_required(SEE), name="dispatch")
class SearchesView(WagtailAdminTemplateMixin, TemplateView):
    """What readers ask most, what they ask in vain, and which cities were asked to write."""

    template_name = "network/admin/searches.html"
    page_title = gettext_lazy("Searches")
    header_icon = "glasses"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here from the home of the admin."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables, each of at most `ROWS` rows, in a fixed number of queries."""
        form = PeriodForm(self.request.GET or None)
        chosen = form.cleaned_data if form.is_valid() else {}
        days, lang = chosen.get("days") or USUAL_DAYS, chosen.get("lang", "")
        user = self.request.user
        requests = WritingRequest.objects.filter(closed=None).select_related("city", "asked_by")
        return super().get_context_data(
            form=form if form.is_bound else PeriodForm(initial={"days": days}),
            languages=log.by_language(days),
            gaps=log.most_asked(days, lang=lang, in_vain=True, limit=ROWS),
            frequent=log.most_asked(days, lang=lang, limit=ROWS),
            requests=Paginator(requests, ROWS).get_page(self.request.GET.get("requests")),
            days=days,
            compared=log.reaches_before(days),
            may_label=user.has_perm(actions.MAY_LABEL),
            may_ask=user.has_perm(actions.MAY_ASK),
            may_close=user.has_perm(actions.MAY_CLOSE),
            **kwargs,
        )


class _BelowDesk(WagtailAdminTemplateMixin):
    """A page that the desk leads to."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here over the desk."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("searches"), "label": SearchesView.page_title},
            {"url": "", "label": self.page_title},
        ]


class _WordsView(_BelowDesk, FormView, ABC):
    """A form about words of readers, filled with them."""

    template_name = "network/admin/words_form.html"
    header_icon = "glasses"

    def get_initial(self) -> dict[str, Any]:
        """The words that the row of the desk names."""
        return {name: self.request.GET.get(name, "") for name in ("text", "lang")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Acts, or shows why it cannot."""
        try:
            said = self.act(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Back to the desk."""
        return reverse("searches")

    @abstractmethod
    def act(self, data: dict[str, Any]) -> str:
        """Carries out the action and says what was done. Raises ValidationError."""


@method_decorator(permission_required(actions.MAY_LABEL), name="dispatch")
class LabelView(_WordsView):
    """Adds words to the labels of a concept."""

    page_title = gettext_lazy("Add as a label")
    form_class = LabelForm

    def act(self, data: dict[str, Any]) -> str:
        """Adds the label."""
        actions.add_label(user=self.request.user, **data)
        return _("“%(label)s” is now a label of “%(concept)s”.") % {
            "label": data["text"],
            "concept": data["concept"],
        }


@method_decorator(permission_required(actions.MAY_ASK), name="dispatch")
class AskView(_WordsView):
    """Asks a city to write."""

    page_title = gettext_lazy("Ask a city to write about it")
    form_class = AskForm

    def act(self, data: dict[str, Any]) -> str:
        """Notes the request."""
        self.asked = actions.ask_city(user=self.request.user, **data)
        return _("%(city)s has been noted as asked. Here is the letter.") % {"city": data["city"]}

    def get_success_url(self) -> str:
        """On to the letter."""
        return reverse("searches_letter", args=[self.asked.pk])


@method_decorator(permission_required(actions.MAY_ASK), name="dispatch")
class LetterView(_BelowDesk, TemplateView):
    """The letter to a city that is asked to write, in each language."""

    template_name = "network/admin/letter.html"
    page_title = gettext_lazy("Letter to a city")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The city and the letters. Raises Http404 where there is no such request."""
        row = get_object_or_404(WritingRequest, pk=self.kwargs["request_id"])
        return super().get_context_data(city=row.city, letters=letters(row), **kwargs)


@require_POST
@permission_required(actions.MAY_CLOSE)
def close(request: HttpRequest, request_id: int) -> HttpResponse:
    """Closes a request."""
    row = get_object_or_404(WritingRequest, pk=request_id)
    if actions.close_request(user=request.user, request=row):
        messages.success(request, _("The request is closed."))
    else:
        messages.warning(request, _("The request was closed before."))
    return redirect("searches")
