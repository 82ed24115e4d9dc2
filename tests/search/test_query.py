"""Searching a small library from end to end, on the embedded engine with the light model."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from search import drainer, generations, meaning, outbox, query, sources
from search.documents import Text, WorkDocument
from search.embedding import EmbedderUnavailable, embedders
from search.engines import engine
from search.engines.base import EngineUnavailable
from search.request import SearchRequest

from .conftest import drop_indexes
from .library import Library
from .test_evaluation import TEXTS

PHRASE_HELD = "La commune a confié la gestion des ressources en eau à une régie publique."
PHRASE_APART = "Les ressources en eau sont rares, et leur bonne gestion revient à la commune."
PHRASE_MEANT = "The municipality runs the management of its water resources by itself."


def title(name: str, lang: str) -> str:
    """The beginning of the text, with the name of the work where it is English."""
    begin = " ".join(TEXTS[name][lang].split()[:5])
    return f"{name.title()}: {begin}" if lang == "en" else begin


def made(name: str, langs=("fr", "en", "es", "ar"), **values) -> WorkDocument:
    """A work with the same text in some languages."""
    return WorkDocument(
        id=name,
        kind="case_study",
        title={lang: title(name, lang) for lang in langs},
        texts=tuple(Text(lang, TEXTS[name][lang], **values.pop("at", {})) for lang in langs),
        facets={"language": tuple(langs), **values.pop("facets", {})},
        **values,
    )


def build() -> None:
    """Everything indexed, with its vectors."""
    generations.begin()
    drainer.drain()
    meaning.embed()
    drainer.drain()
    assert generations.live()


@pytest.fixture
def library(db, settings, tmp_path):
    """Four works: two in one language each, two in all."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    before = sources._source
    library = Library()
    library.concepts = lambda audience: {}
    library.add(
        made("water", ("fr",), names=("Chefchaouen", "شفشاون")),
        made("waste", facets={"theme": ("t1",)}),
        made("youth", facets={"theme": ("t2",)}),
        made("bus", ("es",), at={"file": "f1", "page": 7}),
    )
    sources.register(library)
    build()
    yield library
    drop_indexes()
    sources._source = before


def found(text: str, **values) -> list[str]:
    return [hit.id for hit in query.search(SearchRequest(text, **values)).hits]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "leaking drinking water pipes"),
        ("es", "fugas de agua potable"),
        ("fr", "fuites d'eau potable"),
        ("ar", "تسرب مياه الشرب"),
    ],
)
def test_a_french_work_is_found_in_every_language(library, lang, text):
    response = query.search(SearchRequest(text, lang=lang))
    assert response.hits[0].id == "water"
    assert response.query_lang == lang
    assert response.hits[0].evidence.lang == "fr"
    assert response.limited == ""


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "MDG 7"), ("fr", "ODD 6"), ("fr", "eau propre"), ("ar", "مياه نظيفة")]
)
def test_a_work_is_found_by_any_label_of_its_concepts_though_its_text_says_none(
    library, monkeypatch, lang, text
):
    labels = {
        "en": ("Clean water", "SDG 6", "MDG 7"),
        "fr": ("Eau propre", "ODD 6"),
        "ar": ("مياه نظيفة",),
    }
    library.concepts = lambda audience: {"sdg-6": labels}
    monkeypatch.setattr("search.thesaurus._KEPT_SECONDS", -1)
    preferred = {code: of[:1] for code, of in labels.items()}
    library.add(made("youth", ("en",), concepts=preferred))
    outbox.touch(["youth"])
    drainer.drain()
    hits = {hit.id: hit for hit in query.search(SearchRequest(text, lang=lang)).hits}
    assert hits["youth"].reason.concepts == ("sdg-6",)


def test_a_work_in_all_languages_is_counted_once_and_shown_in_the_readers(library):
    response = query.search(SearchRequest("tri des déchets", lang="fr"))
    assert [hit.id for hit in response.hits].count("waste") == 1
    assert response.hits[0].evidence.lang == "fr"
    assert response.total == len(response.hits)


def test_evidence_says_in_which_file_and_on_which_page_the_answer_stands(library):
    hit = query.search(SearchRequest("night bus to the hospital")).hits[0]
    assert (hit.id, hit.evidence.file, hit.evidence.page) == ("bus", "f1", 7)


@pytest.mark.parametrize("text", ["Chefchaouen", "شفشاون", "Chefchaouan"])
def test_a_name_is_found_in_any_script_and_misspelt(library, text):
    for lang in ("fr", "en", "es", "ar"):
        assert found(text, lang=lang)[0] == "water"


def test_filters_hold_and_facets_count_what_is_left(library):
    response = query.search(SearchRequest("city life", filters={"theme": ("t1", "t2")}))
    assert {hit.id for hit in response.hits} <= {"waste", "youth"}
    assert sum(count for _value, count in response.facets["theme"]) == response.total
    assert not found("water leaks", filters={"theme": ("unknown",)})


def test_facets_count_each_answer_once_and_the_most_frequent_first(library):
    response = query.search(SearchRequest("city"))
    assert response.facets["kind"] == (("case_study", response.total),)
    spoken = Counter(
        lang for hit in response.hits for lang in library.works[hit.id].facets["language"]
    )
    assert dict(response.facets["language"]) == spoken
    counts = [count for _lang, count in response.facets["language"]]
    assert counts == sorted(counts, reverse=True)
    assert response.facets["role"] == ()


