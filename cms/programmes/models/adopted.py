"""What profiles and plans have in common: a body adopted them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.dates import PartialDateField, display
from cms.network.models import Organisation, refers_to


class Adopted(models.Model):
    """Something that a body adopted on a date."""

    adopted_by = refers_to(
        Organisation,
        _("adopted by"),
        help_text=_("The council or other body that made it its own."),
    )
    adopted_on = PartialDateField(_("adopted on"))

    class Meta:
        abstract = True

    @property
    def adopted_label(self) -> str:
        return display(self.adopted_on)
