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

    def route(self, request, path_components):
        """Finds a page of the tree in one look-up, where Wagtail takes two for each level."""
        if len(path_components) > 1:
            page = Page.objects.filter(
                slug=path_components[-1],
                depth=self.depth + len(path_components),
                path__startswith=self.path,
                url_path=f"{self.url_path}{'/'.join(path_components)}/",
            ).first()
            if page is not None:
                return page.specific.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from ..sections import sections_for

        context = super().get_context(request, *args, **kwargs)
        context.update(sections_for("home", self, request))
        return context
