"""Pages of countries and regions list what was done in them, wherever it is written down."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.network import selectors
from cms.network.facets_of import FacetBuilder
from cms.network.models import CityFigure
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    CountryFactory,
    PartnershipFactory,
    ProgrammeFactory,
    RegionFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return RegionFactory(name_en="The whole coast")


@pytest.fixture
def country(region):
    part = RegionFactory(name_en="The northern coast", parent=region)
    return CountryFactory(name_en="A country", region=part)


def test_a_region_lists_works_of_its_countries_and_cities_and_parts(client, region, country):
    CaseStudyFactory(title="About the region", regions=[region])
    CaseStudyFactory(title="About the country", countries=[country])
    CaseStudyFactory(title="About a city", cities=[CityFactory(country=country)])
    CaseStudyFactory(title="About another place", cities=[CityFactory()])
    html = client.get(region.get_absolute_url()).content.decode()
    for title in ("About the region", "About the country", "About a city"):
        assert html.count(title) == 1
    assert "About another place" not in html
    assert f"?region={region.slug}" in html, "the search leads on"
    assert "Nothing has been recorded" not in html


def test_a_work_about_many_cities_leaves_room_for_the_others(client, country, monkeypatch):
    monkeypatch.setattr(selectors, "WORKS_SHOWN", 2)
    CaseStudyFactory(title="An older work", date="2010", countries=[country])
    cities = [CityFactory(country=country) for _ in range(9)]
    translate(CaseStudyFactory(title="Nine cities at once", date="2020", cities=cities), "fr")
    for place in (country, country.region):
        html = client.get(place.get_absolute_url()).content.decode()
        assert html.count("Nine cities at once") == 1
        assert "An older work" in html


def test_a_programme_says_what_kind_its_partnerships_are(client):
    programme = ProgrammeFactory()
    partnership = PartnershipFactory(cooperation="triangular", programmes=[programme])
    html = client.get(programme.get_absolute_url()).content.decode()
    assert partnership.title_en in html and "Triangular cooperation" in html
    assert "Role:" not in html


def test_regions_in_a_circle_are_each_found_once(client, region, country):
    region.parent = country.region
    region.save()
    both = {region.slug, country.region.slug}
    assert FacetBuilder().of_country(country.pk)["region"] == both
    assert client.get(region.get_absolute_url()).status_code == 200
    assert client.get("/en/regions/").status_code == 200


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("latitude", (-90, 90), (-90.1, 91)),
        ("longitude", (-180, 180), (-181, 180.5)),
        ("wikidata", ("Q191744",), ("191744", "q191744", "Q", "Q1x", "Q٤٢", "Q0")),
    ],
)
def test_a_city_lies_on_the_earth_and_has_an_identifier_of_wikidata(field, right, wrong):
    for value in right:
        CityFactory(**{field: value}).full_clean()
    for value in wrong:
        with pytest.raises(ValidationError) as refused:
            CityFactory(**{field: value}).full_clean()
        assert set(refused.value.message_dict) == {field}


def test_a_range_ends_above_its_beginning():
    figure = {"city": CityFactory(), "indicator": "population", "unit": "inhabitants"}
    CityFigure(low=10, high=10, **figure).full_clean()
    with pytest.raises(ValidationError) as refused:
        CityFigure(low=10, high=9, **figure).full_clean()
    assert set(refused.value.message_dict) == {"high"}
