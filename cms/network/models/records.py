"""What the records of the network have in common."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from cms.core.models import Addressed
from cms.core.models.concepts import lines


class Record(RevisionMixin, Addressed):
    """A named record with revisions and a page of its own, at the address of its kind."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"network:{self.work_kind}", args=[self.slug])


class Spelt(models.Model):
    """A record that readers find by more names than the one it goes by."""

    variants = models.TextField(
        _("other spellings"),
        blank=True,
        help_text=_("Names and spellings in any script by which readers look for it, one a line."),
    )

    class Meta:
        abstract = True

    @property
    def spellings(self) -> list[str]:
        """The other names and spellings, in the order in which they are written."""
        return lines(self.variants)


def validate_tree(record: models.Model, field: str) -> None:
    """Raises ValidationError at `field`, which names what a record is part of, if that is the
    record itself or, over any number of others, a part of it."""
    if record.pk in all_above(record, field):
        raise ValidationError({field: _("Nothing can be part of itself, nor of its parts.")})


def all_above(record: models.Model, field: str) -> set[Any]:
    """Primary keys of what a record is part of, by `field`, over any number of others."""
    above, found = getattr(record, field), set()
    while above and above.pk not in found:
        found.add(above.pk)
        above = getattr(above, field)
    return found


def refers_to(
    to: type[models.Model] | str,
    label: Any,
    related_name: str = "+",
    on_delete: Callable = models.SET_NULL,
    help_text: Any = "",
) -> models.ForeignKey:
    """A reference that may stay empty: unknown, or one of several columns that name a party."""
    return models.ForeignKey(
        to,
        on_delete,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=label,
        help_text=help_text,
    )
