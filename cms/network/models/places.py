"""Places: regions (UN M49), countries (ISO 3166-1) and cities."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from ..choices import DESCRIPTION_FEATURES, CityKind, Indicator, Unit
from .records import Record, Spelt, refers_to, validate_tree


class Region(Record):
    """A region of the world by its UN M49 code (https://unstats.un.org/unsd/methodology/m49/)."""

    work_kind = "region"

    m49 = models.CharField(_("UN M49 code"), max_length=3, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = refers_to("self", _("part of"), "parts", models.PROTECT)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def clean(self) -> None:
        super().clean()
        validate_tree(self, "parent")


class Country(Record):
    """A country by its ISO 3166-1 alpha-2 code."""

    work_kind = "country"

    iso = models.CharField(_("ISO 3166-1 code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="countries", verbose_name=_("region")
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class City(Spelt, Record, ClusterableModel):
    """A city, metropolitan area, province or region that takes part in the network."""

    work_kind = "city"
    told_apart_by = ("country", "slug")

    kind = models.CharField(
        _("kind"), max_length=20, choices=CityKind, default=CityKind.MUNICIPALITY
    )
    name = models.CharField(_("name"), max_length=120)
    country = refers_to(Country, _("country"), "cities", models.PROTECT)
    subdivision = models.CharField(_("province or region"), max_length=120, blank=True)
    part_of = refers_to("self", _("part of"), "parts")
    wikidata = models.CharField(
        _("Wikidata identifier"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*\Z", _("Write Q and a number: Q191744."))],
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    description = RichTextField(_("description"), blank=True, features=DESCRIPTION_FEATURES)
    source = models.CharField(_("source of the description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def clean(self) -> None:
        super().clean()
        validate_tree(self, "part_of")


class CityFigure(Orderable):
    """A figure of a city: a value or a range, with unit, year and source."""

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(_("indicator"), max_length=30, choices=Indicator)
    low = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    high = models.DecimalField(
        _("to (for a range)"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.indicator} {self.low}"

    def with_unit(self, number: str) -> str:
        """`number`, which writes the value or the range, with its unit."""
        return Unit(self.unit).said(number, self.low if self.high is None else self.high)

    def clean(self) -> None:
        super().clean()
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValidationError({"high": _("The range ends below its beginning.")})
