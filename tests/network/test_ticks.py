"""Several records are chosen by ticking boxes, so that no click drops what was chosen before."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html

from cms.network import offered, ticks
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    FileFactory,
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


class TestVeryMany:
    """A form holds those that are chosen, and the filter asks for the others."""

    @pytest.fixture(autouse=True)
    def few_are_very_many(self, monkeypatch):
        monkeypatch.setattr(ticks, "TOO_MANY", 4)
        monkeypatch.setattr(offered, "MOST", 3)

    @pytest.fixture
    def cities(self):
        names = ("Écija", "Málaga", "Tripoli", "Rabat", "Malabo")
        return {name: CityFactory(name_en=name, name_fr=f"{name}-sur-Mer") for name in names}

    def test_the_form_holds_what_is_chosen_and_says_where_the_others_are(
        self, administrator, cities
    ):
        page = CaseStudyFactory(cities=[cities["Écija"], cities["Rabat"]])
        document, found = boxes(administrator, edit(page), "cities")
        assert labels([box for box in found if box.get("value")]) == ["Écija", "Rabat"]
        source = found[0].xpath("ancestor::div[@data-ticks]")[0].get("data-ticks-source")
        assert source == reverse("offered_choices", args=["network", "workpage", "cities"])
        assert administrator.get(source).status_code == 200

    def test_on_a_translation_none_are_offered(self, administrator, cities):
        page = CaseStudyFactory(cities=[cities["Écija"]])
        address = edit(translate(page, "fr", title="Eau", slug="eau"))
        document, found = boxes(administrator, address, "cities")
        assert len(found) == 1 and found[0].get("disabled") is not None
        assert not found[0].xpath("ancestor::div[@data-ticks-source]")

    @pytest.mark.parametrize(
        ("words", "names", "more"),
        [
            ("mal", ["Malabo", "Málaga"], False),
            ("MALAGA sur", ["Málaga"], False),
            ("mer", ["Écija", "Malabo", "Málaga"], True),
            ("", ["Écija", "Malabo", "Málaga"], True),
            ("nowhere", [], False),
        ],
    )
    def test_names_in_any_language_are_found_without_accents(
        self, administrator, cities, words, names, more
    ):
        address = reverse("offered_choices", args=["network", "workpage", "cities"])
        found = administrator.get(address, {"q": words}).json()
        assert [choice["label"] for choice in found["choices"]] == names
        assert found["more"] == more
        for choice in found["choices"]:
            assert choice == {
                "value": str(cities[choice["label"]].pk),
                "label": choice["label"],
                "scheme": "",
            }

    def test_those_are_offered_that_the_field_takes(self, administrator):
        ConceptFactory(code="water", label_en="Water")
        GoalFactory(code="6", notation="6", label_en="Clean water")
        GoalFactory(scheme=SchemeFactory(code="mdg"), code="7", notation="7", label_en="Water too")

        def offered(name: str) -> list[tuple[str, str]]:
            address = reverse("offered_choices", args=["network", "workpage", name])
            found = administrator.get(address, {"q": "water"}).json()["choices"]
            return [(choice["label"], choice["scheme"]) for choice in found]

        assert offered("themes") == [("Water", "")]
        assert offered("goals") == [("7 Water too", "Mdg"), ("6 Clean water", "Sdg")]

    def test_files_are_found_by_their_title(self, administrator):
        for title in ("Budget of Málaga", "Manual"):
            FileFactory(title=title)
        address = reverse("offered_choices", args=["network", "partnership", "files"])
        found = administrator.get(address, {"q": "malaga"}).json()["choices"]
        assert [choice["label"] for choice in found] == ["Budget of Málaga"]

    @pytest.mark.parametrize(
        "place",
        [
            ("auth", "user", "groups"),
            ("network", "workpage", "title"),
            ("network", "workpage", "nothing"),
            ("nothing", "nothing", "cities"),
        ],
    )
    def test_nothing_else_is_told(self, administrator, place):
        address = reverse("offered_choices", args=place)
        assert administrator.get(address, follow=True).status_code == 404

    def test_nobody_outside_the_administration_is_told(self, client, cities):
        address = reverse("offered_choices", args=["network", "workpage", "cities"])
        assert client.get(address).status_code == 302

    def test_the_number_of_queries_does_not_grow(
        self, administrator, django_assert_max_num_queries
    ):
        address = reverse("offered_choices", args=["network", "workpage", "themes"])
        ConceptFactory(code="a")
        administrator.get(address)
        with django_assert_max_num_queries(100) as few:
            administrator.get(address)
        for code in "bcd":
            ConceptFactory(code=code)
        with django_assert_max_num_queries(len(few)):
            administrator.get(address)
