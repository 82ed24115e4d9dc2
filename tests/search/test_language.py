"""The language of a query: stated, else by script, else detected."""

from __future__ import annotations

import pytest

from search.language import languages_of


def test_what_the_caller_states_holds():
    assert languages_of("gestion des déchets", stated="ar") == {"ar": 1.0}


def test_arabic_is_known_by_its_script():
    assert languages_of("إدارة المياه في Málaga", interface="fr") == {"ar": 1.0}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("gestion des ressources humaines municipales", "fr"),
        ("how do cities pay for public transport", "en"),
        ("recursos humanos municipales", "es"),
    ],
)
def test_a_clear_query_has_one_language_whatever_the_interface(text, lang):
    for interface in ("fr", "en", "es", "ar", ""):
        assert next(iter(languages_of(text, interface=interface))) == lang


def test_the_interface_decides_where_words_are_common_to_several():
    assert next(iter(languages_of("transport", interface="fr"))) == "fr"
    assert next(iter(languages_of("transport", interface="es"))) == "es"


def test_an_unsure_query_keeps_every_likely_language_with_weights():
    found = languages_of("transport")
    assert len(found) > 1
    assert sum(found.values()) == pytest.approx(1)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_no_letters_means_the_language_of_the_interface():
    assert languages_of("2030", interface="es") == {"es": 1.0}
    assert len(languages_of("", interface="xx")) == 1
