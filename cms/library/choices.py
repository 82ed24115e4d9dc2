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


class LinkType(models.TextChoices):
    """What a site elsewhere is."""

    PORTAL = "portal", _("Portal")
    NETWORK = "network", _("Site of a network")
    BLOG = "blog", _("Blog")
    DATABASE = "database", _("Database")


class Access(models.TextChoices):
    """What it takes to use a site elsewhere."""

    FREE = "free", _("Free of charge")
    REGISTRATION = "registration", _("Free of charge, after registration")
    MEMBERS = "members", _("For members")
    PAID = "paid", _("Against payment")
