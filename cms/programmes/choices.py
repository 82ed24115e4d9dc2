"""Closed lists of projects and plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where a project acts."""

    REGIONAL = "regional", _("Several countries")
    NATIONAL = "national", _("National")
    DISTRICT = "district", _("District")
    CITY = "city", _("City")


class BodyRole(models.TextChoices):
    """What an organisation does in a project."""

    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")
    IMPLEMENTER = "implementer", _("Carries it out")
    TRAINER = "trainer", _("Trains")
    HOST = "host", _("Host")

    @property
    def heading(self) -> str:
        """What is said above those who have the role, be they one or several."""
        return str(_HEADINGS[self])


_HEADINGS = {
    BodyRole.LEAD: _("Led by"),
    BodyRole.PARTNER: _("In partnership with"),
    BodyRole.FUNDER: _("Funded by"),
    BodyRole.IMPLEMENTER: _("Carried out by"),
    BodyRole.TRAINER: _("Training by"),
    BodyRole.HOST: _("Hosted by"),
}


class IndicatorType(models.TextChoices):
    """What an indicator of an action plan watches."""

    POLICY = "policy", _("Policies")
    KNOWLEDGE = "knowledge", _("Knowledge gained")
    OUTCOME = "outcome", _("Outcome")
