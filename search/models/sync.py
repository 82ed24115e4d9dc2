"""How the index follows the database: works waiting, generations, and what each holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet):
    """Rows by what may be done with them now."""

    def waiting(self) -> OutboxQuerySet:
        """Rows still to be carried out, now or at their next try."""
        return self.filter(parked=False)

    def due(self, phase: str) -> OutboxQuerySet:
        """Rows of a phase that may be carried out now, oldest first."""
        ready = Q(retry_at=None) | Q(retry_at__lte=timezone.now())
        return self.waiting().filter(ready, phase=phase).order_by("pk")

    def parked(self) -> OutboxQuerySet:
        """Rows given up on, each with its reason."""
        return self.filter(parked=True)


class Outbox(models.Model):
    """A work whose index entry may no longer be true.

    Rows are appended in the transaction that changes the content and deleted by
    the drainer, by key, once the engine holds the work. A work may have several.
    """

    class Phase(models.TextChoices):
        """WORDS: build the work and write it. MEANING: embed what it lacks, then write it again."""

        WORDS = "words", _("words")
        MEANING = "meaning", _("meaning")

    work = models.CharField(_("work"), max_length=200, db_index=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase.choices, default=Phase.WORDS)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next try"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)
    parked = models.BooleanField(_("parked"), default=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("work waiting to be indexed")
        verbose_name_plural = _("works waiting to be indexed")
        ordering = ["pk"]
        indexes = [models.Index(fields=["parked", "phase", "id"], name="search_outbox_due")]

    def __str__(self) -> str:
        return f"{self.work} ({self.phase})"


class Generation(models.Model):
    """One build of the whole index, under one fingerprint; one index for each audience.

    At most one generation of an engine is live: the one that readers search.
    """

    class State(models.TextChoices):
        """BUILDING is filled and fed, LIVE is searched and fed, OLD is kept for going back."""

        BUILDING = "building", _("being built")
        LIVE = "live", _("live")
        OLD = "old", _("kept for going back")

    name = models.CharField(_("name"), max_length=100, unique=True)
    engine = models.CharField(_("engine"), max_length=50)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.BUILDING
    )
    constants = models.BinaryField(_("constants"), default=bytes)
    cursor = models.CharField(_("last work backfilled"), max_length=200, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    backfilled = models.DateTimeField(_("backfilled"), null=True, blank=True)
    finished = models.DateTimeField(_("went live"), null=True, blank=True)

    class Meta:
        verbose_name = _("generation of the index")
        verbose_name_plural = _("generations of the index")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["engine"], condition=Q(state="live"), name="search_one_live_generation"
            ),
            models.UniqueConstraint(
                fields=["engine"],
                condition=Q(state="building"),
                name="search_one_building_generation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def index(self, audience: str) -> str:
        """The name of this generation's index for an audience."""
        return f"{self.name}-{audience}"


class Indexed(models.Model):
    """What the drainer last wrote of a work for an audience: nothing equal is written again.

    `complete` is false while passages wait for their vectors, and `lacking` says how many.
    `left_out` counts passages beyond the limits of a file or a work, which are not found.
    """

    generation = models.ForeignKey(Generation, models.CASCADE, related_name="indexed")
    audience = models.CharField(max_length=20)
    work = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    complete = models.BooleanField(default=True)
    lacking = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("work in the index")
        verbose_name_plural = _("works in the index")
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "audience", "work"], name="search_indexed_once"
            )
        ]
        indexes = [models.Index(fields=["work"], name="search_indexed_work")]

    def __str__(self) -> str:
        return f"{self.work} in {self.generation_id} for {self.audience}"


class Check(models.Model):
    """What the last comparison of index and database found; there is one row at most.

    `broken` are works that cannot be built and so were not compared. `repaired` says that what
    else differed has been given to the drainer.
    """

    created = models.DateTimeField(default=timezone.now, editable=False)
    generation = models.CharField(max_length=100)
    compared = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    stale = models.PositiveIntegerField()
    extra = models.PositiveIntegerField()
    wordless = models.PositiveIntegerField()
    broken = models.PositiveIntegerField(default=0)
    repaired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.generation} at {self.created}"

    @property
    def differences(self) -> int:
        """How many differences there were, of all kinds."""
        return self.missing + self.stale + self.extra + self.wordless + self.broken
