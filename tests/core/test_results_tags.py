"""The filters and the reasons of a search are written safely, and say what they should."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils import translation

from cms.core.templatetags.results import facet_values, found_by
from search.presentation import Facet, FacetValue
from search.request import Reason

VALUES = [
    FacetValue("water", "<b>Water</b> & co", 1_234, selected=True),
    FacetValue('"><script>', "Streets", 2, selected=False),
]


def facet(values=VALUES, part: str = "a", lang: str = "en") -> str:
    with translation.override(lang):
        return facet_values(Facet("theme", "Theme", values), values, part)


def reason(lang: str = "en", themes=(), **found) -> str:
    with translation.override(lang):
        return found_by(SimpleNamespace(reason=Reason(**found), themes=themes))


def test_values_and_labels_of_filters_are_escaped():
    written = facet()
    assert "<bdi>&lt;b&gt;Water&lt;/b&gt; &amp; co</bdi>" in written
    assert 'value="&quot;&gt;&lt;script&gt;"' in written


def test_only_chosen_filters_are_checked():
    chosen, other = facet().split("</li>")[:2]
    assert " checked>" in chosen
    assert "checked" not in other


def test_each_label_belongs_to_a_checkbox_of_its_own_in_either_list():
    ids = [f"f-theme-{part}{place}" for part in "ab" for place in (1, 2)]
    written = facet(part="a") + facet(part="b")
    for each in ids:
        assert written.count(f'id="{each}"') == written.count(f'for="{each}"') == 1


def test_counts_are_written_as_the_reader_writes_them():
    assert '<span class="count">1,234</span>' in facet()
    assert "1\N{NARROW NO-BREAK SPACE}234" in facet(lang="fr")


def test_a_facet_without_values_is_nothing():
    assert facet([]) == ""


def test_a_reason_names_words_others_for_them_themes_and_meaning():
    written = reason(words=("eau", "<i>"), like=("ville",), themes=["Water & air"], meaning=True)
    assert written == (
        '<p class="reason">Found by <span>words: <bdi>eau</bdi>, <bdi>&lt;i&gt;</bdi></span> '
        "<span>other words for: <bdi>ville</bdi></span> "
        "<span>theme: <bdi>Water &amp; air</bdi></span> <span>meaning</span></p>"
    )


def test_a_reason_is_told_in_the_readers_language():
    assert reason("fr", words=("eau",)).startswith('<p class="reason">Trouvé par <span>mots')


def test_no_reason_is_told_where_there_is_none():
    assert reason() == found_by(SimpleNamespace(reason=None, themes=())) == ""
