"""Texts written once and translated once, shown in many works."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.core import works
from cms.core.models import ReusableText
from search.models import Outbox
from tests.factories import (
    CaseStudyFactory,
    ManualFactory,
    ReusableTextFactory,
    UserFactory,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.references]


def waiting(page) -> bool:
    return Outbox.objects.filter(work=str(page.work.pk)).exists()


@pytest.fixture
def text():
    return ReusableTextFactory(
        title_en="About the network",
        title_fr="À propos du réseau",
        text_en="<p>A network of cities.</p>",
        text_fr="<p>Un réseau de villes.</p>",
    )


def test_an_edition_shows_the_text_in_its_own_language(client, text):
    page = CaseStudyFactory(body=[("reusable", text)])
    french = translate(page, "fr", title="Un cas", slug="un-cas")
    assert "A network of cities." in client.get(page.url).content.decode()
    html = client.get(french.url).content.decode()
    assert "Un réseau de villes." in html
    assert "A network of cities." not in html


def test_what_is_not_translated_is_shown_in_the_declared_language_and_marked(client, text):
    page = CaseStudyFactory(body=[("reusable", text)])
    arabic = translate(page, "ar", title="حالة", slug="حالة")
    html = client.get(arabic.url).content.decode()
    assert '<div class="prose" lang="fr" dir="ltr"><p>Un réseau de villes.</p></div>' in html


def test_each_edition_is_found_by_the_text_of_its_own_language_only(text):
    page = CaseStudyFactory(body=[("reusable", text)])
    translate(page, "fr", title="Un cas", slug="un-cas")
    translate(page, "ar", title="حالة", slug="حالة")
    document = works.kind("case_study").documents([page.work], "public")[0]
    assert {(found.lang, found.text) for found in document.texts} == {
        ("en", "About the network\nA network of cities."),
        ("fr", "À propos du réseau\nUn réseau de villes."),
    }


def test_a_change_of_the_text_touches_the_works_that_show_it_and_no_other(text):
    page, other = CaseStudyFactory(body=[("reusable", text)]), ManualFactory()
    Outbox.objects.all().delete()
    text.text_fr = "<p>Un grand réseau.</p>"
    text.save()
    assert waiting(page)
    assert not waiting(other)


def test_a_text_that_is_deleted_leaves_the_work_readable(client, text):
    page = CaseStudyFactory(body=[("reusable", text)], title="The work")
    Outbox.objects.all().delete()
    text.delete()
    assert waiting(page)
    html = client.get(page.url).content.decode()
    assert "The work" in html
    assert "A network of cities." not in html


def test_the_administration_says_where_a_text_is_used(client, text):
    page = CaseStudyFactory(body=[("reusable", text)], title="The work that shows it")
    ReusableTextFactory(title_en="Another text")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    listing = client.get(reverse(ReusableText.snippet_viewset.get_url_name("list")))
    html = listing.content.decode()
    assert "Used 1 time" in html
    assert "Used 0 times" in html
    assert page.title in client.get(text.usage_url).content.decode()


def test_a_text_keeps_its_history(text):
    text.save_revision()
    text.text_en = "<p>Another.</p>"
    text.save_revision()
    assert text.revisions.count() == 2
