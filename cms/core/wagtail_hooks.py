"""The core's records in the admin."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import UsageCountColumn
from wagtail.models import BaseViewRestriction, ReferenceIndex
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.status import parked

from . import desk, moderation
from .choices import LANGUAGE_CODES
from .choosers import RecordChooserViewSet
from .models import Addressed, Concept, ConceptScheme, ReusableText
from .panels import record_panels


class ConceptViewSet(SnippetViewSet):
    model = Concept
    chooser_viewset_class = RecordChooserViewSet
    icon = "tag"
    list_display = ["label", "scheme", "code"]
    list_filter = ["scheme"]
    search_fields = [f"label_{code}" for code in LANGUAGE_CODES]
    edit_handler = record_panels(
        ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("scheme"), FieldPanel("code"), FieldPanel("slug")], _("Identity")
                ),
                FieldPanel("uri"),
                FieldPanel("notation"),
                FieldPanel("broader"),
                FieldPanel("related"),
                FieldPanel("position"),
                InlinePanel("matches", label=_("Match"), heading=_("Matches")),
            ],
            heading=_("Concept"),
        ),
        "label",
        "alternative_labels",
        "hidden_labels",
        "definition",
        "scope_note",
    )

    def get_queryset(self, request):
        return Concept.objects.select_related("scheme")


class ConceptSchemeViewSet(SnippetViewSet):
    model = ConceptScheme
    chooser_viewset_class = RecordChooserViewSet
    icon = "list-ul"
    list_display = ["name", "code"]
    edit_handler = record_panels(
        ObjectList([FieldPanel("code"), FieldPanel("uri")], heading=_("Scheme")),
        "name",
    )


class ThesaurusGroup(SnippetViewSetGroup):
    items = (ConceptViewSet, ConceptSchemeViewSet)
    menu_label = _("Thesaurus")
    menu_icon = "tag"
    menu_order = 210


register_snippet(ThesaurusGroup)


@hooks.register("register_admin_urls")
def desk_urls():
    """The desk of the search index and its buttons."""
    return [
        path("search-index/", desk.DeskView.as_view(), name="search_desk"),
        path("search-index/try-again/", desk.try_again, name="search_desk_try_again"),
        path("search-index/files/<int:file_id>/read-again/", desk.read_again, name="read_again"),
    ]


class DeskMenuItem(MenuItem):
    """Shown to those who may open the desk."""

    def is_shown(self, request):
        return request.user.has_perm(desk.SEE)


@hooks.register("register_admin_menu_item")
def desk_menu_item():
    """The way to the desk."""
    return DeskMenuItem(
        _("Search index"),
        reverse("search_desk"),
        name="search-index",
        icon_name="search",
        order=900,
    )


class ParkedSummary(SummaryItem):
    """On the home of the admin: how many changes could not be indexed, where there are some."""

    order = 400
    template_name = "core/admin/parked_summary.html"

    def __init__(self, request):
        super().__init__(request)
        self.count = parked().count() if request.user.has_perm(desk.SEE) else 0

    def is_shown(self):
        return bool(self.count)

    def get_context_data(self, parent_context):
        return {"count": self.count}


@hooks.register("construct_homepage_summary_items")
def parked_summary(request, items):
    """Says on the home of the admin that something needs to be looked at."""
    items.append(ParkedSummary(request))


@hooks.register("register_permissions")
def desk_permissions():
    """Offers the desk's permissions in the form of a group."""
    return Permission.objects.filter(
        content_type__app_label="search", codename__in=["view_outbox", "change_outbox"]
    )


@hooks.register("before_edit_page")
def tell_of_page(request, page):
    """Tells the editor of a work if it is too long to be found whole, or was sent back."""
    desk.tell_what_is_left_out(request, page.translation_key)
    moderation.tell_what_to_change(request, page)


@hooks.register("before_edit_snippet")
def tell_of_record(request, record):
    """Tells the same of a record that brings files."""
    if isinstance(record, Addressed):
        desk.tell_what_is_left_out(request, record.key)
    moderation.tell_what_to_change(request, record)


def _refuse_accounts_outside(request, restricted):
    """Whoever is signed in and in none of the groups is told so: to sign in would not help."""
    # Wagtail asks for the restrictions once more: that is spared to those who have no account.
    if request.user.is_authenticated and any(
        each.restriction_type == BaseViewRestriction.GROUPS and not each.accept_request(request)
        for each in restricted.get_view_restrictions()
    ):
        raise PermissionDenied


# Before Wagtail's own, which send to the login, which sends back who is signed in.
@hooks.register("before_serve_page", order=-1)
def refuse_page(page, request, args, kwargs):
    """A page that is kept for groups."""
    _refuse_accounts_outside(request, page)


@hooks.register("before_serve_document", order=-1)
def refuse_file(document, request):
    """A file whose collection is kept for groups."""
    _refuse_accounts_outside(request, document.collection)


@hooks.register("insert_global_admin_css")
def look():
    """What the portal adds to the look of the administration."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class ReusableTextViewSet(SnippetViewSet):
    """Texts with the number of works that show them; the number leads to their list."""

    model = ReusableText
    chooser_viewset_class = RecordChooserViewSet
    icon = "copy"
    menu_label = _("Reusable texts")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["title", "code", UsageCountColumn("usage_count", label=_("Used"))]
    search_fields = ["code", *(f"title_{code}" for code in LANGUAGE_CODES)]
    edit_handler = record_panels(
        ObjectList([FieldPanel("code")], heading=_("Identity")), "title", "text"
    )

    def get_queryset(self, request):
        texts = ReusableText.objects.all()
        return texts.annotate(usage_count=ReferenceIndex.usage_count_subquery(ReusableText))


register_snippet(ReusableTextViewSet)
