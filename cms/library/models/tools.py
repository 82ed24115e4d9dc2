"""Tools and project documents: what cities use and pass on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.network.models import Organisation, WorkPage, refers_to, shared_by_work
from cms.network.panels import work_panels

from ..choices import ToolType


class ToolPage(WorkPage):
    """One edition of a tool or project document: what it does and how to begin."""

    work_kind = "tool"
    shared_fields = (*WorkPage.shared_fields, "tool_type", "maker", "free", "address")
    word_fields = (("purpose", _("What it does")), ("beginning", _("How to begin")))

    purpose = RichTextField(
        _("what it does"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What a city can do with it, and what it does not do."),
    )
    beginning = RichTextField(
        _("how to begin"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("The first hour with it: who sits down, with what, and what comes out."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    tool_type = models.CharField(_("type"), max_length=20, choices=ToolType, blank=True)
    maker = refers_to(
        Organisation,
        _("maker"),
        related_name="tools",
        help_text=_("The organisation that made it."),
    )
    free = models.BooleanField(
        _("free of charge"), default=False, help_text=_("Only where the maker says so.")
    )
    address = models.URLField(
        _("address elsewhere"),
        blank=True,
        help_text=_("Where it can be had, if not among the files."),
    )

    template = "library/tool_page.html"
    content_panels = work_panels(
        words=[FieldPanel("purpose"), FieldPanel("beginning"), FieldPanel("body")],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("tool_type"), FieldPanel("free")]),
                    FieldPanel("maker"),
                    FieldPanel("address"),
                ],
                _("The tool"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")
