"""Templates say which language a text is in, and write lists and numbers as the reader does."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from cms.core import lists


def render(source: str, lang: str = "en", **context: object) -> str:
    with translation.override(lang):
        return Template("{% load medina %}" + source).render(Context(context))


def city(**names: str) -> SimpleNamespace:
    filled = {f"name_{code}": names.get(code) for code in ("fr", "en", "es", "ar")}
    first = next(iter(names.values()))
    return SimpleNamespace(name=names.get("en", first), get_absolute_url=lambda: "/en/c/", **filled)


def test_a_name_in_the_readers_language_is_not_marked():
    assert render("{% text city %}", city=city(en="Rabat")) == "<bdi>Rabat</bdi>"


def test_a_name_in_another_language_carries_its_language_and_direction():
    marked = render("{% text city %}", city=city(ar="الرباط"))
    assert marked == '<bdi lang="ar" dir="rtl">الرباط</bdi>'


def test_names_are_escaped():
    assert "&lt;b&gt;" in render("{% link city %}", city=city(en="<b>"))


def test_a_missing_record_or_name_shows_nothing():
    assert render("{% link none %}{% text none %}", none=None) == ""
    assert render("{% text city %}", city=city(en="")) == ""


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", "A, B and C"), ("fr", "A, B et C"), ("es", "A, B y C"), ("ar", "A وB وC")],
)
def test_lists_are_joined_in_words(lang, written):
    assert render("{{ items|join_localised }}", lang, items=["A", "B", "C"]) == written


@pytest.mark.parametrize(
    ("lang", "labels", "written"),
    [
        ("en", ["Several countries", "City"], "Several countries and city"),
        ("fr", ["Élus", "Cadres", "Élus"], "Élus, cadres et élus"),
        ("en", ["Money", "ICT"], "Money and ICT"),
        ("en", [], ""),
    ],
)
def test_labels_in_a_row_begin_with_one_capital(lang, labels, written):
    assert render("{{ labels|join_labels }}", lang, labels=labels) == written


def test_joining_escapes_its_items():
    assert render("{{ items|join_localised }}", items=["<i>"]) == "&lt;i&gt;"


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", "1,234.5"), ("fr", "1\u202f234,5"), ("es", "1234,5"), ("ar", "1,234.5")],
)
def test_numbers_have_the_readers_separators_and_western_digits(lang, written):
    assert render("{{ value|number }}", lang, value="1234.50") == written


@pytest.mark.parametrize(("value", "written"), [(None, ""), ("", ""), (100, "100"), ("1/4", "1/4")])
def test_what_is_no_number_is_shown_as_it_is(value, written):
    assert render("{{ value|number }}", value=value) == written


@pytest.mark.parametrize(
    ("lang", "name"), [("en", "Arabic"), ("fr", "arabe"), ("es", "árabe"), ("ar", "العربية")]
)
def test_languages_are_named_in_the_readers(lang, name):
    assert render("{{ 'ar'|language_name }}", lang) == name


def test_a_date_no_source_states_as_a_date_is_shown_as_worded():
    assert render("{{ value|partial_date }}", value="around 2010") == "around 2010"


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/en/library/", {"kind": "manual", "page": "2"})
    page = Paginator(range(50), 10).get_page(2)
    source = "{% paging page as pager %}{{ pager.previous_url|safe }} {{ pager.next_url|safe }}"
    assert render(source, page=page, request=request) == "?kind=manual&page=1 ?kind=manual&page=3"


def test_a_chain_runs_from_the_provider_over_the_one_who_passes_on():
    partners = [
        SimpleNamespace(role=role, city=name, city_id=number)
        for number, (role, name) in enumerate(
            [("provider", "Málaga"), ("passes_on", "Chefchaouen"), ("recipient", "Tripoli")], 1
        )
    ]
    source = (
        "{% transfer_links partners as pairs %}{% for a, b in pairs %}{{ a }}>{{ b }} {% endfor %}"
    )
    assert render(source, partners=partners) == "Málaga>Chefchaouen Chefchaouen>Tripoli "


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "French, English, Spanish and Arabic"),
        ("fr", "français, anglais, espagnol et arabe"),
    ],
)
def test_the_portals_languages_are_those_of_the_settings(lang, written):
    assert render("{% portal_languages %}", lang) == written


def test_a_language_that_is_added_is_named(settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("pt", "Portuguese")]
    assert render("{% portal_languages %}").endswith("Arabic and Portuguese")


@pytest.mark.parametrize(("lang", "written"), [("en", ", "), ("fr", ", "), ("ar", "، ")])
def test_a_row_is_separated_the_same_way_in_a_template_and_in_code(lang, written):
    assert render("{% comma %}", lang) == written
    with translation.override(lang):
        assert lists.joined(["a", "b"]) == f"a{written}b"
