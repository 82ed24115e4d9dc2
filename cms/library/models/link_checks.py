"""Whether the sites that links lead to can be reached."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

#: failures in a row, each on a day of its own, before readers are told
FAILURES_TOLD = 3


class LinkCheck(models.Model):
    """What the last checks of an address found; one row an address, however many links name it."""

    class Problem(models.TextChoices):
        """Why an address could not be reached."""

        UNKNOWN_HOST = "unknown_host", _("The host has no address")
        FORBIDDEN = "forbidden", _("The address is not on the public internet")
        NO_ANSWER = "no_answer", _("No answer in time")
        REFUSED = "refused", _("The connection failed")
        INSECURE = "insecure", _("The certificate is not valid")
        REDIRECTS = "redirects", _("Too many redirections")
        STATUS = "status", _("The site answers with an error")

    address = models.URLField(_("address"), unique=True)
    last_checked = models.DateTimeField(_("last checked"), null=True, blank=True)
    last_reached = models.DateTimeField(_("last reached"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateField(_("failing since"), null=True, blank=True)
    last_failure = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-failures", "address"]
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")

    def __str__(self) -> str:
        return self.address

    @property
    def unreachable_since(self) -> datetime.date | None:
        """The day of the first of the failures, once there are enough to tell readers."""
        return self.failing_since if self.failures >= FAILURES_TOLD else None

    def note(self, status: int | None, problem: str, when: datetime.datetime) -> None:
        """Writes down a check: the status of the answer if there was one, the problem if any.

        Failures of one day count once, so that a bad hour is not taken for an end.
        """
        self.last_checked, self.status, self.problem = when, status, problem
        if not problem:
            self.last_reached = when
            self.failures, self.failing_since, self.last_failure = 0, None, None
        elif self.last_failure != when.date():
            self.failures += 1
            self.last_failure = when.date()
            self.failing_since = self.failing_since or when.date()
        self.save()
