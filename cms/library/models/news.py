"""News: what happened, where and when, and whom the press may ask."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.network.models import (
    City,
    Organisation,
    Person,
    WorkPage,
    refers_to,
    shared,
    shared_by_work,
)
from cms.network.panels import work_panels


class NewsPage(WorkPage):
    """One edition of a news item. Its summary is the standfirst."""

    work_kind = "news"
    shared_fields = (*WorkPage.shared_fields, "dateline", "image")
    word_fields = (("text", ""),)

    text = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))
    dateline = refers_to(
        City,
        _("place of the dateline"),
        related_name="datelined_news",
        help_text=_("Where the news was written or given out."),
    )
    image = refers_to(get_image_model_string(), _("image"))
    image_alternative = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it. Required with an image."),
    )
    image_caption = models.CharField(_("caption"), max_length=250, blank=True)
    image_credit = models.CharField(_("credit"), max_length=120, blank=True)

    template = "library/news_page.html"
    content_panels = work_panels(
        words=[
            FieldPanel("text"),
            MultiFieldPanel(
                [
                    FieldPanel("image"),
                    FieldPanel("image_alternative"),
                    FieldRowPanel([FieldPanel("image_caption"), FieldPanel("image_credit")]),
                ],
                _("Image"),
            ),
            FieldPanel("body"),
        ],
        facts=[
            FieldPanel("dateline"),
            InlinePanel(
                "press_contacts",
                label=_("Press contact"),
                heading=_("Press contacts"),
                help_text=_("Of the office only: no private telephone or e-mail."),
            ),
        ],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    @classmethod
    def shared_columns(cls):
        return {"press_contacts": PressContact.shared_columns}

    def clean(self) -> None:
        super().clean()
        if self.image_id and not self.image_alternative:
            raise ValidationError(
                {"image_alternative": _("Say what the picture shows, for those who do not see it.")}
            )

    @property
    def picture(self) -> dict[str, Any] | None:
        """The image with its words, as the block of images takes them."""
        if not self.image:
            return None
        return {
            "image": self.image,
            "alternative_text": self.image_alternative,
            "caption": self.image_caption,
            "credit": self.image_credit,
        }

    def further_names(self) -> dict[str, Any]:
        return {"datelines": City.objects.filter(pk=self.dateline_id)}

    def get_context(self, request, *args, **kwargs):
        from cms.network.presentation import related

        context = super().get_context(request, *args, **kwargs)
        context["press_contacts"] = related(self.press_contacts, "person", "organisation")
        return context


class PressContact(TranslatableMixin, Orderable):
    """Whom the press may ask: a role in an office, never a private number."""

    shared_columns = ("person_id", "organisation_id", "phone", "email", "website")
    word_columns = ("role",)

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="press_contacts")
    role = models.CharField(_("role"), max_length=200)
    person = refers_to(Person, _("person"))
    organisation = refers_to(Organisation, _("organisation"))
    phone = models.CharField(
        _("telephone of the office"),
        max_length=40,
        blank=True,
        help_text=_("Never a private number."),
    )
    email = models.EmailField(
        _("e-mail of the office"), blank=True, help_text=_("Never a private address.")
    )
    website = models.URLField(_("website"), blank=True)

    override_translatable_fields = shared("person", "organisation", "phone", "email", "website")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")

    def __str__(self) -> str:
        return f"{self.role}: {self.person or self.organisation or self.website}"
