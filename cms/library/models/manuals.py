"""Manuals: numbered series of steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock, StepBlock
from cms.network.models import WorkPage, shared_by_work
from cms.network.panels import work_panels


class ManualPage(WorkPage):
    """One edition of a manual, with its place in a series."""

    work_kind = "manual"
    shared_fields = (*WorkPage.shared_fields, "number")
    word_fields = (("introduction", ""),)

    series = models.CharField(_("series"), max_length=160, blank=True)
    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name=_("steps"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    template = "library/manual_page.html"
    content_panels = work_panels(
        words=[
            FieldPanel("series"),
            FieldPanel("introduction"),
            FieldPanel("steps"),
            FieldPanel("body"),
        ],
        facts=[FieldRowPanel([FieldPanel("number")])],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("manual")
        verbose_name_plural = _("manuals")
