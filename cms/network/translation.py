"""Columns of the network's records that exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    City,
    CityFigure,
    Country,
    Organisation,
    Partnership,
    PartnershipResult,
    Person,
    Programme,
    Region,
    Testimonial,
    Transfer,
)


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name",)


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)


@register(City)
class CityTranslation(TranslationOptions):
    fields = ("name", "subdivision", "description", "source")


@register(CityFigure)
class CityFigureTranslation(TranslationOptions):
    fields = ("source",)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "acronym", "description")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "role")


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("name", "acronym", "description")


@register(Partnership)
class PartnershipTranslation(TranslationOptions):
    fields = ("title", "summary", "description")


@register(Transfer)
class TransferTranslation(TranslationOptions):
    fields = ("object",)


@register(PartnershipResult)
class PartnershipResultTranslation(TranslationOptions):
    fields = ("statement", "unit", "source")


@register(Testimonial)
class TestimonialTranslation(TranslationOptions):
    fields = ("statement", "source")
