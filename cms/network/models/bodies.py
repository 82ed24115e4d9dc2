"""Organisations, people in office and programmes."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import RevisionMixin

from cms.core.dates import PartialDateField
from cms.core.models import Addressed
from cms.core.models.concepts import lines

from ..choices import DESCRIPTION_FEATURES, OrganisationType
from .places import City, Country


class Organisation(RevisionMixin, Addressed):
    """A body: municipality, UN body, network, university, company …"""

    work_kind = "organisation"

    type = models.CharField(_("type"), max_length=30, choices=OrganisationType)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    variants = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    city = models.ForeignKey(
        City,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("city"),
    )
    country = models.ForeignKey(
        Country,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
    )
    website = models.URLField(_("website"), blank=True)
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self) -> str:
        return reverse("network:organisation", args=[self.slug])

    @property
    def spellings(self) -> list[str]:
        return lines(self.variants)


class Person(RevisionMixin, Addressed):
    """A person in a public role, as a source names them. Holds no private data."""

    work_kind = "person"

    name = models.CharField(_("name"), max_length=160)
    variants = models.TextField(_("other spellings"), blank=True, help_text=_("One a line."))
    role = models.CharField(_("role"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    city = models.ForeignKey(
        City,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("city"),
    )
    as_of = PartialDateField(_("in this role as of"))

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:person", args=[self.slug])

    @property
    def spellings(self) -> list[str]:
        return lines(self.variants)


class Programme(RevisionMixin, Addressed):
    """A programme, initiative or project, in a tree (ISI@MED in ART)."""

    work_kind = "programme"

    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    variants = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
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

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self) -> str:
        return reverse("network:programme", args=[self.slug])

    @property
    def spellings(self) -> list[str]:
        return lines(self.variants)
