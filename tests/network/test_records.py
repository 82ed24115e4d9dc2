"""What the records of the network have in common: an address by kind, names, other spellings."""

from __future__ import annotations

import pytest
from django.urls import resolve

from tests.factories import (
    CityFactory,
    CountryFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db

RECORDS = [
    CityFactory,
    CountryFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    RegionFactory,
]
SPELT = [CityFactory, OrganisationFactory, PersonFactory, ProgrammeFactory]


@pytest.mark.parametrize("factory", RECORDS)
def test_a_record_has_its_page_at_the_address_of_its_kind(factory, client):
    record = factory()
    address = record.get_absolute_url()
    assert resolve(address).view_name == f"network:{record.work_kind}"
    assert resolve(address).kwargs == {"slug": record.slug}
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("factory", SPELT)
def test_other_spellings_stand_one_a_line(factory):
    record = factory(variants=" Xauen \n\nشفشاون\n")
    assert record.spellings == ["Xauen", "شفشاون"]
    assert factory().spellings == []


@pytest.mark.parametrize("factory", [OrganisationFactory, ProgrammeFactory])
def test_an_acronym_stands_after_the_name(factory):
    assert str(factory(name_en="Water board", acronym_en="WB")) == "Water board (WB)"
    assert str(factory(name_en="Water board")) == "Water board"
