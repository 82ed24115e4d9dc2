"""Tools and project documents."""

from __future__ import annotations

import pytest

from cms.library.models import ToolPage
from search.models import Outbox
from tests.factories import OrganisationFactory, ToolFactory, translate
from tests.library.reading import document, facts, headings, html, waits_for_the_index

pytestmark = pytest.mark.django_db


def test_its_facts_are_the_same_in_all_editions():
    page = ToolFactory(tool_type="template")
    french = translate(page, "fr", title="Une fiche", slug="fiche")
    maker = OrganisationFactory()
    page.tool_type, page.maker, page.free = "method", maker, True
    page.address = "https://example.org/method"
    page.save_revision().publish()
    french = ToolPage.objects.get(pk=french.pk)
    assert (french.tool_type, french.maker, french.free) == ("method", maker, True)
    assert french.address == "https://example.org/method"
    assert french.title == "Une fiche"


def test_its_page_states_them_in_the_language_of_the_reader(client):
    maker = OrganisationFactory(name_en="Tool makers", name_fr="Faiseurs d’outils")
    page = ToolFactory(
        tool_type="terms_of_reference", maker=maker, free=True, address="https://example.org/tool"
    )
    shown = facts(html(client, page))
    assert shown["Type"] == "Terms of reference"
    assert shown["Maker"] == "Tool makers"
    assert shown["Price"] == "Free of charge"
    assert shown["Elsewhere"] == "example.org"
    french = translate(page, "fr", title="Des termes", slug="termes")
    assert "Faiseurs d’outils" in html(client, french)


def test_its_words_and_its_maker_are_found():
    maker = OrganisationFactory(name_en="Tool makers", acronym_en="TM", variants="Toolmakers")
    page = ToolFactory(
        maker=maker, purpose="<p>Counts the taps.</p>", beginning="<p>Walk round the town.</p>"
    )
    found = document(page)
    assert {"Counts the taps.", "Walk round the town."} <= {text.text for text in found.texts}
    assert {"Tool makers", "TM", "Toolmakers"} <= set(found.names)


def test_renaming_its_maker_has_it_read_again():
    maker = OrganisationFactory()
    page, other = ToolFactory(maker=maker), ToolFactory()
    Outbox.objects.all().delete()
    maker.name_en = "Under another name"
    maker.save()
    assert waits_for_the_index(page)
    assert not waits_for_the_index(other)


def test_a_page_without_any_optional_field_shows_no_empty_place(client):
    source = html(client, ToolFactory(summary="", date=""))
    assert facts(source) == {}
    assert headings(source) == ["Facts"]
    assert "Free of charge" not in source
