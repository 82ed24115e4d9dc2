from .bodies import Organisation, Person, Programme
from .contacts import Contact
from .partnerships import (
    Partner,
    Partnership,
    PartnershipContact,
    PartnershipResult,
    ResultClaim,
    Testimonial,
    Transfer,
)
from .places import City, CityFigure, Country, Region
from .requests import WritingRequest
from .works import PeerCheck, WorkContact, WorkFile, WorkPage, shared, shared_by_work

__all__ = [
    "City",
    "CityFigure",
    "Contact",
    "Country",
    "Organisation",
    "Partner",
    "Partnership",
    "PartnershipContact",
    "PartnershipResult",
    "PeerCheck",
    "Person",
    "Programme",
    "Region",
    "ResultClaim",
    "Testimonial",
    "Transfer",
    "WorkContact",
    "WorkFile",
    "WorkPage",
    "WritingRequest",
    "shared",
    "shared_by_work",
]
