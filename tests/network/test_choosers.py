"""Choosing a work of any kind, and a record, in the admin."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from lxml.html import fromstring
from wagtail.users.models import UserProfile

from cms.core.blocks import ReusableTextBlock
from cms.core.models import Work
from cms.library.models import TrainingPage, UsedWork
from cms.members.models import User
from cms.network.choosers import published, title
from tests.factories import (
    CityFactory,
    CountryFactory,
    HandbookFactory,
    OrganisationFactory,
    RecordingFactory,
    TrainingFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def identity(page) -> Work:
    return Work.objects.get(key=page.translation_key)


def listed(client, name: str, **query) -> str:
    response = client.get(reverse(f"{name}:choose_results"), query)
    assert response.status_code == 200
    return response.content.decode()


def test_works_are_found_by_a_word_of_their_title_in_any_language(administrator):
    page = HandbookFactory(title="Water meters")
    translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    HandbookFactory(title="Roads")
    for words in ("meters", "compteurs", "WATER meters"):
        source = listed(administrator, "choose_work", q=words)
        assert "Water meters" in source
        assert "Roads" not in source


def test_records_and_works_are_chosen_alike_and_drafts_are_not_offered():
    city, page = CityFactory(name_en="Accra"), HandbookFactory(title="Accra by night")
    HandbookFactory(title="Accra by day", publish=False)
    assert set(published("accra")) == {Work.objects.get(key=city.key), identity(page)}


def test_a_series_is_chosen_among_recordings(administrator):
    HandbookFactory(title="A guide"), RecordingFactory(title="A podcast")
    source = listed(administrator, "choose_recording")
    assert "A podcast" in source
    assert "A guide" not in source


CITIES = "wagtailsnippetchoosers_network_city"


def test_records_are_found_by_any_of_their_names(administrator):
    CityFactory(name_en="Málaga", name_ar="مالقة", variants="Malaca"), CityFactory(name_en="Accra")
    for words in ("malaga", "مالقة", "MALACA", "lag mal"):
        source = listed(administrator, CITIES, q=words)
        assert "Málaga" in source and "Accra" not in source, words
    assert "Málaga" not in listed(administrator, CITIES, q="malaga norte")


def test_bodies_are_found_by_what_they_are_called_for_short(administrator):
    OrganisationFactory(name_en="United Cities", acronym_en="UCLG"), OrganisationFactory()
    source = listed(administrator, "wagtailsnippetchoosers_network_organisation", q="uclg")
    assert "United Cities" in source and source.count("<tr") == 2


def test_records_are_listed_by_name_those_first_that_begin_as_asked(administrator):
    for name in ("New Zarqa", "Zarqa", "Ávila", "Banyas"):
        CityFactory(name_en=name)

    def names(**query):
        html = fromstring(listed(administrator, CITIES, **query))
        return [link.text.split(" · ")[0].strip() for link in html.iterfind(".//td//a")]

    assert names() == ["Ávila", "Banyas", "New Zarqa", "Zarqa"]
    assert names(q="zarqa") == ["Zarqa", "New Zarqa"]


def test_records_of_one_name_are_told_apart(administrator):
    country = CountryFactory(name_en="Morocco")
    cities = [
        CityFactory(slug=slug, name_en="Larache", country=country)
        for slug in ("larache", "el-araich")
    ]
    source = listed(administrator, CITIES, q="larache")
    assert "Larache · Morocco · larache" in source
    assert "Larache · Morocco · el-araich" in source
    answer = administrator.get(reverse(f"{CITIES}:chosen", args=[cities[1].pk]))
    assert json.loads(answer.content)["result"]["string"] == "Larache · Morocco · el-araich"


def test_the_number_of_queries_does_not_grow_with_the_records(administrator):
    counts = []
    for amount in (2, 12):
        for _ in range(amount):
            CityFactory(country=CountryFactory())
        with CaptureQueriesContext(connection) as captured:
            listed(administrator, CITIES)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_there_is_no_page_after_the_last(administrator):
    CityFactory()
    address = reverse(f"{CITIES}:choose_results")
    assert administrator.get(address, {"p": 2}, follow=True).status_code == 404


def test_what_is_chosen_is_shown_by_its_title(administrator):
    work = identity(HandbookFactory(title="Water meters"))
    answer = administrator.get(reverse("choose_work:chosen", args=[work.pk]))
    result = json.loads(answer.content)["result"]
    assert result == {"id": str(work.pk), "title": "Water meters (Handbook)", "edit_url": None}


def test_a_work_that_is_withdrawn_keeps_its_place_under_its_number():
    page = HandbookFactory()
    work = identity(page)
    page.unpublish()
    assert title(work) == f"handbook {work.pk}"


def test_the_editor_of_a_course_shows_the_works_it_uses_by_title(administrator):
    used = identity(HandbookFactory(title="Water meters"))
    page = TrainingFactory(uses=[UsedWork(work=used)])
    french = translate(page, "fr", title="Une formation", slug="formation")
    form = administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Water meters (Handbook)" in form
    assert reverse("choose_work:choose") in form
    row = _form(french).formsets["uses"].forms[0]
    assert row.fields["work"].disabled


def _form(page: TrainingPage):
    form_class = page.get_edit_handler().get_form_class()
    return form_class(instance=page, for_user=UserFactory(is_superuser=True), parent_page=None)


@pytest.mark.parametrize(
    ("lang", "choose", "change", "edit"),
    [
        ("en", "Choose city", "Change the choice", "Edit the record"),
        ("fr", "Choisir\N{NO-BREAK SPACE}: ville", "Changer de choix", "Modifier la fiche"),
        ("es", "Elegir ciudad", "Cambiar la elección", "Editar la ficha"),
        ("ar", "اختيار مدينة", "تغيير الاختيار", "تعديل السجل"),
    ],
)
def test_the_buttons_that_choose_a_record_are_in_the_language_of_the_editor(
    administrator, lang, choose, change, edit
):
    # In English first: nothing of it may stay.
    for code in ("en", lang):
        with translation.override(code):
            organisation = OrganisationFactory(city=CityFactory())
            profile = UserProfile.get_for_user(User.objects.get())
            profile.preferred_language = code
            profile.save()
            address = reverse("wagtailsnippets_network_organisation:edit", args=[organisation.pk])
            html = administrator.get(address).content.decode()
    for text in (choose, change, edit):
        assert text in html, text
    if lang != "en":
        assert "Choose city" not in html and "Change the choice" not in html


@pytest.mark.parametrize("name", ["choose_work", "wagtailsnippetchoosers_network_city"])
def test_the_window_in_which_something_is_chosen_is_in_the_language_of_the_editor(
    administrator, name
):
    profile = UserProfile.get_for_user(User.objects.get())
    profile.preferred_language = "fr"
    profile.save()
    html = json.loads(administrator.get(reverse(f"{name}:choose")).content)["html"]
    assert "Choisir" in html
    assert "Choose" not in html and "Search" not in html


def test_a_block_chooses_a_text_in_the_language_of_the_editor():
    widget = ReusableTextBlock().widget
    with translation.override("ar"):
        assert "اختيار نص" in widget.render_html("text", None, {"id": "text"})
