"""What the pages of works are given to show."""

from __future__ import annotations

import pytest
from django.utils import translation

from cms.network.presentation import concepts_of, named_by
from tests.factories import (
    CaseStudyFactory,
    ConceptFactory,
    CountryFactory,
    GoalFactory,
    OrganisationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def test_records_of_several_relations_are_read_in_one_query(django_assert_num_queries):
    body = OrganisationFactory(name_en="Water board", name_ar="هيئة المياه")
    people = [PersonFactory(name_en="One"), PersonFactory(name_en="Two")]
    page = CaseStudyFactory(
        organisations=[body], people=people, countries=[CountryFactory(name_en="Ghana")]
    )
    with django_assert_num_queries(1):
        found = named_by(page, "countries", "organisations", "people", "programmes")
        with translation.override("ar"):
            assert [row.name for row in found["organisations"]] == ["هيئة المياه"]
        assert [row.get_absolute_url() for row in found["organisations"]] == [
            body.get_absolute_url()
        ]
        assert [row.name for row in found["people"]] == ["One", "Two"]
        assert [row.name for row in found["countries"]] == ["Ghana"]
    assert found["organisations"] == [body]
    assert found["programmes"] == []


def test_themes_and_goals_are_told_apart(django_assert_num_queries):
    theme, goal = ConceptFactory(), GoalFactory()
    page = CaseStudyFactory(themes=[theme], goals=[goal])
    with django_assert_num_queries(1):
        assert concepts_of(page) == ([theme], [goal])


def test_a_preview_shows_what_is_not_saved_yet():
    theme, goal, body = ConceptFactory(), GoalFactory(), OrganisationFactory()
    page = CaseStudyFactory()
    page.themes, page.goals, page.organisations = [theme], [goal], [body]
    assert concepts_of(page) == ([theme], [goal])
    assert named_by(page, "organisations", "people") == {"organisations": [body], "people": []}
