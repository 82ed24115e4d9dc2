"""What the records of the network have in common: an address by kind, names, other spellings."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import resolve, reverse
from wagtail.users.models import UserProfile

from tests.factories import (
    CityFactory,
    ConceptFactory,
    CountryFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    RegionFactory,
    UserFactory,
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


def test_the_administration_lists_records_by_their_name_in_the_language_of_the_editor(client):
    for english, arabic in (("Tetouan", "تطوان"), ("Algiers", "الجزائر"), ("Beirut", "بيروت")):
        CityFactory(name_en=english, name_ar=arabic)
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    profile = UserProfile.get_for_user(user)
    for lang, names in (
        ("en", ["Algiers", "Beirut", "Tetouan"]),
        ("ar", ["الجزائر", "بيروت", "تطوان"]),
    ):
        profile.preferred_language = lang
        profile.save()
        listing = client.get(reverse("wagtailsnippets_network_city:list")).content.decode()
        places = [listing.index(name) for name in names]
        assert places == sorted(places)


@pytest.mark.parametrize(
    "make",
    [
        lambda: CityFactory(country=CountryFactory()),
        lambda: OrganisationFactory(city=CityFactory(), country=CountryFactory()),
        lambda: PersonFactory(organisation=OrganisationFactory(), city=CityFactory()),
        lambda: ConceptFactory(),
        lambda: ProgrammeFactory(),
        lambda: PartnershipFactory(),
    ],
    ids=["city", "organisation", "person", "concept", "programme", "partnership"],
)
def test_a_list_in_the_administration_asks_the_database_as_often_for_many_as_for_few(
    administrator, django_assert_max_num_queries, make
):
    model = type(make())
    address = reverse(model.snippet_viewset.get_url_name("list"))
    administrator.get(address)
    with django_assert_max_num_queries(100) as few:
        administrator.get(address)
    for _ in range(4):
        make()
    with django_assert_max_num_queries(len(few)):
        administrator.get(address)


@pytest.mark.parametrize(
    ("factory", "field"),
    [
        (RegionFactory, "parent"),
        (OrganisationFactory, "parent"),
        (ProgrammeFactory, "parent"),
        (CityFactory, "part_of"),
    ],
)
def test_nothing_is_part_of_itself_nor_of_its_parts(factory, field):
    whole = factory()
    part = factory(**{field: whole})
    part.full_clean()
    for above in (whole, part, factory(**{field: part})):
        setattr(whole, field, above)
        with pytest.raises(ValidationError) as refused:
            whole.full_clean()
        assert set(refused.value.message_dict) == {field}


def test_a_record_can_be_mended_that_is_part_of_a_circle_it_is_not_in():
    first, second = RegionFactory(), RegionFactory()
    first.parent, second.parent = second, first
    first.save(), second.save()
    RegionFactory(parent=first).full_clean()


def test_a_programme_does_not_end_before_it_begins():
    ProgrammeFactory(start="2010", end="2010-03").full_clean()
    with pytest.raises(ValidationError) as refused:
        ProgrammeFactory(start="2010", end="2009").full_clean()
    assert set(refused.value.message_dict) == {"end"}
