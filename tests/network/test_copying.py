"""A work is copied to begin another with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.library.models import LibraryPage
from cms.network.models import WorkPage
from cms.network.models.works import PeerCheck
from search.models import Outbox
from tests.factories import CaseStudyFactory, OrganisationFactory

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


@pytest.mark.parametrize("published", [{}, {"publish_copies": "on"}])
def test_a_copy_was_not_checked_by_who_checked_the_other(administrator, published):
    checks = [PeerCheck(organisation=OrganisationFactory(), date="2021-05")]
    page = CaseStudyFactory(title="Water meters", peer_checks=checks)
    page.save_revision()
    copy(administrator, page, page.get_parent(), **published)
    made = WorkPage.objects.get(slug="a-copy").specific
    assert not made.peer_checks.exists() and page.peer_checks.count() == 1
    drafts = made.revisions.all()
    assert drafts and not any(draft.as_object().peer_checks.count() for draft in drafts)
    assert Outbox.objects.filter(work=str(made.work.pk)).exists() == bool(published)
