"""Labels of filters: in the reader's language, read once for many searches, and soon up to date."""

from __future__ import annotations

import pytest
from django.utils import translation

from cms.core import facets
from tests.factories import CityFactory, ConceptFactory

pytestmark = pytest.mark.django_db


def test_labels_are_in_the_language_of_the_reader():
    CityFactory(slug="tetouan", name_en="Tetouan", name_fr="Tétouan", name_ar="تطوان")
    assert facets.labels("city", ["tetouan"]) == {"tetouan": "Tetouan"}
    for lang, name in (("fr", "Tétouan"), ("ar", "تطوان")):
        with translation.override(lang):
            assert facets.labels("city", ["tetouan"]) == {"tetouan": name}


def test_a_value_without_a_label_is_shown_as_it_is():
    assert facets.labels("city", ["nowhere"]) == {"nowhere": "nowhere"}
    assert facets.labels("unheard-of", ["value"]) == {"value": "value"}


def test_labels_are_read_once_for_searches_one_after_another(django_assert_num_queries):
    CityFactory(slug="tetouan", name_en="Tetouan")
    CityFactory(slug="harare", name_en="Harare")
    facets.labels("city", ["tetouan"])
    with django_assert_num_queries(0):
        facets.labels("city", ["tetouan"])
    with django_assert_num_queries(1):
        assert facets.labels("city", ["tetouan", "harare"])["harare"] == "Harare"


@pytest.mark.parametrize("facet", ["theme", "goal"])
def test_a_label_that_was_changed_is_told_after_a_while(facet, monkeypatch):
    concept = ConceptFactory(slug="water", label_en="Water")
    assert facets.labels(facet, ["water"]) == {"water": "Water"}
    concept.label_en = "Drinking water"
    concept.save()
    monkeypatch.setattr(facets, "KEPT_SECONDS", -1)
    assert facets.labels(facet, ["water"]) == {"water": "Drinking water"}


def test_a_record_that_is_made_after_it_was_asked_for_has_its_label_at_once():
    assert facets.labels("city", ["tetouan"]) == {"tetouan": "tetouan"}
    CityFactory(slug="tetouan", name_en="Tetouan")
    assert facets.labels("city", ["tetouan"]) == {"tetouan": "Tetouan"}
