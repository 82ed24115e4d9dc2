"""Texts written once, translated once, and shown in many works."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import RevisionMixin

from .wording import InSomeLanguage


class ReusableText(RevisionMixin, InSomeLanguage):
    """A standing text, such as what a network is; a column for each language.

    A change of it is a change of every work that shows it.
    """

    code = models.SlugField(
        _("code"), unique=True, help_text=_("A short name for editors; readers do not see it.")
    )
    title = models.CharField(_("title"), max_length=160)
    text = RichTextField(_("text"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        ordering = ["code"]
        verbose_name = _("reusable text")
        verbose_name_plural = _("reusable texts")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def usage_url(self) -> str:
        """Where the administration lists the works that show it."""
        return reverse(self.snippet_viewset.get_url_name("usage"), args=[self.pk])
