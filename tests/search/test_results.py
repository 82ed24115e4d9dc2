"""Results as readers lay them out: by language, with counts, reasons, and works on the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from search import drainer, generations, query, suggestions, thesaurus
from search.related import related
from search.request import SearchRequest

from .library import document

pytestmark = pytest.mark.usefixtures("index", "_forgotten")

THEMES = {
    "led": {
        "en": ("Local economic development", "LED"),
        "fr": ("Développement économique local", "DEL"),
        "ar": ("التنمية الاقتصادية المحلية",),
    },
    "water": {"en": ("Water", "Wather"), "es": ("Agua",)},
}


@pytest.fixture
def _forgotten() -> Iterator[None]:
    """Nothing of the thesaurus or the cache is remembered from another test."""
    for kept in (thesaurus._kept, suggestions._kept):
        kept.clear()
    cache.clear()
    yield
    for kept in (thesaurus._kept, suggestions._kept):
        kept.clear()


def filled(library, *documents) -> None:
    library.add(*documents)
    generations.begin()
    drainer.drain()


def in_two_languages(library) -> None:
    filled(
        library,
        document("a", "Tetouan Tetouan mends its water pipes", lang="en"),
        document("b", "Tetouan répare ses conduites d'eau", lang="fr"),
        document("c", "Tetouan and its neighbours", lang="en"),
        document("d", "Les bus de Tetouan", lang="fr"),
        document("e", "Tetouan y sus barrios", lang="es"),
    )


class TestByLanguage:
    def test_works_that_answer_in_one_language_stand_together_the_readers_first(self, library):
        in_two_languages(library)
        ask = SearchRequest("Tetouan", lang="fr", query_lang="fr", group="language")
        response = query.search(ask)
        languages = [hit.lang for hit in response.hits]
        assert languages[:2] == ["fr", "fr"]
        assert sorted(languages[2:]) == ["en", "en", "es"]
        assert [code for code, _ in response.groups] == list(dict.fromkeys(languages))
        assert dict(response.groups) == {"fr": 2, "en": 2, "es": 1}

    def test_the_same_works_are_found_as_mixed(self, library):
        in_two_languages(library)
        mixed = query.search(SearchRequest("Tetouan", lang="fr"))
        grouped = query.search(SearchRequest("Tetouan", lang="fr", group="language"))
        assert mixed.groups == ()
        assert {hit.id for hit in mixed.hits} == {hit.id for hit in grouped.hits}
        assert len(mixed.hits) == 5

    def test_a_group_goes_on_over_pages(self, library):
        in_two_languages(library)
        pages = [
            query.search(
                SearchRequest("Tetouan", lang="en", group="language", page=page, page_size=2)
            )
            for page in (1, 2, 3)
        ]
        together = [hit.lang for page in pages for hit in page.hits]
        assert together[:2] == ["en", "en"] and len(together) == 5
        assert len(list(dict.fromkeys(together))) == 3
        assert together == sorted(together, key=list(dict.fromkeys(together)).index)

    def test_languages_that_are_read_come_before_others(self, library):
        in_two_languages(library)
        ask = SearchRequest("Tetouan", lang="ar", group="language", reads=("es",))
        assert query.search(ask).hits[0].lang == "es"

    def test_the_page_shows_a_heading_for_each_language_with_its_number(self, library, client):
        in_two_languages(library)
        page = client.get("/en/search/?q=Tetouan&group=language").content.decode()
        assert page.count('class="group-head"') == 3
        assert '<h3 class="group-head">French <span class="count">2</span></h3>' in page
        assert 'class="group-head"' not in client.get("/en/search/?q=Tetouan").content.decode()

    def test_a_list_without_words_is_put_together_by_the_language_of_its_titles(
        self, library, client
    ):
        in_two_languages(library)
        page = client.get("/es/search/?group=language").content.decode()
        assert page.count('class="group-head"') == 3
        assert page.index("Work e") < page.index("Work a")


class TestPreferences:
    def send(self, client, origin="http://testserver", **data):
        return client.post("/en/search/preferences/", data, headers={"origin": origin})

    def test_grouping_is_remembered_for_a_year_and_stands_in_the_address(self, library, client):
        in_two_languages(library)
        answer = self.send(client, group="language", search="?q=Tetouan&kind=case_study&page=1")
        assert answer.status_code == 303
        assert answer["Location"] == "/en/search/?q=Tetouan&kind=case_study&group=language"
        cookie = answer.cookies["medina_group"]
        assert (cookie.value, cookie["max-age"], cookie["samesite"]) == (
            "language",
            31_536_000,
            "Lax",
        )
        page = client.get("/en/search/?q=Tetouan").content.decode()
        assert 'class="group-head"' in page
        mixed = client.get("/en/search/?q=Tetouan&group=mixed").content.decode()
        assert 'class="group-head"' not in mixed, "an address that was shared says how"

    def test_languages_are_remembered_without_anything_else(self, library, client):
        in_two_languages(library)
        answer = self.send(client, reads=["es", "xx", "fr"], search="?q=Tetouan")
        assert answer["Location"] == "/en/search/?q=Tetouan"
        assert answer.cookies["medina_reads"].value == "fr.es"
        page = client.get("/en/search/?q=Tetouan").content.decode()
        assert "Languages I read: French and Spanish" in page
        assert "language=fr&amp;language=es" in page, "only languages I read"
        assert self.send(client, search="").cookies["medina_reads"]["max-age"] == 0

    @pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", ""])
    def test_another_site_cannot_set_them(self, client, db, origin):
        answer = self.send(client, origin, group="language")
        assert answer.status_code == 403 and not answer.cookies

    @pytest.mark.parametrize("value", ["", "xx.yy", "é.ñ", "." * 3000])
    def test_a_cookie_that_says_nothing_is_left_aside(self, library, client, value):
        in_two_languages(library)
        client.cookies["medina_reads"] = client.cookies["medina_group"] = value
        page = client.get("/en/search/?q=Tetouan")
        assert page.status_code == 200 and b"Only languages I read" not in page.content

    def test_where_it_leads_back_to_is_always_the_search(self, client, db):
        answer = self.send(client, group="mixed", search="//elsewhere.example/?q=x&evil=1")
        assert answer["Location"].startswith("/en/search/?")
        assert "elsewhere" not in answer["Location"]


class TestCounts:
    @pytest.fixture(autouse=True)
    def _made(self, index, library):
        filled(
            library,
            document("1", "Water", kind="manual", facets={"country": ("mar",)}),
            document("2", "Water", kind="manual", facets={"country": ("esp",)}),
            document("3", "Water", kind="handbook", facets={"country": ("mar",)}),
            document("4", "Water", kind="city", facets={"country": ("esp",)}),
        )

    @pytest.mark.parametrize("text", ["water", ""])
    def test_values_not_chosen_tell_what_they_would_find_under_the_other_filters(self, text):
        ask = SearchRequest(text, filters={"kind": ("manual",), "country": ("mar",)})
        response = query.search(ask)
        assert [hit.id for hit in response.hits] == ["1"]
        assert dict(response.facets["kind"]) == {"manual": 1, "handbook": 1}
        assert dict(response.facets["country"]) == {"mar": 1, "esp": 1}

    @pytest.mark.parametrize("text", ["water", ""])
    def test_the_count_of_a_value_is_what_choosing_it_adds(self, text):
        before = query.search(SearchRequest(text, filters={"kind": ("manual",)}))
        more = dict(before.facets["kind"])["handbook"]
        after = query.search(SearchRequest(text, filters={"kind": ("manual", "handbook")}))
        assert after.total == before.total + more

    def test_all_filters_are_removed_at_once(self, client):
        page = client.get("/en/search/?q=water&kind=manual&country=mar").content.decode()
        assert '<a class="chip chip--all" href="?q=water">' in page
        one = client.get("/en/search/?q=water&kind=manual").content.decode()
        assert "chip--all" not in one


class TestReasons:
    def reasons(self, text: str, **values):
        return {hit.id: hit.reason for hit in query.search(SearchRequest(text, **values)).hits}

    def test_the_words_asked_that_a_work_holds_are_named_as_they_were_written(self, library):
        filled(library, document("a", "La régie répare le réseau", lang="fr"))
        reason = self.reasons("Réseau gratuit régie", lang="fr", query_lang="fr")["a"]
        assert reason.words == ("Réseau", "régie")
        assert (reason.concepts, reason.meaning) == ((), False)

    def test_a_theme_named_in_any_language_is_named(self, library, client):
        library.concepts = lambda audience: THEMES
        filled(library, document("a", "A plan for local economic development in the valley"))
        reason = self.reasons("DEL", lang="fr", query_lang="fr")["a"]
        assert reason.concepts == ("led",)
        assert reason.words == ()
        page = client.get("/en/search/?q=LED").content.decode()
        assert "theme:" in page
        api = client.get("/api/v1/search?q=LED&lang=en").json()["hits"][0]["reason"]
        assert api["themes"] == [{"value": "led", "label": "led"}]

    def test_a_theme_of_which_a_work_says_nothing_is_no_reason(self, library):
        library.concepts = lambda audience: THEMES
        filled(library, document("a", "Training for development of software"))
        reason = self.reasons("LED training")["a"]
        assert (reason.words, reason.concepts) == (("training",), ())


class TestRelated:
    @pytest.fixture(autouse=True)
    def _made(self, index, library):
        filled(
            library,
            document("1", "The port", kind="partnership", title="Tetouan harbour works"),
            document("2", "Le port", kind="partnership", title="Tetouan harbour", lang="fr"),
            document("3", "Waste", kind="partnership", title="Sorting household waste"),
            document("4", "A port", kind="city", title="Tetouan harbour city"),
            document("5", "Secret", kind="partnership", title="Tetouan harbour works plan"),
        )
        library.private = {"5"}
        generations.begin()
        drainer.drain()

    def ids(self, work: str, audience: str = "public") -> list[str]:
        found = related(work, audience=audience, lang="en")
        assert found is not None
        return [shown.id for shown in found.works]

    def test_works_on_the_same_are_named_whatever_their_language_but_not_itself(self):
        assert self.ids("1") == ["2"]

    def test_only_what_the_reader_may_read_is_named(self):
        assert "5" in self.ids("1", "members")
        assert related("5", audience="public", lang="en") is None

    def test_it_is_remembered_for_a_while_but_asked_again_who_may_read_it(
        self, library, monkeypatch
    ):
        assert self.ids("1") == ["2"]
        monkeypatch.setattr("search.related.alike", lambda *_: pytest.fail("asked again"))
        assert self.ids("1") == ["2"]
        library.private.add("2")
        assert self.ids("1") == []

    def test_a_title_in_quotation_marks_is_no_phrase_to_hold(self, library):
        library.add(
            document("6", "x", kind="partnership", title="“Tetouan harbour” and «Tetouan works»"),
            document("7", "Tetouan harbour and the Tetouan works", kind="partnership", title="It"),
        )
        generations.begin()
        drainer.drain()
        assert {"1", "7"} <= set(self.ids("6"))


class TestSuggestions:
    def offered(self, prefix: str, lang: str = "en"):
        groups = suggestions.offered(prefix, audience="public", lang=lang)
        return {group.name: [each.shown.id for each in group.suggestions] for group in groups}

    @pytest.fixture(autouse=True)
    def _made(self, index, library):
        library.concepts = lambda audience: THEMES
        filled(
            library,
            document("1", title="Local plans", kind="partnership"),
            document("2", title="Localville", kind="city"),
        )

    def test_they_are_grouped_by_what_they_are(self):
        assert self.offered("loca") == {"cities": ["2"], "themes": ["led"], "others": ["1"]}

    def test_places_and_themes_come_before_works_which_would_hide_them(self, library):
        assert list(suggestions.GROUPS) == ["cities", "themes", "works", "others"]
        filled(library, document("3", title="Local plans at work", kind="case_study"))
        assert list(self.offered("loca")) == ["cities", "themes", "works", "others"]

    def test_short_names_of_many_records_leave_room_for_the_title_of_a_work(self, library):
        people = [document(f"p{n}", title=f"Local {n}", kind="person") for n in range(40)]
        work = document("3", title="Local transport at night in three districts")
        filled(library, *people, work)
        offered = self.offered("loca")
        assert (offered["cities"], offered["works"]) == (["2"], ["3"])
        assert len(offered["others"]) == suggestions.MOST

    @pytest.mark.parametrize(
        ("typed", "theme"),
        [("del", "led"), ("التنمية الاق", "led"), ("agu", "water"), ("économique dév", "led")],
    )
    def test_a_theme_is_offered_by_a_label_in_any_language(self, typed, theme):
        assert self.offered(typed)["themes"] == [theme]

    def test_a_hidden_label_finds_its_theme_and_is_not_shown(self, client):
        assert self.offered("wath")["themes"] == ["water"]
        page = client.get("/en/search/suggest/?q=wath").content.decode()
        assert "/themes/water/" in page and "Wather" not in page

    def test_the_label_that_was_typed_stands_beside_the_name_in_the_readers_language(self, client):
        page = client.get("/en/search/suggest/?q=agu").content.decode()
        assert 'lang="es"' in page and "Agua" in page

    def test_programs_are_offered_themes_too(self, client):
        found = client.get("/api/v1/suggest?q=agu&lang=en").json()["suggestions"]
        assert [(each["id"], each["kind"]) for each in found] == [("water", "theme")]

    @pytest.mark.parametrize("typed", ["", "   ", "!!!", "🏙️", "zzz"])
    def test_nothing_begins_like_nothing(self, typed):
        assert self.offered(typed) == {}
