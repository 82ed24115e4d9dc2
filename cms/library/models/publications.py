"""Publications: reports, papers, guides, portals."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.network.models import Organisation, WorkPage, refers_to, shared_by_work
from cms.network.panels import work_panels

from ..choices import PublicationType


class PublicationPage(WorkPage):
    """One edition of the record of a publication: what it says, who published it."""

    work_kind = "publication"
    shared_fields = (
        *WorkPage.shared_fields,
        "publication_type",
        "publisher",
        "authors",
        "address",
    )
    word_fields = (("text", ""),)

    text = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    publication_type = models.CharField(
        _("type"), max_length=20, choices=PublicationType, blank=True
    )
    publisher = refers_to(Organisation, _("publisher"), related_name="publications")
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    address = models.URLField(_("address elsewhere"), blank=True)

    template = "library/publication_page.html"
    content_panels = work_panels(
        words=[FieldPanel("text"), FieldPanel("body")],
        facts=[
            MultiFieldPanel(
                [
                    FieldPanel("publication_type"),
                    FieldPanel("publisher"),
                    FieldPanel("authors"),
                    FieldPanel("address"),
                ],
                _("The publication"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
