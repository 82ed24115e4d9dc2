"""Several records are chosen by ticking boxes, so that no click drops what was chosen before."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html

from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    GoalFactory,
    SchemeFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def boxes(administrator, address, name):
    document = html.fromstring(administrator.get(address).content.decode())
    return document, document.xpath(f"//input[@type='checkbox'][@name='{name}']")


def labels(found):
    return [" ".join(box.getparent().text_content().split()) for box in found]


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_records_stand_in_alphabetical_order_and_those_chosen_are_said(administrator):
    cities = [CityFactory(name_en=name) for name in ("Tripoli", "Écija", "Malaga")]
    page = CaseStudyFactory(cities=[cities[0], cities[1]])
    document, found = boxes(administrator, edit(page), "cities")
    assert labels(found) == ["Écija", "Malaga", "Tripoli"]
    assert [box.get("checked") is not None for box in found] == [True, False, True]
    chosen = found[0].xpath("ancestor::div[@data-ticks]//p[@data-ticks-chosen]")[0]
    assert " ".join(chosen.text_content().split()) == "Écija · Tripoli"


def test_themes_keep_the_order_of_the_thesaurus(administrator):
    for position, code in enumerate(("water", "air")):
        ConceptFactory(code=code, position=position)
    _, found = boxes(administrator, edit(CaseStudyFactory()), "themes")
    assert labels(found) == ["Water", "Air"]


def test_goals_of_two_schemes_stand_under_the_name_of_each(administrator):
    GoalFactory(code="8", notation="8", label_en="Decent work")
    GoalFactory(scheme=SchemeFactory(code="mdg"), code="m8", notation="8", label_en="Partnership")
    _, found = boxes(administrator, edit(CaseStudyFactory()), "goals")
    groups = found[0].xpath("ancestor::div[@data-ticks]//p[@class='ticks__group']")
    assert sorted(group.text_content() for group in groups) == ["Mdg", "Sdg"]
    assert sorted(labels(found)) == ["8 Decent work", "8 Partnership"]


def test_on_a_translation_the_boxes_are_locked(administrator):
    CityFactory()
    page = translate(CaseStudyFactory(), "fr", title="Eau", slug="eau")
    _, found = boxes(administrator, edit(page), "cities")
    assert all(box.get("disabled") is not None for box in found)


def test_a_programme_chooses_its_cities_in_the_same_way(administrator):
    CityFactory()
    address = reverse("wagtailsnippets_network_programme:add")
    assert boxes(administrator, address, "cities")[1]


def test_the_number_of_queries_does_not_grow_with_the_choices(
    administrator, django_assert_max_num_queries
):
    page = CaseStudyFactory()
    for number in range(3):
        GoalFactory(code=f"s{number}")
        GoalFactory(scheme=SchemeFactory(code="mdg"), code=f"m{number}")
    administrator.get(edit(page))
    with django_assert_max_num_queries(1000) as few:
        administrator.get(edit(page))
    for number in range(10, 20):
        GoalFactory(code=f"s{number}")
        GoalFactory(scheme=SchemeFactory(code="mdg"), code=f"m{number}")
        CityFactory()
    with django_assert_max_num_queries(len(few)):
        administrator.get(edit(page))
