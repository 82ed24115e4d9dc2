"""What the network asks a city to write about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.choices import LANGUAGES

from .places import City


class WritingRequest(models.Model):
    """A city is asked to write about something that readers look for and do not find."""

    city = models.ForeignKey(
        City, models.CASCADE, related_name="writing_requests", verbose_name=_("city")
    )
    text = models.CharField(_("words readers looked for"), max_length=200)
    lang = models.CharField(_("language of the words"), max_length=12, choices=LANGUAGES)
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What you know of the city's experience, and whom you wrote to."),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    created = models.DateTimeField(_("asked on"), auto_now_add=True)
    closed = models.DateTimeField(_("closed on"), null=True, editable=False)

    class Meta:
        verbose_name = _("request to write")
        verbose_name_plural = _("requests to write")
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.city}: {self.text}"
