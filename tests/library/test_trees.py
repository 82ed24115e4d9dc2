"""Every language has a tree: a home page with a library, editions of those of the others."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from wagtail.models import Page

from cms.core.models import HomePage
from cms.library import trees
from cms.library.models import LibraryPage

pytestmark = pytest.mark.django_db


def plant(code: str = "pt") -> HomePage:
    return trees.plant(
        apps,
        code,
        title="Medina",
        introduction="O que outras cidades fizeram.",
        library="Biblioteca",
        slug="acervo",
        keys=trees.shared_keys(apps),
    )


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_a_language_of_the_site_has_its_home_page_and_library(code, client):
    home = HomePage.objects.get(locale__language_code=code)
    library = LibraryPage.objects.get(locale__language_code=code)
    assert library.get_parent().specific == home
    for page in (home, library):
        assert page.live
        assert client.get(page.url).status_code == 200


def test_home_pages_are_editions_of_one_another_and_so_are_libraries():
    for model in (HomePage, LibraryPage):
        assert model.objects.count() == len(settings.LANGUAGES)
        assert model.objects.values("translation_key").distinct().count() == 1


def test_a_tree_that_is_planted_stands_beside_the_others():
    home = plant()
    library = LibraryPage.objects.get(locale__language_code="pt")
    assert (home.title, home.introduction) == ("Medina", "O que outras cidades fizeram.")
    assert (library.title, library.slug) == ("Biblioteca", "acervo")
    assert library.get_parent().specific == home
    assert home.translation_key == HomePage.objects.get(locale__language_code="en").translation_key
    english = LibraryPage.objects.get(locale__language_code="en")
    assert library.translation_key == english.translation_key
    assert all(not problems for problems in Page.find_problems())
    assert Page.get_first_root_node().numchild == len(settings.LANGUAGES) + 1


def test_a_tree_is_planted_once():
    home = plant()
    pages = Page.objects.count()
    assert plant() == home
    assert plant("fr") == HomePage.objects.get(locale__language_code="fr")
    assert Page.objects.count() == pages
