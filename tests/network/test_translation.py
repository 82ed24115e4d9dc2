"""Translating a work with wagtail-localize: words are translated, facts are not offered."""

from __future__ import annotations

import polib
import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from cms.core import blocks
from cms.library.models import CaseStudyPage, Result
from tests.factories import CaseStudyFactory, CityFactory, ConceptFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return CaseStudyFactory(
        title="Water meters",
        summary="Less water was lost.",
        date="2012",
        context="<p>A dry town.</p>",
        cities=[CityFactory()],
        themes=[ConceptFactory()],
        results=[Result(statement="Less water lost", before="40", after="25")],
        body=[("finding", {"stance": "strength", "title": "Good pipes", "text": "<p>Yes.</p>"})],
    )


WORDS = {
    "Water meters": "Compteurs d’eau",
    "Less water was lost.": "Moins d’eau a été perdue.",
    "A dry town.": "Une ville sèche.",
    "Less water lost": "Moins d’eau perdue",
    "Good pipes": "De bons tuyaux",
    "Yes.": "Oui.",
}


@pytest.fixture
def translated(page, django_capture_on_commit_callbacks):
    """Translates the page into French as its editor does."""

    def translate(*, publish: bool = True) -> CaseStudyPage:
        source, _ = TranslationSource.get_or_create_from_instance(page)
        translation = Translation.objects.create(
            source=source, target_locale=Locale.objects.get(language_code="fr")
        )
        translation.save_target(publish=False)
        catalogue: polib.POFile = translation.export_po()
        for entry in catalogue:
            entry.msgstr = WORDS.get(entry.msgid, "")
        with django_capture_on_commit_callbacks(execute=True):
            translation.import_po(catalogue, user=UserFactory())
            translation.save_target(user=UserFactory(), publish=publish)
        return CaseStudyPage.objects.get(
            translation_key=page.translation_key, locale__language_code="fr"
        )

    return translate


def test_words_are_offered_for_translation_and_facts_are_not(page):
    source, _ = TranslationSource.get_or_create_from_instance(page)
    offered = {segment.string.data for segment in StringSegment.objects.filter(source=source)}
    assert set(WORDS) <= offered
    assert not {"2012", "40", "25"} & offered


def test_a_translation_carries_the_facts_and_its_own_words(page, translated):
    french = translated()
    assert french.live
    assert french.title == "Compteurs d’eau"
    assert french.context == "<p>Une ville sèche.</p>"
    assert french.body[0].value["title"] == "De bons tuyaux"
    assert list(french.cities.all()) == list(page.cities.all())
    assert list(french.themes.all()) == list(page.themes.all())
    result = french.results.get()
    assert (result.statement, result.before, result.after) == ("Moins d’eau perdue", "40", "25")


def test_a_later_change_of_facts_reaches_the_translation(page, translated):
    french = translated()
    draft = CaseStudyPage.objects.get(pk=page.pk)
    draft.date, draft.cities = "2014", [CityFactory(), CityFactory()]
    draft.save_revision().publish()
    french.refresh_from_db()
    assert french.date == "2014"
    assert french.cities.count() == 2
    assert french.title == "Compteurs d’eau"


def test_a_translation_that_is_not_published_stays_unseen(client, translated):
    translated(publish=False)
    assert client.get("/fr/bibliotheque/compteurs-deau/").status_code == 404


def test_every_language_can_be_the_source(client):
    page = CaseStudyFactory(language="ar", title="عدادات المياه", slug="عدادات", publish=True)
    assert page.is_source()
    assert client.get(page.url).status_code == 200


def test_the_blocks_have_previews_and_descriptions_for_editors():
    for name, block in blocks.BodyBlock().child_blocks.items():
        assert block.meta.description, name
        assert block.meta.template, name
