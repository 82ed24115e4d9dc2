"""What other systems have been told of works, kept beyond the works themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import Work


class Trace(models.Model):
    """What is known outside of a work or record: it stays when the work is withdrawn.

    Written by `cms.exchange.traces` only, but for the reason of a withdrawal.
    """

    class Harvest(models.TextChoices):
        NEVER = "", _("never")
        LIVE = "live", _("harvested")
        DELETED = "deleted", _("deleted")

    work = models.OneToOneField(
        Work, models.PROTECT, primary_key=True, related_name="trace", verbose_name=_("work")
    )
    #: the last titles that everybody could read, by language
    titles = models.JSONField(default=dict, editable=False)
    #: whether everybody may read it now
    public = models.BooleanField(default=False, editable=False, db_index=True)
    #: a fingerprint of what is told, and when that last changed
    digest = models.CharField(max_length=32, blank=True, editable=False)
    modified = models.DateTimeField(null=True, editable=False)
    #: when its last edition went, for whomever it was readable
    withdrawn = models.DateTimeField(_("withdrawn on"), null=True, editable=False)
    seen = models.BooleanField(default=False, editable=False)
    reason = models.TextField(
        _("reason"),
        blank=True,
        max_length=500,
        help_text=_("Shown to readers at the permanent address of the work."),
    )
    harvest = models.CharField(max_length=10, choices=Harvest, blank=True, editable=False)
    #: OAI-PMH's date of the last change, to the second
    datestamp = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("withdrawn work")
        verbose_name_plural = _("withdrawn works")
        default_permissions = ("change", "view")
        indexes = [models.Index(fields=["datestamp", "work"], name="trace_harvest_order")]

    def __str__(self) -> str:
        return self.title or str(self.work)

    @property
    def title(self) -> str:
        """The last public title that suits the reader ('' where it never had one)."""
        return self.titles.get(self.title_language, "")

    @property
    def title_language(self) -> str:
        from django.utils.translation import get_language

        from cms.core.works import best_language

        return best_language(self.titles, get_language())


class TraceSet(models.Model):
    """A set of OAI-PMH that a work belongs, or belonged last, to: `kind:manual`, `theme:water`."""

    trace = models.ForeignKey(Trace, models.CASCADE, related_name="sets")
    spec = models.CharField(max_length=170, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trace", "spec"], name="trace_set_once")]

    def __str__(self) -> str:
        return self.spec


class TraceAddress(models.Model):
    """An address at which everybody could read an edition of a work, or a record, once."""

    trace = models.ForeignKey(Trace, models.CASCADE, related_name="addresses")
    #: a fingerprint of the path: an index holds no long text
    digest = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trace", "digest"], name="trace_address_once")
        ]

    def __str__(self) -> str:
        return self.digest


class WithdrawnFile(models.Model):
    """A file that everybody could read and that was deleted. Its number is given to no other."""

    number = models.BigIntegerField(primary_key=True)
    title = models.CharField(max_length=255)
    title_language = models.CharField(max_length=10)
    withdrawn = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
