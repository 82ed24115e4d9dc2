"""The permanent identity of works and records."""

import uuid

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .wording import InSomeLanguage


class Work(models.Model):
    """The permanent address of a work or record, kept through renames, moves and withdrawal.

    `key` is shared by all editions of a work (Wagtail's `translation_key`) or
    belongs to one record. `kind` names a registered kind (see `cms.core.works`).
    The row is never deleted: an address once given out keeps its meaning.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40, db_index=True, editable=False)
    source_language = models.CharField(max_length=12, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    #: where two turned out to be the same, the one that was kept
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        """The permanent address ('' in the preview of what was never saved)."""
        return reverse("work", args=[self.pk]) if self.pk else ""


class Addressed(InSomeLanguage):
    """A record with a permanent address of its own."""

    #: name of the kind, as registered with `cms.core.works`
    work_kind = ""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address name"),
        max_length=120,
        unique=True,
        help_text=_("The part of the address that names this record; the same in every language."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # First: whoever hears of a new record asks for its identity.
        with transaction.atomic():
            Work.objects.get_or_create(key=self.key, defaults={"kind": self.work_kind})
            super().save(*args, **kwargs)

    def permanent_address(self) -> str:
        """The address that outlives a change of name ('' before the record is saved)."""
        work = Work.objects.filter(key=self.key).first()
        return work.get_absolute_url() if work else ""
