"""Whom to ask: contacts by role, the same for works and records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable

from cms.core.choices import ContactRole

from .bodies import Organisation, Person
from .records import refers_to


class Contact(Orderable):
    """Whom to ask, by role: a body, a person in office or a website. It holds no private
    telephone or e-mail."""

    role = models.CharField(_("role"), max_length=20, choices=ContactRole)
    organisation = refers_to(Organisation, _("organisation"))
    person = refers_to(Person, _("person"))
    website = models.URLField(_("website"), blank=True)

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person or self.organisation or self.website}"
