"""Which works count as answers, and in what order names, numbers and themes bring them."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from search import query, question, thesaurus
from search.request import SearchRequest

from .library import document
from .test_results import filled

pytestmark = pytest.mark.usefixtures("index")


@pytest.fixture(autouse=True)
def _forgotten():
    thesaurus._kept.clear()
    yield
    thesaurus._kept.clear()


def found(text: str, **values) -> list[str]:
    """The works that answer, the best first."""
    return [hit.id for hit in query.search(SearchRequest(text, **values)).hits]


LONG = (
    "The conference brought together mayors, technical staff and researchers, who compared "
    "how their cities support small firms, and agreed at {} on a common programme of visits."
)


class TestNames:
    @pytest.fixture(autouse=True)
    def _made(self, index, library):
        filled(
            library,
            document("city", "", title="Turin", kind="city"),
            document("event", LONG.format("Turin"), title="A conference", kind="event"),
            document("other", LONG.format("Seville"), title="A meeting", kind="event"),
        )

    def test_what_says_a_name_is_found_below_the_record_of_that_name(self):
        assert found("Turin") == ["city", "event"]

    def test_in_whatever_language_it_is_asked(self):
        assert found("Turin", lang="fr", query_lang="fr")[:2] == ["city", "event"]


class TestFilters:
    @pytest.fixture(autouse=True)
    def _made(self, index, library):
        places = ("mar", "esp", "fra")
        kinds = ("case_study", "manual", "event", "city")
        texts = (
            "Water meters for every household",
            LONG.format("the water works"),
            "A library on wheels",
            "Drinking water",
            "Public transport at night",
        )
        filled(
            library,
            *(
                document(
                    str(n),
                    texts[n % len(texts)],
                    title=f"Title {n}",
                    kind=kinds[n % len(kinds)],
                    facets={"country": (places[n % len(places)],)},
                )
                for n in range(30)
            ),
        )

    @pytest.mark.parametrize("text", ["water", "drinking water", "buses by night", ""])
    def test_each_value_leads_to_as_many_works_as_it_counts(self, text):
        before = query.search(SearchRequest(text))
        assert before.total
        for facet in ("kind", "country"):
            for value, count in before.facets[facet]:
                after = query.search(SearchRequest(text, filters={facet: (value,)}))
                assert (after.total, len(after.hits)) == (count, min(count, 20))


def test_who_wants_what_is_new_looks_deeper_than_who_wants_the_best(index, library):
    filled(library, *(document(str(n), f"A tramway in district {n}") for n in range(120)))
    assert query.search(SearchRequest("tramway")).total == SearchRequest().depth == 100
    assert query.search(SearchRequest("tramway", sort="added", depth=400)).total == 120


class TestNumbers:
    @pytest.fixture(autouse=True)
    def _made(self, index, library):
        filled(
            library,
            document("1", "The agreement of 177 municipalities", title="An agreement"),
            document("2", "Some 166 municipalities in 29 provinces", title="A survey"),
            document("3", "A garden for the old town", title="A garden"),
        )

    def test_a_number_is_not_like_another(self):
        assert found("177")[0] == "1"
        assert "2" not in found("177")

    def test_a_number_that_stands_nowhere_finds_nothing(self):
        assert found("16020") == []


class TestThemes:
    def test_works_that_are_given_the_theme_named_come_first(self, library):
        library.concepts = lambda audience: {
            "sdg-6": {"en": ("Clean water and sanitation", "SDG 6"), "es": ("ODS 6",)}
        }
        filled(
            library,
            document("7", "A course on MDG 7, goal 7 of 8", title="MDG 7 goal"),
            document(
                "6",
                "Sewers for the upper town",
                title="Sewers",
                facets={"goal": ("sdg-6",)},
                concepts={"en": ("Clean water and sanitation",)},
            ),
        )
        assert found("SDG 6")[0] == "6"
        assert found("ODS 6", lang="es")[0] == "6"


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("asked", "meant"),
        [
            ("sanitaton", "sanitation"),
            ("sanitation", ""),
            ("foro", ""),
            ("portable", ""),
        ],
    )
    def test_a_word_is_corrected_where_a_letter_in_five_is_wrong_at_most(
        self, library, asked, meant
    ):
        filled(
            library,
            document("1", "Pipes", title="Sanitation for the old town"),
            document("2", "Forms", title="For the portal"),
        )
        assert query.search(SearchRequest(asked)).did_you_mean == meant

    @pytest.mark.parametrize(
        ("asked", "lang", "meant"),
        [
            ("الموارد البشريت", "ar", "الموارد البشرية"),
            ("gestion dechtes", "fr", "gestion déchets"),
        ],
    )
    def test_a_word_is_written_as_titles_have_it(self, library, asked, lang, meant):
        filled(
            library,
            document("1", "نص", lang="ar", title="الموارد البشرية في البلديات"),
            document("2", "Bacs", lang="fr", title="Gestion des Déchets"),
        )
        request = SearchRequest(asked, lang=lang, query_lang=lang)
        assert query.search(request).did_you_mean == meant


class TestOrder:
    def test_titles_are_sorted_as_readers_of_the_language_are_shown_them(self, library):
        """A reader of Spanish is shown French where there is no Spanish, then English."""
        filled(
            library,
            replace(document("1", title="A"), title={"en": "Alpha", "fr": "Zéro"}),
            replace(document("2", title="B"), title={"en": "Beta", "es": "Beta"}),
            replace(document("3", title="C"), title={"en": "Zulu", "fr": "Accord"}),
        )
        assert found("", lang="es", sort="title") == ["3", "2", "1"]
        assert found("", lang="en", sort="title") == ["1", "2", "3"]


def test_an_endless_query_is_cut_in_its_address(client, index):
    answer = client.get("/en/search/", {"q": "é" * 10_000, "kind": "manual"})
    cut = quote("é") * question.MOST_CHARACTERS
    assert answer["Location"] == f"/en/search/?q={cut}&kind=manual"
    page = client.get(answer["Location"]).content.decode()
    assert "é" * question.MOST_CHARACTERS in page
    assert quote("é") * (question.MOST_CHARACTERS + 1) not in page
