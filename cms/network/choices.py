"""Closed lists of the network of cities."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

#: what the description of a record may hold; its page has the headings
DESCRIPTION_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class CityKind(models.TextChoices):
    """What sort of local government a city record stands for."""

    MUNICIPALITY = "municipality", _("Municipality")
    METROPOLITAN_AREA = "metropolitan_area", _("Metropolitan area")
    PROVINCE = "province", _("Province")
    REGION = "region", _("Region")


class Indicator(models.TextChoices):
    """What a figure of a city measures."""

    POPULATION = "population", _("Population")
    AREA = "area", _("Area")
    DENSITY = "density", _("Population density")
    BUDGET = "budget", _("Budget of the local authority")
    SMARTPHONE_RATE = "smartphone_rate", _("People with a smartphone")
    INTERNET_RATE = "internet_rate", _("People with internet access")
    MOBILE_PHONE_RATE = "mobile_phone_rate", _("People with a mobile phone")
    UNEMPLOYMENT_RATE = "unemployment_rate", _("Unemployment rate")
    MUNICIPALITIES = "municipalities", _("Municipalities")
    ONLINE_SERVICES = "online_services", _("Online services")


class Unit(models.TextChoices):
    """Units of figures; currencies by ISO 4217 code."""

    INHABITANTS = "inhabitants", _("inhabitants")
    KM2 = "km2", _("km²")
    PER_KM2 = "per_km2", _("inhabitants per km²")
    PERCENT = "percent", _("%")
    COUNT = "count", ""
    MAD = "MAD", _("Moroccan dirhams")
    EUR = "EUR", _("euros")
    USD = "USD", _("US dollars")

    def said(self, number: str, value: Decimal) -> str:
        """A figure with its unit: '40%', '60,000,000 euros'. `number` writes `value` as the
        reader does."""
        if self == Unit.COUNT:
            return number
        # French and Spanish have a form of their own for whole millions.
        count = int(value) if value == int(value) else _NOT_WHOLE
        return str(_WITH_NUMBER[self] % {"number": number, "count": count})


#: What numbers that are not whole agree with as this one does.
_NOT_WHOLE = 100

_WITH_NUMBER = {
    Unit.INHABITANTS: ngettext_lazy("%(number)s inhabitant", "%(number)s inhabitants", "count"),
    Unit.KM2: _("%(number)s km²"),
    Unit.PER_KM2: ngettext_lazy(
        "%(number)s inhabitant per km²", "%(number)s inhabitants per km²", "count"
    ),
    Unit.PERCENT: _("%(number)s%%"),
    Unit.MAD: ngettext_lazy("%(number)s Moroccan dirham", "%(number)s Moroccan dirhams", "count"),
    Unit.EUR: ngettext_lazy("%(number)s euro", "%(number)s euros", "count"),
    Unit.USD: ngettext_lazy("%(number)s US dollar", "%(number)s US dollars", "count"),
}


class OrganisationType(models.TextChoices):
    UN_BODY = "un_body", _("United Nations body")
    MUNICIPALITY = "municipality", _("Municipality")
    METROPOLITAN_AUTHORITY = "metropolitan_authority", _("Metropolitan authority")
    REGION = "region", _("Regional government")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental body")
    NATIONAL_GOVERNMENT = "national_government", _("National government")
    NETWORK = "network", _("Network")
    UNIVERSITY = "university", _("University")
    CENTRE = "centre", _("Centre")
    COMPANY = "company", _("Company")
    DEVELOPMENT_AGENCY = "development_agency", _("Development agency")
    NGO = "ngo", _("Non-governmental organisation")
    EMPLOYERS = "employers", _("Employers' organisation")
    UNION = "union", _("Trade union")


class Cooperation(models.TextChoices):
    TWINNING = "twinning", _("Twinning")
    TECHNICAL = "technical", _("Technical cooperation")
    TRIANGULAR = "triangular", _("Triangular cooperation")
    PEER_REVIEW = "peer_review", _("Peer review")
    STUDY_VISIT = "study_visit", _("Study visit")


class PartnershipStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")
    UNKNOWN = "unknown", _("Not known")


class PartnerRole(models.TextChoices):
    """Role of a partner: in the chain (provider → recipient → passes on), or beside it."""

    PROVIDER = "provider", _("Provider")
    RECIPIENT = "recipient", _("Recipient")
    PASSES_ON = "passes_on", _("Passes on")
    PARTNER = "partner", pgettext_lazy("role in a partnership", "Partner")
    OBSERVER = "observer", _("Observer")


class TransferKind(models.TextChoices):
    SOFTWARE = "software", _("Software")
    TRAINING = "training", _("Training")
    SYSTEM = "system", _("System")
    MONEY = "money", _("Money")
    EXPERTISE = "expertise", _("Expertise")
    EQUIPMENT = "equipment", _("Equipment")
