"""Closed lists of the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """How sure the result of an experience is, from a claim to an evaluation."""

    CLAIMED = "claimed", _("Claimed by those involved")
    DOCUMENTED = "documented", _("Documented")
    MEASURED = "measured", _("Measured before and after")
    EVALUATED = "evaluated", _("Evaluated independently")


class StillRunning(models.TextChoices):
    YES = "yes", _("Still running")
    NO = "no", _("Ended")
    UNKNOWN = "unknown", _("Not known")


class Audience(models.TextChoices):
    """Whom a handbook is written for."""

    ELECTED = "elected", _("Elected officials")
    MANAGERS = "managers", _("Managers")
    TECHNICIANS = "technicians", _("Technical staff")
    CITIZENS = "citizens", _("Citizens")
    NETWORKS = "networks", _("Networks of cities")
    TRAINERS = "trainers", _("Trainers")


class ReleaseStatus(models.TextChoices):
    """State of a handbook's release."""

    PILOT = "pilot", _("Pilot")
    ANNOUNCED = "announced", _("Launch announced")
    LAUNCHED = "launched", _("Launched")
    SUPERSEDED = "superseded", _("Superseded")


class PublicationType(models.TextChoices):
    REPORT = "report", _("Report")
    PAPER = "paper", _("Paper")
    GUIDE = "guide", _("Guide")
    PORTAL = "portal", _("Portal")
    BROCHURE = "brochure", _("Brochure")
    PROCEEDINGS = "proceedings", _("Proceedings")
