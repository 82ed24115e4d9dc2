"""Words are analysed once, for both engines."""

from __future__ import annotations

import pytest

from search import analysis

SAME = [
    ("ar", "المدن", "مدينة"),
    ("ar", "بلديات", "البلدية"),
    ("ar", "إدارة النفايات", "ادارة نفايات"),
    ("ar", "المِيَاه", "مياه"),
    ("ar", "المشاريع", "مشروع"),
    ("ar", "الشراكة", "شراكة"),
    ("ar", "مدرسـة", "مدرسة"),
    ("ar", "٢٠٣٠", "2030"),
    ("fr", "collectivités locales", "collectivité locale"),
    ("fr", "l'eau", "eau"),
    ("fr", "l’eau", "eau"),
    ("fr", "développement", "developpement"),
    ("fr", "réutilisation", "reutilisation"),
    ("fr", "jumelages", "jumelage"),
    ("fr", "cœur", "coeur"),
    ("es", "ciudades", "ciudad"),
    ("es", "gestión", "gestion"),
    ("es", "municipios", "municipio"),
    ("es", "políticas públicas", "política pública"),
    ("es", "luces", "luz"),
    ("en", "cities", "city"),
    ("en", "the city's budget", "city budgets"),
    ("en", "partnerships", "partnership"),
    ("en", "reusing", "reuse"),
    ("en", "WATER", "water"),
]


@pytest.mark.parametrize(("lang", "one", "other"), SAME)
def test_forms_of_a_word_share_a_stem(lang, one, other):
    assert analysis.stems(one, lang) == analysis.stems(other, lang) != ()


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [("fr", "ville", "village"), ("en", "universe", "water"), ("ar", "مدينة", "مياه")],
)
def test_different_words_do_not(lang, one, other):
    assert analysis.stems(one, lang) != analysis.stems(other, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "de la des qu'il"), ("en", "of the and"), ("es", "de los y"), ("ar", "في من على")],
)
def test_words_that_say_nothing_have_no_stem(lang, text):
    assert analysis.stems(text, lang) == ()


def test_offsets_point_into_the_very_text():
    text = "L’Assemblée de « شَفْشَاوُن », d'un coup : co\u00adopérer"
    found = [(text[t.start : t.end], t.word) for t in analysis.tokens(text, "fr")]
    assert ("Assemblée", "assemblee") in found
    assert ("شَفْشَاوُن", "شفشاون") in found
    assert ("co\u00adopérer", "cooperer") in found


def test_arabic_words_are_analysed_as_arabic_in_any_text():
    assert analysis.stems("المدن", "fr") == analysis.stems("مدينة", "ar")


def test_latin_words_in_arabic_text_are_folded_only():
    assert analysis.stems("مدينة Málaga", "ar")[1] == "malaga"


def test_a_language_unknown_here_is_folded_only():
    assert analysis.stems("Städte", "de") == ("stadte",)


def test_cleaning_removes_what_no_reader_sees():
    assert analysis.clean("a\x00b\u202e c\u200b  \n d\ufb01") == "a b c dfi"


@pytest.mark.parametrize("text", ["", "\x00", "'", "’’’", "___", "🏙️", "\ud800"])
def test_nothing_said_gives_no_words(text):
    assert analysis.stems(text, "fr") == ()
    assert analysis.words(text) == []


def test_folded_words_keep_every_word_for_completion():
    assert analysis.words("L’eau de Málaga") == ["l", "eau", "de", "malaga"]


def test_every_language_has_its_stopwords():
    for lang in analysis.LANGUAGES:
        assert len(analysis.stopwords(lang)) > 100
