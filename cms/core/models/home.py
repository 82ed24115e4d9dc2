"""The home page of a language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ..choices import LANGUAGES


class HomePage(Page):
    """The root of a language's tree: `/fr/`, `/en/`, `/es/`, `/ar/`.

    What it shows (what is new, cities on the map) comes from sections that apps
    register with `cms.core.sections`.
    """

    introduction = models.CharField(
        _("introduction"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences under the name of the portal."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    template = "core/home_page.html"
    max_count = len(LANGUAGES)
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        from ..sections import sections_for

        context = super().get_context(request, *args, **kwargs)
        context.update(sections_for("home", self, request))
        return context
