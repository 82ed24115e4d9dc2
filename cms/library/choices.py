"""Closed lists of the library."""

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cms.core.choices import LANGUAGE_CODES


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


class ToolType(models.TextChoices):
    TOOL = "tool", _("Tool")
    METHOD = "method", _("Method")
    TEMPLATE = "template", _("Template")
    TERMS = "terms_of_reference", _("Terms of reference")
    PROJECT = "project_document", _("Project document")


class TrainingType(models.TextChoices):
    COURSE = "course", _("Course")
    ACADEMY = "academy", _("Academy")
    TRAINING = "training", _("Training on the job")


class TrainingLevel(models.TextChoices):
    """What those who come should bring with them."""

    FIRST_STEPS = "first_steps", _("First steps")
    PRACTITIONERS = "practitioners", _("Practitioners")
    EXPERIENCED = "experienced", _("Experienced practitioners")
    TRAINERS = "trainers", _("Those who train others")


class TrainingForm(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    DISTANCE = "distance", _("At a distance")
    MIXED = "mixed", _("In person and at a distance")


class MediaType(models.TextChoices):
    """What a recording is to those who watch or listen."""

    VIDEO = "video", _("Video")
    PODCAST_SERIES = "podcast_series", _("Podcast series")
    PODCAST_EPISODE = "podcast_episode", _("Podcast episode")
    LIVE_SESSION = "live_session", _("Live session")


class QuestionChannel(models.TextChoices):
    """How a question of the audience came in."""

    SMS = "sms", _("By SMS")
    EMAIL = "email", _("By e-mail")
    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")


def _language_name(code: str) -> str:
    # The tags read models, which are not there yet while choices are read.
    from cms.core.templatetags.medina import language_name

    return language_name(code)


#: Languages that recordings are spoken and courses taught in (BCP 47): the site's, then others
#: of the regions it serves. Their names are in the reader's language.
SPOKEN_LANGUAGES = [
    (code, lazy(_language_name, str)(code))
    for code in dict.fromkeys(
        [*LANGUAGE_CODES, "pt", "it", "de", "tr", "zgh", "wo", "sw", "ha", "am"]
    )
]
