"""The report on links: which sites elsewhere can be reached, with a check at once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports import ReportView

from . import reachability, tasks
from .models import LinkCheck, LinkPage


class LinkReport(ReportView):
    """Every address that a published link names, those that fail first."""

    model = LinkCheck
    page_title = gettext_lazy("Links elsewhere")
    header_icon = "link"
    template_name = "library/admin/link_report.html"
    results_template_name = "library/admin/link_report_results.html"
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    default_ordering = "-failures"
    list_export = ["address", "problem", "status", "failing_since", "last_checked", "last_reached"]
    export_headings = {
        "address": gettext_lazy("Address"),
        "problem": gettext_lazy("Problem"),
        "status": gettext_lazy("Answer"),
        "failing_since": gettext_lazy("Failing since"),
        "last_checked": gettext_lazy("Last checked"),
        "last_reached": gettext_lazy("Last reached"),
    }

    def get_queryset(self):
        return LinkCheck.objects.order_by("-failures", "address")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        reachability.list_addresses()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, *args, **kwargs):
        return {**super().get_context_data(*args, **kwargs), "checks_on": settings.LINK_CHECKS}

    def decorate_paginated_queryset(self, object_list):
        """Adds to each address the links that name it, each in one edition."""
        rows = list(object_list)
        named: dict[str, dict] = {}
        pages = LinkPage.objects.live().filter(address__in=[row.address for row in rows])
        for page in pages.select_related("locale").order_by("pk"):
            named.setdefault(page.address, {}).setdefault(page.translation_key, page)
        for row in rows:
            row.pages = list(named.get(row.address, {}).values())
        return rows


@require_admin_access
@require_POST
def check_now(request: HttpRequest) -> HttpResponse:
    """Has the worker check one address, or all of them where none is named."""
    rows = LinkCheck.objects.all()
    if "check" in request.POST:
        rows = rows.filter(pk=request.POST["check"] if request.POST["check"].isdigit() else None)
    try:
        for pk in rows.values_list("pk", flat=True):
            tasks.check_link.apply_async([pk], retry=False)
    except OperationalError:
        messages.error(
            request, _("The worker cannot be reached at the moment. Please try again later.")
        )
    else:
        messages.success(request, _("The worker is asking. Load this page again in a moment."))
    return redirect("link_report")
