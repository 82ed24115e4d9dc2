"""What must be said in one language at least."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from ..choices import LANGUAGE_CODES


class InSomeLanguage(models.Model):
    """A row with columns for each language, of which those that are not optional hold words in one
    language at least."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises ValidationError at the column of the active language."""
        super().clean()
        here = get_language()
        code = here if here in LANGUAGE_CODES else LANGUAGE_CODES[0]
        missing = {
            f"{name}_{code}": _("Fill this in, in one language at least.")
            for name in translator.get_options_for_model(type(self)).all_fields
            if not self._meta.get_field(name).blank
            and not any(getattr(self, f"{name}_{each}") for each in LANGUAGE_CODES)
        }
        if missing:
            raise ValidationError(missing)
