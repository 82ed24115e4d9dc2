"""A work is copied to begin another with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.library.models import LibraryPage
from cms.network.models import WorkPage
from tests.factories import CaseStudyFactory

pytestmark = pytest.mark.django_db


def copy(client, page, above, **values):
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": above.pk}
    return client.post(address, {**form, **values})


def test_it_begins_another_work(administrator):
    page = CaseStudyFactory(title="Water meters")
    assert copy(administrator, page, page.get_parent()).status_code == 302
    made = WorkPage.objects.get(slug="a-copy")
    assert made.work != page.work
    assert made.work.source_language == "en"


def test_an_edition_is_not_copied_into_the_tree_of_another_language(administrator):
    page = CaseStudyFactory(title="Water meters")
    answer = copy(administrator, page, LibraryPage.objects.get(locale__language_code="fr"))
    assert "translate it instead" in answer.content.decode()
    assert not WorkPage.objects.filter(slug="a-copy").exists()


def test_nothing_mirrors_a_work_elsewhere(administrator):
    page = CaseStudyFactory(title="Water meters")
    copy(administrator, page, page.get_parent(), alias="on")
    assert WorkPage.objects.get(slug="a-copy").alias_of is None
