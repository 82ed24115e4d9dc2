"""Concept pages, and the themes that they explain."""

from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from cms.library.models import DefinitionPage
from search.models import Outbox
from tests.factories import CaseStudyFactory, ConceptFactory, DefinitionFactory, translate
from tests.library.reading import document, facts, headings, html, waits_for_the_index
from tests.portal.test_queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return ConceptFactory(
        label_en="Local economic development",
        label_fr="Développement économique local",
        label_ar="التنمية الاقتصادية المحلية",
        alternative_labels_en="LED",
        alternative_labels_fr="DEL",
        hidden_labels_en="lokal economics",
    )


def test_its_theme_is_the_same_in_all_editions(theme):
    page = DefinitionFactory(concept=theme)
    french = translate(page, "fr", title="Une notion", slug="notion")
    other = ConceptFactory()
    page.concept = other
    page.save_revision().publish()
    assert DefinitionPage.objects.get(pk=french.pk).concept == other


def test_it_tells_what_others_call_it_in_every_language(client, theme):
    source = html(client, DefinitionFactory(concept=theme))
    assert facts(source)["Theme"] == "Local economic development"
    assert "What others call it" in headings(source)
    for label in ("LED", "Développement économique local", "DEL"):
        assert f"<bdi>{label}</bdi>" in source
    arabic = "<ul><li><bdi>التنمية الاقتصادية المحلية</bdi></li></ul>"
    assert f'<dd lang="ar" dir="rtl">{arabic}</dd>' in source
    assert "lokal economics" not in source


def test_the_theme_shows_what_it_means_and_leads_to_it(client, theme):
    page = DefinitionFactory(title="LED", concept=theme, meaning="<p>Working together.</p>")
    translate(page, "fr", title="Le DEL", slug="del", meaning="<p>Travailler ensemble.</p>")
    english = client.get(theme.get_absolute_url()).content.decode()
    assert "Working together." in english
    assert f'<a href="{page.url}">LED</a>' in english
    french = client.get(f"/fr/themes/{theme.slug}/").content.decode()
    assert "Travailler ensemble." in french
    assert "Working together." not in french


def test_the_theme_shows_it_in_another_language_where_the_reader_s_has_none(client, theme):
    DefinitionFactory(title="LED", concept=theme, meaning="<p>Working together.</p>")
    source = client.get(f"/ar/themes/{theme.slug}/").content.decode()
    assert '<div class="prose mb-4" lang="en" dir="ltr"><p>Working together.</p></div>' in source


def test_the_theme_does_not_show_one_that_the_reader_may_not_read(client, theme):
    page = DefinitionFactory(title="Inner", concept=theme, meaning="<p>For us.</p>")
    withdrawn = DefinitionFactory(title="Withdrawn", concept=theme)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    withdrawn.unpublish()
    source = client.get(theme.get_absolute_url()).content.decode()
    for words in ("Inner", "For us.", "Withdrawn"):
        assert words not in source


def test_the_theme_shows_it_once_though_it_is_also_one_of_its_themes(client, theme):
    page = DefinitionFactory(title="LED", concept=theme, themes=[theme])
    address = f"/en/themes/{theme.slug}/"
    source = client.get(address).content.decode()
    assert source.count(f'href="{page.url}"') == 1
    assert "Nothing has been written on this yet." not in source
    CaseStudyFactory(title="A case of it", themes=[theme])
    assert "A case of it" in client.get(address).content.decode()


def test_queries_of_the_theme_do_not_grow_with_its_definitions(client):
    counts = []
    for amount in (1, 5):
        theme = ConceptFactory()
        for n in range(amount):
            page = DefinitionFactory(concept=theme)
            translate(page, "fr", title="Une notion", slug=f"notion-{amount}-{n}")
        counts.append(queries(client, theme.get_absolute_url()))
    assert counts[0] == counts[1]
    assert queries(client, page.url)


def test_it_is_found_by_every_name_of_its_theme_and_under_it(theme):
    page = DefinitionFactory(
        concept=theme,
        meaning="<p>Working together.</p>",
        not_meaning="<p>A contest.</p>",
        in_practice="<p>A forum.</p>",
    )
    found = document(page)
    texts = {text.text for text in found.texts}
    assert {"Working together.", "A contest.", "A forum."} <= texts
    assert {"LED", "DEL", "التنمية الاقتصادية المحلية", "lokal economics"} <= set(found.names)
    assert found.facets["theme"] == (theme.slug,)


def test_a_changed_label_has_it_read_again(theme):
    page = DefinitionFactory(concept=theme)
    Outbox.objects.all().delete()
    theme.alternative_labels_en = "LED\nLocal growth"
    theme.save()
    assert waits_for_the_index(page)
    assert "Local growth" in document(page).names


def test_a_page_without_any_optional_field_shows_no_empty_place(client):
    bare = ConceptFactory(label_en="Water")
    source = html(client, DefinitionFactory(summary="", date="", concept=bare))
    assert facts(source) == {"Theme": "Water"}
    assert headings(source) == ["What others call it", "Facts"]