def test_a_result_says_where_there_may_be_more_than_is_counted(library):
    assert query.search(SearchRequest("water", depth=1)).more
    assert not query.search(SearchRequest("water")).more
    assert not query.search(SearchRequest("", page_size=1)).more


def test_without_words_everything_is_listed(library):
    response = query.search(SearchRequest("", sort="title"))
    assert response.total == 4
    assert dict(response.facets["language"]) == {"fr": 3, "es": 3, "en": 2, "ar": 2}


def test_pages_follow_one_another_without_overlap(library):
    whole = found("city")
    pages = [found("city", page=page, page_size=1) for page in range(1, len(whole) + 2)]
    assert [work for page in pages for work in page] == whole


def test_answers_can_be_ordered_otherwise_without_changing_which_they_are(library):
    assert sorted(found("city", sort="title")) == sorted(found("city"))


def test_a_misspelt_word_of_a_title_is_corrected(library):
    assert query.search(SearchRequest("yuoth budgets")).did_you_mean == "youth budgets"
    assert query.search(SearchRequest("youth budget")).did_you_mean == ""


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "water " * 2000,
        "\x00\x01water",
        '"unbalanced (',
        "' OR 1=1 --",
        "!!!",
        "🏙️",
        "‏",
    ],
)
def test_any_query_gives_a_sensible_result(library, text):
    response = query.search(SearchRequest(text))
    assert response.total >= len(response.hits)


def test_nonsense_is_answered_with_nothing(library):
    assert query.search(SearchRequest("qzxvw kjhgf")).total == 0


@pytest.mark.parametrize("text", ["xyzzyqwv", "qwertzuiop asdf", "هعغفقثص ضصثقف"])
def test_letters_struck_at_random_find_nothing_in_any_language(library, text):
    for lang in ("fr", "en", "es", "ar"):
        assert query.search(SearchRequest(text, lang=lang)).total == 0


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "métro nocturne"), ("en", "subway"), ("es", "tranvía"), ("ar", "قطار ليلي")],
)
def test_a_real_word_that_no_work_holds_finds_by_meaning(library, lang, text):
    assert found(text, lang=lang)[:1] == ["bus"]


def test_a_word_that_is_none_does_not_spoil_a_query_that_makes_sense(library):
    assert found("xyzzyqwv leaking drinking water pipes", lang="en")[0] == "water"


def test_quoted_words_must_stand_together_in_their_language(library):
    library.add(
        WorkDocument("row", "case_study", {"fr": "A"}, texts=(Text("fr", PHRASE_HELD),)),
        WorkDocument("apart", "case_study", {"fr": "B"}, texts=(Text("fr", PHRASE_APART),)),
        WorkDocument("english", "case_study", {"en": "C"}, texts=(Text("en", PHRASE_MEANT),)),
    )
    outbox.touch(["row", "apart", "english"])
    drainer.drain()
    meaning.embed()
    drainer.drain()
    ask = SearchRequest('"gestion des ressources"', lang="fr", query_lang="fr")
    response = query.search(ask)
    works = [hit.id for hit in response.hits]
    assert (works[0], response.phrases) == ("row", "held")
    assert "apart" not in works
    assert "english" in works, "in other languages the words count"
    assert "gestion des ressources" in response.hits[0].evidence.text
    loose = found("gestion des ressources", lang="fr", query_lang="fr")
    assert {"row", "apart"} <= set(loose)


def test_where_nothing_holds_the_quoted_words_the_reader_is_told_and_gets_the_words(library):
    ask = SearchRequest('"potable eau"', lang="fr", query_lang="fr")
    response = query.search(ask)
    assert (response.hits[0].id, response.phrases) == ("water", "unheld")
    assert query.search(replace(ask, text="eau potable")).phrases == ""


def test_with_the_engine_down_the_database_is_searched_and_the_reader_told(library, monkeypatch):
    def down(*_, **__):
        raise EngineUnavailable("down")

    monkeypatch.setattr(engine(), "candidates", down)
    response = query.search(SearchRequest("régie"))
    assert response.limited == "database"
    assert [hit.id for hit in response.hits] == ["water"]


def test_with_the_model_out_of_reach_words_are_searched_and_the_reader_told(library, monkeypatch):
    def unreachable(*_):
        raise EmbedderUnavailable("no route")

    monkeypatch.setattr(embedders()[0], "queries", unreachable)
    # Words that were not asked before: what a model has read of them is remembered.
    response = query.search(SearchRequest("fuites d'eau dans la ville", lang="fr"))
    assert response.limited == "words_only"
    assert response.hits[0].id == "water"


def test_suggestions_name_each_work_once(library):
    assert [work for work, _text, _lang in query.suggest("was")] == ["waste"]
    assert query.suggest("") == ()


def test_a_search_takes_few_queries_however_many_works_there_are(
    library, django_assert_max_num_queries
):
    found("warm up")
    with django_assert_max_num_queries(4):
        found("water in the city", lang="en")


def test_private_works_change_nothing_for_the_public(library):
    ask = SearchRequest("water leaks in the network", lang="en")
    before = query.search(ask), query.suggest("hidden"), query.search(SearchRequest("Hiden"))
    secret = made("water", ("en",))
    library.private.add("hidden")
    library.add(
        WorkDocument("hidden", "case_study", {"en": "Hidden leaks"}, texts=secret.texts * 3)
    )
    outbox.touch(["hidden"])
    drainer.drain()
    meaning.embed()
    drainer.drain()
    after = query.search(ask), query.suggest("hidden"), query.search(SearchRequest("Hiden"))
    assert after == before
    assert "hidden" in found("water leaks in the network", audience="members")
