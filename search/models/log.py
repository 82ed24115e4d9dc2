"""What was asked, for those who fill the gaps of the library."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoggedSearch(models.Model):
    """A search by words, without anything that tells who asked.

    No account, address, session or exact time is kept: `hour` is the start of the hour.
    """

    text = models.CharField(_("words"), max_length=200)
    lang = models.CharField(_("language of the words"), max_length=12)
    interface = models.CharField(_("language of the reader"), max_length=12)
    total = models.PositiveIntegerField(_("works found"))
    by_meaning = models.BooleanField(_("found by meaning alone"), default=False)
    filtered = models.BooleanField(_("with filters"), default=False)
    milliseconds = models.PositiveIntegerField(_("time taken (ms)"))
    opened = models.PositiveSmallIntegerField(_("place of the first hit opened"), null=True)
    hour = models.DateTimeField(_("hour"))

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [models.Index(fields=["hour", "lang", "text"], name="search_logged")]

    def __str__(self) -> str:
        return self.text
