"""Concept pages: what a theme means, what it does not, and what others call it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.core.choices import LANGUAGE_CODES
from cms.core.models import Concept
from cms.core.models.concepts import lines
from cms.network.models import WorkPage, shared_by_work
from cms.network.panels import work_panels


class DefinitionPage(WorkPage):
    """One edition of a page that explains a theme of the thesaurus."""

    work_kind = "definition"
    shared_fields = (*WorkPage.shared_fields, "concept")
    word_fields = (
        ("meaning", _("What it means")),
        ("not_meaning", _("What it is not")),
        ("in_practice", _("In practice")),
    )

    meaning = RichTextField(
        _("what it means"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("Shown on the page of the theme too."),
    )
    not_meaning = RichTextField(
        _("what it is not"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What it is often taken for."),
    )
    in_practice = RichTextField(
        _("in practice"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("How a city recognises it in its own work."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    concept = models.ForeignKey(
        Concept,
        models.PROTECT,
        related_name="definition_pages",
        limit_choices_to={"scheme__code": "themes"},
        verbose_name=_("theme"),
        help_text=_("The theme of the thesaurus that this page explains."),
    )

    template = "library/definition_page.html"
    content_panels = work_panels(
        words=[
            *(FieldPanel(name) for name, _label in word_fields),
            FieldPanel("body"),
        ],
        facts=[FieldPanel("concept")],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["names"] = visible_labels(self.concept) if self.concept_id else []
        return context


def visible_labels(concept: Concept) -> list[tuple[str, list[str]]]:
    """(language, labels that readers see) of a concept in each language that has any."""
    found = []
    for code in LANGUAGE_CODES:
        preferred = getattr(concept, f"label_{code}")
        labels = [preferred] if preferred else []
        labels += lines(getattr(concept, f"alternative_labels_{code}"))
        if labels:
            found.append((code, labels))
    return found
