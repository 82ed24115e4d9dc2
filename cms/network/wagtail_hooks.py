"""The network's records in the admin."""

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.template.defaultfilters import yesno
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.core.choices import LANGUAGE_CODES
from cms.core.choosers import RecordChooserViewSet
from cms.core.panels import record_panels

from . import actions, bulk, copying, merging, named_by, offered
from .choosers import work_chooser
from .fields import WorkLink
from .insight import views as insight
from .models import City, Country, Organisation, Partnership, Person, Programme, Region


def facts(*panels: Panel | str) -> ObjectList:
    """The first tab of a record."""
    return ObjectList(
        [FieldPanel(panel) if isinstance(panel, str) else panel for panel in panels],
        heading=_("Facts"),
    )


def columns(*names: str) -> list[Panel]:
    """The columns of translated fields in a child row, a row for each field."""
    return [
        FieldRowPanel([FieldPanel(f"{name}_{code}") for code in LANGUAGE_CODES]) for name in names
    ]


class NamedViewSet(SnippetViewSet):
    """A record found by its name in any language, listed by that in the editor's."""

    chooser_viewset_class = RecordChooserViewSet
    ordering = ["name", "pk"]
    list_display = ["name", "slug"]
    list_export = [*(f"name_{code}" for code in LANGUAGE_CODES), "slug"]
    search_fields = [*(f"name_{code}" for code in LANGUAGE_CODES), "slug"]
    #: records that the list or its export names
    named: tuple[str, ...] = ()

    def get_queryset(self, request):
        rows = self.model.objects.all()
        return rows.select_related(*self.named) if self.named else rows


class RegionViewSet(NamedViewSet):
    model = Region
    icon = "globe"
    edit_handler = record_panels(facts("m49", "slug", "parent"), "name")


class CountryViewSet(NamedViewSet):
    model = Country
    icon = "globe"
    list_filter = ["region"]
    edit_handler = record_panels(facts("iso", "slug", "region"), "name")


