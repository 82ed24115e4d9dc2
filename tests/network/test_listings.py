"""The lists of records in the administration: searched in any language, taken along as a table."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from cms.network.models import City, Organisation, Partnership, Person, Programme
from tests.factories import CityFactory, CountryFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def table(editor, model, **query) -> list[dict[str, str]]:
    address = reverse(model.snippet_viewset.get_url_name("list"))
    answer = editor.get(address, {"export": "csv", **query})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_cities_are_taken_along_with_their_names_in_every_language(editor):
    country = CountryFactory(name_en="Morocco")
    CityFactory(name_fr="Chefchaouen", name_ar="شفشاون", slug="chefchaouen", country=country)
    (row,) = table(editor, City)
    assert {"Chefchaouen", "شفشاون", "chefchaouen", "Morocco"} <= set(row.values())


def test_only_what_was_searched_for(editor):
    CityFactory(name_en="Tripoli", slug="tripoli")
    CityFactory(name_en="Malaga", name_ar="مالقة", slug="malaga")
    rows = table(editor, City, q="مالقة")
    assert ["malaga" in row.values() for row in rows] == [True]


@pytest.mark.parametrize("model", [Organisation, Partnership, Person, Programme])
def test_other_records_too(editor, model):
    PartnershipFactory(title_en="Twins")
    for row in table(editor, model):
        assert "Twins" in row.values() or model is not Partnership
