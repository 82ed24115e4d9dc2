"""Translators translate; they publish nothing, and no edition becomes a copy of another."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cms.library.models import CaseStudyPage
from tests.factories import CaseStudyFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    """The source of a translation that is published."""
    page = CaseStudyFactory(title="Water meters", summary="Old.")
    found, _ = TranslationSource.get_or_create_from_instance(page)
    french = Locale.objects.get(language_code="fr")
    translation = Translation.objects.create(source=found, target_locale=french)
    translation.save_target(publish=True)
    page.summary = "New."
    page.save_revision().publish()
    return found


@pytest.fixture
def sign_in(client):
    def as_member(group):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return as_member


def french() -> CaseStudyPage:
    return CaseStudyPage.objects.get(locale__language_code="fr")


@pytest.mark.parametrize(("group", "summary"), [("Editors", "Old."), ("Moderators", "New.")])
def test_changes_of_the_source_are_published_by_those_who_may(source, sign_in, group, summary):
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    client = sign_in(group)
    assert client.get(address).status_code == 200
    assert client.post(address, {"publish_translations": "on"}).status_code == 302
    assert french().summary == summary


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_an_edition_does_not_become_a_copy_of_another(source, sign_in, group):
    page = french()
    address = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    answer = sign_in(group).post(address, follow=True)
    assert "does not become a copy of another" in answer.content.decode()
    assert french().alias_of is None
    assert Translation.objects.filter(source=source).exists()
