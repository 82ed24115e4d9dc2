"""Courses, academies and other training."""

from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from cms.core.models import Work
from cms.library.models import TrainingPage, UsedWork
from tests.factories import (
    CityFactory,
    HandbookFactory,
    OrganisationFactory,
    PublicationFactory,
    TrainingFactory,
    translate,
)
from tests.library.reading import document, facts, headings, html
from tests.portal.test_queries import queries

pytestmark = pytest.mark.django_db


def identity(page) -> Work:
    return Work.objects.get(key=page.translation_key)


def test_its_facts_are_the_same_in_all_editions():
    guide = HandbookFactory()
    page = TrainingFactory(seats=25, level="experienced")
    arabic = translate(page, "ar", title="أكاديمية", slug="أكاديمية")
    provider = OrganisationFactory()
    page.provider, page.seats, page.form = provider, 30, "mixed"
    page.languages, page.period_start = "en,pt", "2027-06"
    page.uses = [UsedWork(work=identity(guide))]
    page.save_revision().publish()
    arabic = TrainingPage.objects.get(pk=arabic.pk)
    assert (arabic.provider, arabic.seats, arabic.form) == (provider, 30, "mixed")
    assert (arabic.languages, arabic.period_start) == ("en,pt", "2027-06")
    assert [row.work for row in arabic.uses.all()] == [identity(guide)]


def test_its_page_states_them(client):
    page = TrainingFactory(
        training_type="academy",
        level="experienced",
        provider=OrganisationFactory(name_en="The school"),
        form="distance",
        seats=25,
        period_start="2027-06-01",
        period_end="2027-06-12",
        languages="es,pt",
        registration="https://example.org/sign-up",
    )
    shown = facts(html(client, page))
    assert shown["Type"] == "Academy"
    assert shown["Level"] == "Experienced practitioners"
    assert shown["Provider"] == "The school"
    assert shown["Form of teaching"] == "At a distance"
    assert shown["Seats"] == "25"
    assert shown["Period"] == "1 June 2027 – 12 June 2027"
    assert shown["Taught in"] == "Spanish and Portuguese"
    assert shown["Registration"] == "example.org"


def test_languages_are_named_in_the_language_of_the_reader(client):
    page = TrainingFactory(languages="pt")
    french = translate(page, "fr", title="Une formation", slug="formation")
    assert "portugais" in html(client, french)


def test_the_works_it_uses_are_of_any_kind_and_have_titles_in_the_language_of_the_reader(client):
    guide = HandbookFactory(title="The guide")
    translate(guide, "fr", title="Le guide", slug="guide")
    city = CityFactory(name_en="Malaga", name_fr="Malaga la belle")
    rows = [UsedWork(work=identity(guide)), UsedWork(work=Work.objects.get(key=city.key))]
    page = TrainingFactory(uses=rows)
    french = translate(page, "fr", title="Une formation", slug="formation")
    english, translated = html(client, page), html(client, french)
    assert "The guide" in english
    assert "Malaga" in english
    assert "Le guide" in translated
    assert "The guide" not in translated
    assert "Malaga la belle" in translated


def test_a_work_it_uses_that_the_reader_may_not_read_is_not_named(client):
    private, withdrawn = PublicationFactory(title="Inner"), PublicationFactory(title="Withdrawn")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    rows = [UsedWork(work=identity(private)), UsedWork(work=identity(withdrawn))]
    page = TrainingFactory(uses=rows)
    withdrawn.unpublish()
    source = html(client, page)
    assert "Inner" not in source
    assert "Withdrawn" not in source
    assert "Works it uses" not in headings(source)


def test_its_words_and_its_provider_are_found():
    page = TrainingFactory(
        provider=OrganisationFactory(name_en="The school", name_ar="المدرسة"),
        learnt="<p>To count.</p>",
        for_whom="<p>Clerks.</p>",
        programme="<p>Two days.</p>",
    )
    found = document(page)
    assert {"To count.", "Clerks.", "Two days."} <= {text.text for text in found.texts}
    assert {"The school", "المدرسة"} <= set(found.names)


def test_queries_do_not_grow_with_the_works_it_uses(client):
    counts = []
    for amount in (1, 5):
        rows = [UsedWork(work=identity(PublicationFactory())) for _ in range(amount)]
        rows += [UsedWork(work=Work.objects.get(key=CityFactory().key)) for _ in range(amount)]
        page = TrainingFactory(uses=rows, provider=OrganisationFactory())
        counts.append(queries(client, page.url))
    assert counts[0] == counts[1]


def test_a_page_without_any_optional_field_shows_no_empty_place(client):
    source = html(client, TrainingFactory(summary="", date=""))
    assert facts(source) == {}
    assert headings(source) == ["Facts"]
