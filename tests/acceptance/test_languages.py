"""A question in one language finds what was written in another."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from tests.running import ROOT

from .reading import LANGUAGES, Reader

HUMAN_RESOURCES = {
    "fr": "gestion des ressources humaines municipales",
    "en": "municipal human resources",
    "es": "recursos humanos municipales",
    "ar": "الموارد البشرية في البلديات",
}
LOCAL_ECONOMIC_DEVELOPMENT = ("LED", "DEL", "التنمية الاقتصادية المحلية")


@pytest.fixture
def reader(each_portal) -> Reader:
    return Reader(each_portal)


@pytest.fixture(scope="module")
def about_malaga_and_chefchaouen(each_portal) -> set[str]:
    """The works about what Málaga and Chefchaouen did together on human resources."""
    return set(
        each_portal.shell(
            """
from cms.core.models import Work
from cms.library.models import CaseStudyPage
from cms.network.models import Partnership
keys = [Partnership.objects.get(slug="malaga-chefchaouen").key]
keys += CaseStudyPage.objects.filter(
    slug="malaga-chefchaouen-human-resources").values_list("translation_key", flat=True)
print(*Work.objects.filter(key__in=keys).values_list("pk", flat=True))
"""
        ).split()
    )


def pages(reader, words: str, lang: str, **query) -> list[dict]:
    """The hits of the first three pages of results."""
    return [
        hit for page in (1, 2, 3) for hit in reader.search(words, lang, page=page, **query)["hits"]
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", HUMAN_RESOURCES.values(), ids=HUMAN_RESOURCES)
def test_human_resources_are_found_in_the_first_three(
    reader, about_malaga_and_chefchaouen, words, lang
):
    first = [hit["id"] for hit in reader.search(words, lang)["hits"][:3]]
    assert about_malaga_and_chefchaouen & set(first)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_title_is_in_the_readers_language_where_there_is_one(
    reader, about_malaga_and_chefchaouen, lang
):
    hits = reader.search(HUMAN_RESOURCES["fr"], lang)["hits"]
    found = [hit for hit in hits if hit["id"] in about_malaga_and_chefchaouen]
    assert found
    for hit in found:
        assert hit["title_lang"] == lang
        assert f"/{lang}/" in hit["url"]
        assert reader.get(hit["url"]).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("spelling", ["Chefchaouan", "Chaouen", "Xauen", "Chefchaouen", "شفشاون"])
def test_a_city_is_found_by_any_spelling_of_its_name(reader, spelling, lang):
    first = reader.search(spelling, lang)["hits"][0]
    assert first["kind"] == "city"
    assert first["url"].endswith("/cities/chefchaouen/")


@pytest.mark.parametrize("typed", ["chef", "شفش", "Chefchaouan"])
def test_a_name_is_suggested_for_its_own_record_first(reader, typed):
    answer = reader.get("/api/v1/suggest", params={"q": typed, "lang": "en"}).json()
    kinds = [suggestion["kind"] for suggestion in answer["suggestions"]]
    assert "city" in kinds[:3], answer


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", LOCAL_ECONOMIC_DEVELOPMENT)
def test_an_abbreviation_finds_its_theme_in_other_languages(reader, words, lang):
    tagged = {hit["id"] for hit in pages(reader, "", lang, theme="local-economic-development")}
    found = [hit for hit in pages(reader, words, lang) if hit["id"] in tagged]
    assert len(found) >= 3
    assert len({hit["evidence"]["lang"] for hit in found if hit["evidence"]}) >= 2


def test_the_three_names_of_local_economic_development_find_the_same_works(reader):
    answers = [
        {hit["id"] for hit in pages(reader, words, "en")} for words in LOCAL_ECONOMIC_DEVELOPMENT
    ]
    led, del_, arabic = answers
    assert len(led & del_ & arabic) >= 10


def test_the_evidence_is_in_the_language_it_is_written_in(reader):
    """Arabic words find works without an Arabic edition, whose evidence is not Arabic."""
    hits = pages(reader, "خطة بروكسل الرقمية للأحياء", "ar")
    others = [hit for hit in hits if hit["evidence"] and hit["evidence"]["lang"] != "ar"]
    assert others
    for hit in others:
        letters = [c for c in hit["evidence"]["text"] if c.isalpha()]
        assert letters
        assert sum("\u0600" <= c <= "\u06ff" for c in letters) < len(letters) / 2


def test_the_example_of_the_readme_is_what_the_portal_answers(reader):
    readme = (ROOT / "README.md").read_text()
    (words,) = [
        line.partition("q=")[2].rstrip('"') for line in readme.splitlines() if '"q=' in line
    ]
    told = json.loads(readme.partition("```json")[2].partition("```")[0])["hits"][0]
    first = reader.search(words, "en")["hits"][0]
    for each in (told, first):
        each["url"] = urlsplit(each["url"]).path
    told_evidence = told.pop("evidence")
    assert told.items() <= first.items()
    assert told_evidence.items() <= first["evidence"].items()
