"""Closed lists of events and calls."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventType(models.TextChoices):
    CONFERENCE = "conference", _("Conference")
    SEMINAR = "seminar", _("Seminar")
    WORKSHOP = "workshop", _("Workshop")
    LAUNCH = "launch", _("Launch")
    VISIT = "visit", _("Working visit")
    MEETING = "meeting", _("Meeting")


class EventRole(models.TextChoices):
    """What an organisation does for an event."""

    ORGANISER = "organiser", _("Organiser")
    COLLABORATOR = "collaborator", _("In collaboration with")
    SPONSOR = "sponsor", _("Sponsor")
    HOST = "host", _("Host")

    @property
    def heading(self) -> str:
        """What is said above those who have the role, be they one or several."""
        return str(_HEADINGS[self])


_HEADINGS = {
    EventRole.ORGANISER: _("Organised by"),
    EventRole.COLLABORATOR: _("In collaboration with"),
    EventRole.SPONSOR: _("Sponsored by"),
    EventRole.HOST: _("Hosted by"),
}


class ParticipantType(models.TextChoices):
    """Who came to an event."""

    DELEGATION = "delegation", _("Delegations")
    LOCAL_GOVERNMENT = "local_government", _("Local governments")
    NATIONAL_GOVERNMENT = "national_government", _("National governments")
    UN_BODY = "un_body", _("United Nations bodies")
    BILATERAL_AGENCY = "bilateral_agency", _("Bilateral development agencies")
    NGO = "ngo", _("Non-governmental organisations")
    INDIGENOUS = "indigenous", _("Organisations of indigenous peoples")
    UNIVERSITY = "university", _("Universities")
    COMPANY = "company", _("Companies")
    NETWORK = "network", _("Networks of cities")


class Grant(models.TextChoices):
    """What a call pays for those it selects."""

    TRAVEL = "travel", _("Travel")
    LODGING = "lodging", _("Lodging")
    FEES = "fees", _("Fees")


class State(models.TextChoices):
    """Where an event or call stands today."""

    UPCOMING = "upcoming", pgettext_lazy("state of an event", "Upcoming")
    RUNNING = "running", pgettext_lazy("state of an event", "Under way")
    PAST = "past", pgettext_lazy("state of an event", "Past")
    PLANNED = "planned", pgettext_lazy("state of a call", "Not open yet")
    OPEN = "open", pgettext_lazy("state of a call", "Open")
    CLOSED = "closed", pgettext_lazy("state of a call", "Closed")
