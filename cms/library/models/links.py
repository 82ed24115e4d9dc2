"""Links: portals, sites of networks, blogs and databases elsewhere."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.core.choices import WIDER_LANGUAGES
from cms.core.dates import PartialDateField
from cms.core.fields import ChoiceSetField
from cms.network.models import Organisation, WorkPage, refers_to, shared_by_work
from cms.network.panels import work_panels

from ..choices import Access, LinkType
from .link_checks import LinkCheck


class LinkPage(WorkPage):
    """One edition of what is said about a site elsewhere."""

    work_kind = "link"
    shared_fields = (
        *WorkPage.shared_fields,
        "link_type",
        "address",
        "organisation",
        "members",
        "members_or_more",
        "members_as_of",
        "site_languages",
        "access",
    )
    word_fields = (("text", _("About this site")), ("services", _("What it offers")))

    text = RichTextField(_("about this site"), blank=True, features=RICH_TEXT_FEATURES)
    services = RichTextField(
        _("what it offers"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("What a visitor finds there and can do there."),
    )
    scope = models.CharField(
        _("scope"),
        max_length=250,
        blank=True,
        help_text=_("Which places and subjects it covers, in a few words."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    link_type = models.CharField(_("type"), max_length=20, choices=LinkType, blank=True)
    address = models.URLField(
        _("address"),
        blank=True,
        help_text=_(
            "Checked every day. Leave it empty where the source names a site without its address."
        ),
    )
    organisation = refers_to(Organisation, _("organisation behind it"), related_name="links")
    members = models.PositiveIntegerField(_("number of members"), null=True, blank=True)
    members_or_more = models.BooleanField(
        _("or more"), default=False, help_text=_("The source says “at least” or “over”.")
    )
    members_as_of = PartialDateField(_("counted as of"))
    site_languages = ChoiceSetField(_("languages of the site"), choices=WIDER_LANGUAGES)
    access = models.CharField(_("access"), max_length=20, choices=Access, blank=True)

    template = "library/link_page.html"
    content_panels = work_panels(
        words=[
            FieldPanel("scope"),
            FieldPanel("text"),
            FieldPanel("services"),
            FieldPanel("body"),
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("link_type"), FieldPanel("access")]),
                    FieldPanel("address"),
                    FieldPanel("organisation"),
                    FieldPanel("site_languages"),
                    FieldRowPanel(
                        [
                            FieldPanel("members"),
                            FieldPanel("members_or_more"),
                            FieldPanel("members_as_of"),
                        ]
                    ),
                ],
                _("The site"),
            )
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def further_names(self) -> dict[str, Any]:
        return {"behind": Organisation.objects.filter(pk=self.organisation_id)}

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        check = LinkCheck.objects.filter(address=self.address).first() if self.address else None
        context["unreachable_since"] = check.unreachable_since if check else None
        context["languages_of_site"] = [code for code in self.site_languages.split(",") if code]
        return context
