"""The core's records in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .choices import LANGUAGE_CODES
from .models import Concept, ConceptScheme
from .panels import record_panels


class ConceptViewSet(SnippetViewSet):
    model = Concept
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


class ConceptSchemeViewSet(SnippetViewSet):
    model = ConceptScheme
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
