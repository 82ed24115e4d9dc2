"""What the content tells the search: nothing that the reader may not see, also not for a moment."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core import extraction
from cms.core.models import File, Work
from cms.core.source import WorkSource
from cms.network.models import PeerCheck, WorkFile
from search import drainer, generations
from search.request import SearchRequest
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    FileFactory,
    GoalFactory,
    PersonFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def build(settings, tmp_path):
    """Indexes everything there is, by words alone."""
    settings.SEARCH_ENGINE, settings.SEARCH_EMBEDDER = "embedded", "none"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"

    def index() -> None:
        generations.begin()
        drainer.drain()

    return index


def for_members(name: str = "For members") -> Collection:
    """A collection of files that only people with an account may read."""
    collection = Collection.get_first_root_node().add_child(name=name)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def found(client, text: str) -> str:
    """The page of results for a text."""
    return client.get("/en/search/", {"q": text}).content.decode()


def test_text_of_a_file_that_became_private_is_shown_no_more(client, build):
    file = FileFactory(pages=("The zanzibarite reserve is forty million dirhams.",))
    extraction.read_file(file)
    CaseStudyFactory(title="Budget", work_files=[WorkFile(file=file)])
    build()
    assert "forty million" in found(client, "zanzibarite")
    file = File.objects.get(pk=file.pk)
    file.collection = for_members()
    file.save()
    assert "forty million" not in found(client, "zanzibarite")
    assert "forty million" not in client.get("/api/v1/search?q=zanzibarite").content.decode()


def test_text_of_a_withdrawn_edition_is_shown_no_more(client, build):
    page = CaseStudyFactory(title="Budget", context="<p>plain</p>")
    edition = translate(page, "fr", title="Bud", context="<p>La quixotrie secrète du maire.</p>")
    build()
    assert "secrète" in found(client, "quixotrie")
    edition.unpublish()
    assert "secrète" not in found(client, "quixotrie")


def test_text_of_an_edition_that_became_private_is_shown_no_more(client, build):
    page = CaseStudyFactory(title="Budget", context="<p>plain</p>")
    edition = translate(page, "fr", title="Bud", context="<p>La quixotrie secrète du maire.</p>")
    build()
    PageViewRestriction.objects.create(page=edition, restriction_type="login")
    assert "Budget" in found(client, "quixotrie")
    assert "secrète" not in found(client, "quixotrie")


def test_the_database_search_knows_no_private_edition():
    page = CaseStudyFactory(title="Public words")
    edition = translate(page, "fr", title="Quixotry")
    PageViewRestriction.objects.create(page=edition, restriction_type="login")

    def works(audience: str) -> list[str]:
        asked = SearchRequest(text="quixotry", lang="en", audience=audience)
        return [hit.id for hit in WorkSource().find_in_database(asked)[0]]

    assert works("public") == []
    assert works("members") == [str(page.work.pk)]


def test_the_database_search_says_that_there_is_more_than_it_looked_at(monkeypatch):
    for n in range(3):
        CaseStudyFactory(title=f"Water {n}")
    asked = SearchRequest(text="water", lang="en")
    _hits, total, more = WorkSource().find_in_database(asked)
    assert (total, more) == (3, False)
    monkeypatch.setattr("cms.core.source.MOST_IN_DATABASE", 2)
    _hits, total, more = WorkSource().find_in_database(asked)
    assert (total, more) == (2, True)


def test_readers_are_told_that_there_may_be_more_than_is_counted(client, monkeypatch):
    monkeypatch.setattr("cms.core.source.MOST_IN_DATABASE", 2)
    for n in range(3):
        CaseStudyFactory(title=f"Water {n}", themes=[])
    assert "At least 2 works for <bdi>“water”</bdi>" in client.get("/en/search/?q=water").text
    assert re.search(r"At least \d+ works\s*</h2>", client.get("/en/search/").text)
    assert "0 works for <bdi>“water”</bdi>" in client.get("/en/search/?q=water&year=1900").text
    answer = client.get("/api/v1/search?q=water").json()
    assert (answer["total"], answer["more"]) == (2, True)
    assert not client.get("/api/v1/search?q=fire").json()["more"]


def test_the_database_search_gives_what_was_added_last_first():
    works = [CaseStudyFactory(title="Water").work, CityFactory(name_en="Waterford")]
    works.append(CaseStudyFactory(title="Water", date="1999").work)
    numbers = [str(Work.objects.get(key=row.key).pk) for row in works]
    asked = SearchRequest(text="water", lang="en", sort="added")
    assert [hit.id for hit in WorkSource().find_in_database(asked)[0]] == numbers[::-1]


class TestFiltersOfTheDatabaseSearch:
    """Without an index a filter lets through what it would with one."""

    @pytest.fixture
    def work(self):
        """A work with a value in each facet that is its own."""
        city = CityFactory(name_en="Tetouan")
        page = CaseStudyFactory(
            title="Water meters",
            date="2012-03",
            cities=[city],
            themes=[ConceptFactory(code="water")],
            goals=[GoalFactory(code="6")],
            peer_checks=[PeerCheck(person=PersonFactory(), date="2013")],
        )
        translate(page, "fr", title="Compteurs")
        CaseStudyFactory(title="Water pipes", date="1999")
        return page

    @staticmethod
    def titles(client, **asked: str) -> list[str]:
        answer = client.get("/en/search/", asked)
        assert answer.context["limited"] == "database"
        return [hit.shown.title for hit in answer.context["hits"]]

    @pytest.fixture(autouse=True)
    def without_an_index(self, settings, tmp_path):
        settings.SEARCH_ENGINE, settings.SEARCH_EMBEDDER = "embedded", "none"
        settings.SEARCH_INDEX_DIR = tmp_path / "none"

    @pytest.mark.parametrize(
        ("facet", "value"),
        [
            ("theme", "water"),
            ("goal", "sdg-6"),
            ("language", "fr"),
            ("year", "2012"),
            ("checked", "peer"),
        ],
    )
    def test_each_is_heeded(self, client, work, facet, value):
        assert self.titles(client, q="water", **{facet: value}) == ["Water meters"]
        assert self.titles(client, q="pipes", **{facet: value}) == []
        assert self.titles(client, kind="case_study", **{facet: value}) == ["Water meters"]

    def test_by_place_too(self, client, work):
        city = work.cities.get()
        places = {"city": city, "country": city.country, "region": city.country.region}
        for facet, place in places.items():
            assert self.titles(client, q="water", **{facet: place.slug}) == ["Water meters"]

    def test_all_facets_count_together_and_values_of_one_widen_it(self, client, work):
        assert self.titles(client, q="water", year="2012", theme="other") == []
        both = client.get("/en/search/?q=water&year=2012&year=1999").context["hits"]
        assert len(both) == 2

    def test_the_page_shows_the_filters_that_were_heeded(self, client, work):
        answer = client.get("/en/search/?q=water&theme=water")
        assert [chip.label for chip in answer.context["chips"]] == ["Theme: Water"]
        assert answer.context["response"].total == 1

    def test_nothing_is_told_of_an_edition_that_the_reader_may_not_read(self, client, work):
        french = work.get_translations().get()
        PageViewRestriction.objects.create(page=french, restriction_type="login")
        assert self.titles(client, q="water", language="fr") == []

    def test_many_works_take_as_many_queries_as_few(
        self, client, work, django_assert_max_num_queries
    ):
        asked = SearchRequest(lang="en", filters={"theme": ("water",), "kind": ("case_study",)})
        WorkSource().find_in_database(asked)
        with CaptureQueriesContext(connection) as few:
            assert WorkSource().find_in_database(asked)[1] == 1
        for _ in range(5):
            CaseStudyFactory(themes=work.themes.all(), cities=work.cities.all())
        with django_assert_max_num_queries(len(few)):
            assert WorkSource().find_in_database(asked)[1] == 6


def test_a_work_is_as_old_in_the_portal_as_its_first_edition_that_may_be_read():
    page = CaseStudyFactory()
    edition = translate(page, "fr", title="Budget")
    number = [str(page.work.pk)]
    (document,) = WorkSource().build(number, "public")
    assert document.added == page.first_published_at
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    (document,) = WorkSource().build(number, "public")
    assert document.added == edition.first_published_at > page.first_published_at
    (document,) = WorkSource().build(number, "members")
    assert document.added == page.first_published_at


def test_evidence_leads_to_the_edition_or_record_in_its_language(client, build):
    page = CaseStudyFactory(title="Budget", context="<p>plain</p>")
    translate(page, "fr", title="Bud", context="<p>La quixotrie du maire.</p>")
    CityFactory(name_en="Rabat", description_fr="Une ville zanzibarite.")
    build()
    for word in ("quixotrie", "zanzibarite"):
        (hit,) = client.get("/api/v1/search", {"q": word, "lang": "en"}).json()["hits"]
        assert hit["evidence"]["lang"] == "fr"
        answer = client.get(hit["evidence"]["url"], follow=True)
        assert word in answer.content.decode()
        assert answer.wsgi_request.path.startswith("/fr/")
    (hit,) = client.get("/api/v1/search", {"q": "plain", "lang": "en"}).json()["hits"]
    assert hit["evidence"]["url"] == hit["url"]


def test_addresses_of_a_list_of_works_ask_for_the_site_once(
    settings, django_assert_max_num_queries
):
    """What an address is written from is read from the cache, or else from the database."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    works = [Work.objects.get(key=CaseStudyFactory().translation_key) for _ in range(6)]
    ids = [str(work.pk) for work in works]
    WorkSource().show(ids[:1], "public", "en")
    with CaptureQueriesContext(connection) as few:
        WorkSource().show(ids[:1], "public", "en")
    with django_assert_max_num_queries(len(few)):
        assert len(WorkSource().show(ids, "public", "en")) == 6
