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
from .records import refers_to
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
    "refers_to",
    "shared",
    "shared_by_work",
]
