from .bodies import Organisation, Person, Programme
from .partnerships import (
    Partner,
    Partnership,
    PartnershipResult,
    ResultClaim,
    Testimonial,
    Transfer,
)
from .places import City, CityFigure, Country, Region
from .works import WorkContact, WorkFile, WorkPage, shared, shared_by_work

__all__ = [
    "City",
    "CityFigure",
    "Country",
    "Organisation",
    "Partner",
    "Partnership",
    "PartnershipResult",
    "Person",
    "Programme",
    "Region",
    "ResultClaim",
    "Testimonial",
    "Transfer",
    "WorkContact",
    "WorkFile",
    "WorkPage",
    "shared",
    "shared_by_work",
]
