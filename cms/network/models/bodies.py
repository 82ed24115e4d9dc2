"""Organisations, people in office and programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from cms.core.dates import PartialDateField, validate_period

from ..choices import DESCRIPTION_FEATURES, OrganisationType
from .places import City, Country
from .records import Record, Spelt, refers_to, validate_tree


class WithAcronym(models.Model):
    """A body that is also known by an acronym."""

    name: models.CharField
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        acronym = self.acronym_after_name
        return f"{self.name} ({acronym})" if acronym else self.name

    @property
    def acronym_after_name(self) -> str:
        """The acronym, to be written after the name; '' where the name holds it already."""
        acronym = self.acronym or ""
        return "" if acronym in self.name else acronym


class Organisation(WithAcronym, Spelt, Record):
    """A body: municipality, UN body, network, university, company …"""

    work_kind = "organisation"

    type = models.CharField(_("type"), max_length=30, choices=OrganisationType)
    name = models.CharField(_("name"), max_length=200)
    parent = refers_to("self", _("part of"), "parts")
    city = refers_to(City, _("city"), "organisations")
    country = refers_to(Country, _("country"), "organisations")
    website = models.URLField(_("website"), blank=True)
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def clean(self) -> None:
        super().clean()
        validate_tree(self, "parent")


class Person(Spelt, Record):
    """A person in a public role, as a source names them. Holds no private data."""

    work_kind = "person"

    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("role"), max_length=200, blank=True)
    organisation = refers_to(Organisation, _("organisation"), "people")
    city = refers_to(City, _("city"), "people")
    as_of = PartialDateField(_("in this role as of"))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Programme(WithAcronym, Spelt, Record):
    """A programme, initiative or project, in a tree (ISI@MED in ART)."""

    work_kind = "programme"

    name = models.CharField(_("name"), max_length=250)
    parent = refers_to("self", _("part of"), "parts")
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="programmes", verbose_name=_("organisations")
    )
    cities = models.ManyToManyField(
        City, blank=True, related_name="programmes", verbose_name=_("cities")
    )
    countries = models.ManyToManyField(
        Country, blank=True, related_name="programmes", verbose_name=_("countries")
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"))
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def clean(self) -> None:
        super().clean()
        validate_tree(self, "parent")
        validate_period(self.start, self.end, "end")