class CityViewSet(NamedViewSet):
    model = City
    icon = "home"
    list_display = ["name", "country", "kind"]
    named = ("country",)
    list_export = [
        *NamedViewSet.list_export,
        "country",
        "kind",
        "latitude",
        "longitude",
        "wikidata",
    ]
    list_filter = ["kind", "country"]
    edit_handler = record_panels(
        facts(
            FieldRowPanel([FieldPanel("kind"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("country"), FieldPanel("part_of")]),
            "variants",
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            "wikidata",
            InlinePanel(
                "figures",
                heading=_("Figures"),
                label=_("Figure"),
                panels=[
                    FieldPanel("indicator"),
                    FieldRowPanel([FieldPanel("low"), FieldPanel("high")]),
                    FieldRowPanel([FieldPanel("unit"), FieldPanel("year")]),
                    *columns("source"),
                ],
            ),
        ),
        "name",
        "subdivision",
        "description",
        "source",
    )


class OrganisationViewSet(NamedViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "type", "city"]
    named = ("city", "country")
    list_export = [*NamedViewSet.list_export, "type", "city", "country", "website"]
    list_filter = ["type", "country"]
    edit_handler = record_panels(
        facts("type", "slug", "parent", "city", "country", "website", "variants"),
        "name",
        "acronym",
        "description",
    )


class PersonViewSet(NamedViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "organisation", "city"]
    named = ("organisation", "city")
    list_export = [*NamedViewSet.list_export, "organisation", "city", "as_of"]
    edit_handler = record_panels(
        facts("slug", "organisation", "city", "as_of", "variants"), "name", "role"
    )


class ProgrammeViewSet(NamedViewSet):
    model = Programme
    icon = "folder-open-inverse"
    edit_handler = record_panels(
        facts(
            "slug",
            "parent",
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            "organisations",
            "cities",
            "countries",
            "variants",
        ),
        "name",
        "acronym",
        "description",
    )


#: A column of "yes" and "no", in words: Wagtail's own says "True" to those who listen.
PUBLISHED = Column(
    "live", label=_("Published"), accessor=lambda row: yesno(row.live), sort_key="live"
)


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    chooser_viewset_class = RecordChooserViewSet
    icon = "link"
    list_display = ["title", "cooperation", "status", PUBLISHED]
    list_export = [
        *(f"title_{code}" for code in LANGUAGE_CODES),
        "slug",
        "cooperation",
        "status",
        "period_start",
        "period_end",
        "live",
    ]
    list_filter = ["cooperation", "status"]
    search_fields = [*(f"title_{code}" for code in LANGUAGE_CODES), "slug"]
    edit_handler = record_panels(
        facts(
            FieldRowPanel([FieldPanel("cooperation"), FieldPanel("status")]),
            "slug",
            FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
            FieldRowPanel([FieldPanel("date"), FieldPanel("licence")]),
            FieldPanel("sources"),
            InlinePanel(
                "partners",
                heading=_("Partners"),
                label=_("Partner"),
                min_num=2,
                panels=[
                    FieldPanel("role"),
                    FieldRowPanel(
                        [FieldPanel("city"), FieldPanel("organisation"), FieldPanel("country")]
                    ),
                ],
            ),
            InlinePanel(
                "transfers",
                heading=_("Transfers"),
                label=_("Transfer"),
                panels=[
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
                    *columns("object"),
                    FieldRowPanel([FieldPanel("from_city"), FieldPanel("from_organisation")]),
                    FieldRowPanel([FieldPanel("to_city"), FieldPanel("to_organisation")]),
                ],
            ),
            InlinePanel(
                "results",
                heading=_("Results"),
                label=_("Result"),
                panels=[
                    *columns("statement"),
                    FieldRowPanel([FieldPanel("before"), FieldPanel("after")]),
                    *columns("unit", "source"),
                    MultiFieldPanel(
                        [
                            FieldPanel("claimed_by_person"),
                            FieldPanel("claimed_by_organisation"),
                            FieldPanel("claimed_by_city"),
                        ],
                        _("Who says so"),
                    ),
                ],
            ),
            InlinePanel(
                "testimonials",
                heading=_("Testimonials"),
                label=_("Testimonial"),
                panels=[
                    FieldRowPanel([FieldPanel("person"), FieldPanel("date")]),
                    *columns("statement", "source"),
                ],
            ),
            "programmes",
            "themes",
            "goals",
            "files",
            InlinePanel("contacts", heading=_("Contacts"), label=_("Contact")),
        ),
        "title",
        "summary",
        "description",
    )


class NetworkGroup(SnippetViewSetGroup):
    items = (
        CityViewSet,
        PartnershipViewSet,
        OrganisationViewSet,
        PersonViewSet,
        ProgrammeViewSet,
        CountryViewSet,
        RegionViewSet,
    )
    menu_label = _("Network")
    menu_icon = "globe"
    menu_order = 200


register_snippet(NetworkGroup)


@hooks.register("register_admin_urls")
def searches_urls():
    """The desk of searches and its forms."""
    return [
        path("searches/", insight.SearchesView.as_view(), name="searches"),
        path("searches/label/", insight.LabelView.as_view(), name="searches_label"),
        path("searches/ask/", insight.AskView.as_view(), name="searches_ask"),
        path(
            "searches/requests/<int:request_id>/letter/",
            insight.LetterView.as_view(),
            name="searches_letter",
        ),
        path("searches/requests/<int:request_id>/close/", insight.close, name="searches_close"),
    ]


class SearchesMenuItem(MenuItem):
    """Shown to those who may see what readers ask."""

    def is_shown(self, request):
        return request.user.has_perm(insight.SEE)


@hooks.register("register_reports_menu_item")
def searches_menu_item():
    """The way to the desk of searches."""
    return SearchesMenuItem(
        _("Searches"), reverse("searches"), name="searches", icon_name="glasses", order=1000
    )


@hooks.register("register_permissions")
def searches_permissions():
    """Offers the desk's permissions in the form of a group."""
    return Permission.objects.filter(
        Q(content_type__app_label="search", codename="view_loggedsearch")
        | Q(content_type__app_label="network", content_type__model="writingrequest")
    )


@hooks.register("register_admin_urls")
def offered_choices():
    """What forms ask for whose choices are too many."""
    address = "choices/<slug:app>/<slug:model>/<slug:field>/"
    return [path(address, offered.choices, name="offered_choices")]


@hooks.register("register_admin_urls")
def merging_address():
    """The page on which two cities are merged."""
    return [path("cities/merge/", merging.MergeCitiesView.as_view(), name="network_merge_cities")]


@hooks.register("register_snippet_listing_buttons")
def merge_button(snippet, user, next_url=None):
    """Leads from a city in the list to its merging."""
    if isinstance(snippet, City) and actions.may_merge_cities(user):
        address = f"{reverse('network_merge_cities')}?merged={snippet.pk}"
        yield Button(_("Merge into another"), address, icon_name="resubmit", priority=40)


hooks.register("before_delete_page", named_by.tell)
hooks.register("after_copy_page", copying.forget_checks)

# After Wagtail's own, whose places they take.
for action in (bulk.PublishTogether, bulk.DeleteTogether):
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("register_log_actions")
def merge_in_the_history(registry):
    """How a merging is called in the history of a record."""

    @registry.register_action("medina.merge")
    class Merge(LogFormatter):
        label = _("Merge")

        def format_message(self, log_entry):
            title = log_entry.data.get("merged", {}).get("title", "")
            return gettext("“%(title)s” was merged into it") % {"title": title}


@hooks.register("register_admin_viewset")
def choosers():
    """A chooser for each set of kinds that some link offers."""
    links = (
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, WorkLink)
    )
    return [work_chooser(*kinds) for kinds in sorted({link.kinds for link in links})]
