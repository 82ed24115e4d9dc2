"""Whatever is done to content reaches the index, in the live index of either engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core import tasks
from cms.core.models import Work
from cms.network import actions
from cms.network.models import WorkFile
from search import checks, drainer
from search.query import search
from search.request import SearchRequest, SearchResponse
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    FileFactory,
    HandbookFactory,
    UserFactory,
    pdf_bytes,
    translate,
)

from .conftest import drop_indexes


class Content:
    """A work in two languages with a theme, a city and a file, in the index."""

    def __init__(self) -> None:
        self.theme = ConceptFactory(label_en="Zorblax")
        self.city = CityFactory(name_en="Quillburg")
        self.file = FileFactory(pages=("Of marmalade",))
        tasks.read_file(self.file.pk)
        self.page = CaseStudyFactory(
            title="Trombones",
            themes=[self.theme],
            cities=[self.city],
            work_files=[WorkFile(file=self.file)],
        )
        self.french = translate(self.page, "fr", title="Parapluies", slug="parapluies")
        self.id = str(self.page.work.pk)


@pytest.fixture
def content(db, each_engine) -> Iterator[Content]:
    made = Content()
    call_command("search_rebuild", verbosity=0)
    assert finds("Trombones", made.id) and finds("Parapluies", made.id)
    yield made
    drop_indexes()


def asked(text: str, audience: str = "public", **filters: tuple[str, ...]) -> SearchResponse:
    """The answer once everything that waits is written."""
    drainer.drain()
    found = search(SearchRequest(text=text, audience=audience, filters=filters))
    assert found.limited != "database"
    return found


def finds(text: str, work: str, audience: str = "public", **filters: tuple[str, ...]) -> bool:
    """Whether a work answers."""
    return work in {hit.id for hit in asked(text, audience, **filters).hits}


def agrees() -> None:
    """Index and database say the same: nothing is left to repair."""
    assert str(checks.compare()) == "none"


def test_what_is_published_is_found(content):
    draft = CaseStudyFactory(title="Xylophones", publish=False)
    assert not finds("Xylophones", str(draft.work.pk))
    draft.save_revision().publish()
    assert finds("Xylophones", str(draft.work.pk))
    agrees()


def test_what_is_unpublished_is_found_no_more(content):
    content.page.unpublish()
    assert not finds("Trombones", content.id)
    assert finds("Parapluies", content.id)
    agrees()
    content.french.unpublish()
    assert not finds("Parapluies", content.id)
    agrees()


def test_what_is_moved_below_a_private_page_is_found_by_members_alone(content):
    drawer = HandbookFactory(title="Drawer")
    PageViewRestriction.objects.create(page=drawer, restriction_type="login")
    content.page.move(drawer, pos="last-child")
    assert not finds("Trombones", content.id)
    assert finds("Trombones", content.id, "members")
    agrees()


def test_what_is_deleted_is_found_no_more(content):
    content.page.delete()
    assert not finds("Trombones", content.id)
    assert finds("Parapluies", content.id)
    agrees()


def test_a_translation_brought_up_to_date_is_found_as_it_is_now(content):
    draft = content.french.get_latest_revision_as_object()
    draft.title = "Brouettes"
    draft.save_revision().publish()
    assert finds("Brouettes", content.id)
    assert not finds("Parapluies", content.id)
    agrees()


def test_a_file_replaced_is_found_by_its_new_text(content):
    assert finds("marmalade", content.id)
    content.file.file = ContentFile(pdf_bytes("Of gooseberries"), name="new.pdf")
    content.file.save()
    tasks.read_file(content.file.pk)
    assert finds("gooseberries", content.id)
    assert not finds("marmalade", content.id)
    agrees()


def test_a_theme_renamed_is_found_by_its_new_name(content, monkeypatch):
    # Labels are read once a minute; here the minute is over.
    monkeypatch.setattr("search.thesaurus._KEPT_SECONDS", -1)
    assert finds("Zorblax", content.id)
    content.theme.label_en = "Wimbledorf"
    content.theme.save()
    assert finds("Wimbledorf", content.id)
    assert not finds("Zorblax", content.id)
    agrees()


def test_a_new_record_is_found(content):
    city = CityFactory(name_en="Norberry")
    assert finds("Norberry", str(Work.objects.get(key=city.key).pk))
    agrees()


def test_works_of_a_city_that_was_merged_are_found_under_the_one_that_stays(content):
    kept = CityFactory(name_en="Norberry")
    actions.merge_cities(user=UserFactory(is_superuser=True), kept=kept, merged=content.city)
    assert finds("Norberry", content.id) and finds("Quillburg", content.id)
    assert finds("", content.id, city=(kept.slug,))
    agrees()


@pytest.mark.parametrize("of", ["the page", "the file"])
def test_what_becomes_private_and_public_again_follows(content, of):
    words = "Trombones" if of == "the page" else "marmalade"
    if of == "the page":
        lock = PageViewRestriction.objects.create(page=content.page, restriction_type="login")
    else:
        drawer = Collection.get_first_root_node().add_child(name="Drawer")
        content.file.collection = drawer
        content.file.save()
        assert finds(words, content.id)
        lock = CollectionViewRestriction.objects.create(collection=drawer, restriction_type="login")
    assert not finds(words, content.id)
    assert finds(words, content.id, "members")
    agrees()
    lock.delete()
    assert finds(words, content.id)
    agrees()
