"""Labels of filters: in the reader's language, read once for many searches, and soon up to date."""

from __future__ import annotations

import pytest
from django.utils import translation

from cms.core import facets
from cms.network import actions
from tests.factories import CityFactory, ConceptFactory, UserFactory

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


class TestValuesThatAreCalledOtherwiseNow:
    def test_a_renamed_theme_is_chosen_by_its_new_name(self):
        theme = ConceptFactory(slug="led", label_en="Local economic development")
        theme.slug = "local-economy"
        theme.save()
        assert facets.renamed({"theme": ["led", "water"]}) == {"theme": ("local-economy", "water")}

    def test_a_city_that_was_merged_is_chosen_by_the_one_that_stays(self):
        kept, merged = CityFactory(slug="tetouan"), CityFactory(slug="tetuan")
        user = UserFactory(is_superuser=True)
        actions.merge_cities(user=user, kept=kept, merged=merged)
        assert facets.renamed({"city": ["tetuan", "tetouan"]}) == {"city": ("tetouan",)}

    def test_a_name_that_another_record_has_since_is_that_record(self):
        theme = ConceptFactory(slug="led")
        theme.slug = "local-economy"
        theme.save()
        ConceptFactory(slug="led", uri="https://example.org/led")
        assert facets.renamed({"theme": ["led"]}) == {"theme": ("led",)}

    @pytest.mark.parametrize("value", ["no slug at all", "../..", "x" * 300])
    def test_what_is_no_name_is_left_as_it_is(self, value):
        assert facets.renamed({"city": [value], "year": ["2020"]}) == {
            "city": (value,),
            "year": ("2020",),
        }

    def test_a_search_that_was_kept_goes_on(self, client):
        theme = ConceptFactory(slug="led", label_en="Local economic development")
        theme.slug = "local-economy"
        theme.save()
        answer = client.get("/en/search/", {"q": "market", "theme": "led"})
        assert answer.context["asked"].filters == {"theme": ("local-economy",)}
