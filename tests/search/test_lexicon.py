"""The vocabulary of an index serves as a dictionary between its languages."""

from __future__ import annotations

import pytest

from search import analysis, lexicon
from search.embedding import EmbedderUnavailable, embedders
from search.models import LexiconPart

from .builders import work

INDEX = "lexicon-test"
TEXTS = (
    ("fr", "La ville traite les déchets ménagers et distribue l'eau potable aux écoles"),
    ("en", "The city treats household waste and brings drinking water to schools"),
    ("es", "La ciudad trata los residuos domésticos y lleva agua potable a las escuelas"),
    ("ar", "تعالج المدينة النفايات المنزلية وتوزع مياه الشرب على المدارس"),
)


@pytest.fixture
def filled(db):
    lexicon.extend(INDEX, [work("w1", TEXTS)])
    yield lexicon.lexicon_of(INDEX)
    lexicon.forget(INDEX)


def stand_ins(of: lexicon.Lexicon, word: str, lang: str, other: str) -> dict[str, float]:
    pairs = [(analysis.fold(word), analysis.stems(word, lang)[0])]
    return dict(of.stand_ins(pairs, lang, of.likeness(pairs, lang))[other][0])


@pytest.mark.parametrize(
    ("word", "lang", "other", "translation"),
    [
        ("déchets", "fr", "en", "waste"),
        ("water", "en", "fr", "eau"),
        ("escuelas", "es", "en", "schools"),
        ("مياه", "ar", "fr", "eau"),
        ("ville", "fr", "ar", "مدينة"),
    ],
)
def test_a_word_finds_its_translation_first(filled, word, lang, other, translation):
    found = stand_ins(filled, word, lang, other)
    occurring = [stem for stem in found if filled.knows(stem, other)]
    assert occurring[0] == analysis.stems(translation, other)[0]


def test_a_word_stands_for_itself_alone_in_its_own_language(filled):
    assert stand_ins(filled, "eau", "fr", "fr") == {"eau": 1.0}


def test_an_unknown_word_still_stands_for_itself(filled):
    assert stand_ins(filled, "zyxwvut", "fr", "fr")["zyxwvut"] == 1.0


def test_names_and_numbers_match_in_every_language(filled):
    for other in analysis.LANGUAGES:
        assert stand_ins(filled, "2030", "fr", other)["2030"] >= lexicon.SAME_SPELLING
    assert stand_ins(filled, "Málaga", "fr", "ar")["malaga"] >= lexicon.SAME_SPELLING


def test_short_words_do_not_match_by_their_spelling_alone(filled):
    assert "pan" not in stand_ins(filled, "pan", "es", "en")


def test_a_misspelt_name_finds_the_right_one(filled):
    lexicon.extend(INDEX, [work("w2", [("fr", "Chefchaouen")])])
    found = stand_ins(filled, "Chefchaouan", "fr", "fr")
    assert found["chefchaouen"] >= lexicon.MISSPELT_WEIGHT


def test_a_number_is_not_another_that_is_written_almost_so(filled):
    lexicon.extend(INDEX, [work("w2", [("fr", "Le budget 201234")])])
    assert "201234" not in stand_ins(filled, "201235", "fr", "fr")
    assert stand_ins(filled, "201234", "fr", "fr")["201234"] == 1.0


def test_new_words_are_added_once(filled):
    before = LexiconPart.objects.filter(index=INDEX).count()
    lexicon.extend(INDEX, [work("w1", TEXTS)])
    assert LexiconPart.objects.filter(index=INDEX).count() == before
    lexicon.extend(INDEX, [work("w2", [("en", "A market hall")])])
    assert LexiconPart.objects.filter(index=INDEX).count() == before + 1


def test_another_process_reads_what_was_added(filled):
    other = lexicon.Lexicon(INDEX)
    other.refresh()
    assert not other.knows("market", "en")
    lexicon.extend(INDEX, [work("w2", [("en", "A market hall")])])
    other.refresh()
    assert other.knows("market", "en")
    assert other.vocabularies["en"].unit is not None
    assert len(other.vocabularies["en"].unit) == len(other.vocabularies["en"].stems)


def test_a_lexicon_up_to_date_costs_one_query(filled, django_assert_num_queries):
    with django_assert_num_queries(1):
        lexicon.lexicon_of(INDEX)


def test_words_of_one_index_are_unknown_to_another(filled):
    other = lexicon.lexicon_of("another-index")
    assert not other.knows("eau", "fr")
    assert stand_ins(other, "déchets", "fr", "en") == {"dechet": lexicon.SAME_SPELLING}


def test_without_a_model_words_go_as_they_stand(filled, settings):
    settings.SEARCH_EMBEDDER = "none"
    lexicon.extend("no-model", [work("w1", TEXTS)])
    made = lexicon.lexicon_of("no-model")
    assert stand_ins(made, "eau", "fr", "fr") == {"eau": 1.0}
    assert stand_ins(made, "eau", "fr", "en") == {}
    lexicon.forget("no-model")


def test_without_a_model_it_is_known_which_words_occur(db, settings):
    settings.SEARCH_EMBEDDER = "none"
    lexicon.extend("no-model", [work("w1", TEXTS), work("w2", [("fr", "Chefchaouen")])])
    made = lexicon.lexicon_of("no-model")
    assert made.knows("eau", "fr")
    (mountain,) = analysis.stems("montagne", "fr")
    assert not made.knows(mountain, "fr")
    assert stand_ins(made, "Chefchaouan", "fr", "fr")["chefchaouen"] == lexicon.MISSPELT_WEIGHT
    lexicon.extend("no-model", [work("w3", [("fr", "La montagne")])])
    assert made.knows(mountain, "fr")
    lexicon.forget("no-model")


def test_a_model_out_of_reach_stops_no_indexing(db, monkeypatch):
    def unreachable(*_):
        raise EmbedderUnavailable("no route")

    monkeypatch.setattr(embedders()[0], "passages", unreachable)
    lexicon.extend("unreached", [work("w1", TEXTS)])
    assert not lexicon.lexicon_of("unreached").vocabularies


def test_a_forgotten_lexicon_is_empty(filled):
    lexicon.forget(INDEX)
    assert not lexicon.lexicon_of(INDEX).knows("eau", "fr")
