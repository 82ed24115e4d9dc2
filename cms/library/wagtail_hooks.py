"""What the library adds to the admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import link_report


@hooks.register("register_admin_urls")
def link_report_addresses():
    return [
        path("reports/links/", link_report.LinkReport.as_view(), name="link_report"),
        path(
            "reports/links/results/",
            link_report.LinkReport.as_view(results_only=True),
            name="link_report_results",
        ),
        path("reports/links/check/", link_report.check_now, name="link_check_now"),
    ]


@hooks.register("register_reports_menu_item")
def link_report_entry():
    return MenuItem(_("Links elsewhere"), reverse("link_report"), icon_name="link", order=1000)
