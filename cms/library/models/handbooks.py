"""Handbooks, with their chapters and releases."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from cms.core.blocks import BodyBlock, ChapterBlock
from cms.core.dates import PartialDateField, display
from cms.core.fields import ChoiceSetField
from cms.network.models import City, WorkPage, refers_to, shared_by_work
from cms.network.panels import work_panels

from ..choices import Audience, ReleaseStatus


class HandbookPage(WorkPage):
    """One edition (language) of a handbook."""

    work_kind = "handbook"
    shared_fields = (*WorkPage.shared_fields, "pilot_city", "audiences", "releases")

    chapters = StreamField([("chapter", ChapterBlock())], blank=True, verbose_name=_("chapters"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    pilot_city = refers_to(City, _("pilot city"), related_name="piloted_handbooks")
    audiences = ChoiceSetField(_("audiences"), choices=Audience.choices)

    template = "library/handbook_page.html"
    content_panels = work_panels(
        words=[FieldPanel("chapters"), FieldPanel("body")],
        facts=[
            MultiFieldPanel([FieldPanel("pilot_city"), FieldPanel("audiences")], _("The handbook")),
            InlinePanel("releases", label=_("Release"), heading=_("Releases")),
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("handbook")
        verbose_name_plural = _("handbooks")

    def get_context(self, request, *args, **kwargs):
        from cms.network.presentation import related

        context = super().get_context(request, *args, **kwargs)
        context["releases"] = related(self.releases, "city")
        return context


class HandbookRelease(Orderable):
    """When and where a handbook was piloted, launched or superseded."""

    page = ParentalKey(HandbookPage, on_delete=models.CASCADE, related_name="releases")
    status = models.CharField(_("status"), max_length=12, choices=ReleaseStatus)
    date = PartialDateField(_("date"))
    city = refers_to(City, _("city"))

    class Meta(Orderable.Meta):
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.date}"

    @property
    def date_label(self) -> str:
        return display(self.date)
