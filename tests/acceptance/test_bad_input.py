"""Bad input is answered with a message or a sensible result, never with an error of the server."""

from __future__ import annotations

import pytest

from .reading import LANGUAGES, Reader, said

ODD_QUERIES = {
    "ten kilobytes": "gestion municipale des ressources humaines " * 240,
    "ten kilobytes of Arabic": "الموارد البشرية في البلديات " * 380,
    "one long word": "x" * 10_000,
    "control characters": "municipal\x00\x01\x08\x0b\x1b\x7f human\u0085\u2028 resources",
    "only control characters": "\x00\x01\x02",
    "an unbalanced quote": '"municipal human resources',
    "unbalanced brackets": "((municipal [human {resources",
    "operators": "municipal AND OR NOT human^5 ~resources +++ --- || && !",
    "a field of an index": "title_en:municipal AND _exists_:x",
    "a range": "[* TO *]",
    "wildcards": "*municipal* ?uman re*",
    "a slash": "/municipal/",
    "a backslash": "municipal\\",
    "markup": "<script>alert(1)</script> municipal",
    "SQL": "municipal'; DROP TABLE wagtailcore_page; --",
    "a template": "{{ municipal }} {% now %} %(names)s %s {0}",
    "emoji": "municipal 👩🏽‍💻🏳️‍🌈 human resources",
    "mixed directions": "\u202emunicipal\u202c الموارد human \u2067البشرية\u2069 resources",
    "a half of a pair": "municipal \ufffd \ud83d".encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    ),
    "accents alone": "\u0301\u0300\u0651",
    "only marks": "?!… — «»",
    "spaces": "\u00a0\u2003\t\n ",
}
UNKNOWN_VALUES = {
    "kind": "unicorn",
    "theme": "no-such-theme",
    "goal": "sdg-99",
    "country": "zz",
    "region": "atlantis",
    "city": "no-such-city",
    "language": "xx",
    "year": "twenty",
    "role": "spectator",
}
LEFT_OUT = "A part of the address was not understood and has been left out."
NOTHING = "Nothing found: what you can do"
NO_SUCH_PAGE = "This page does not exist"


@pytest.fixture
def reader(each_portal) -> Reader:
    return Reader(each_portal)


@pytest.fixture(scope="module")
def libraries(each_portal) -> list[str]:
    """The addresses of the libraries, one in each language."""
    return each_portal.shell(
        "from cms.library.models import LibraryPage;"
        "print(*(page.url for page in LibraryPage.objects.all()))"
    ).split()


@pytest.mark.parametrize("words", ODD_QUERIES.values(), ids=ODD_QUERIES)
def test_an_odd_query_is_answered_as_a_page(reader, words):
    for lang in ("en", "ar"):
        answer = reader.get(f"/{lang}/search/", params={"q": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert f'<html lang="{lang}"' in answer.text


@pytest.mark.parametrize("words", ODD_QUERIES.values(), ids=ODD_QUERIES)
def test_an_odd_query_is_answered_to_programs(reader, words):
    answer = reader.search(words, "en")
    assert set(answer) >= {"total", "hits", "facets"}
    assert reader.get("/api/v1/suggest", params={"q": words, "lang": "fr"}).status_code == 200
    assert reader.get("/fr/search/suggest/", params={"q": words}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "control characters",
        "an unbalanced quote",
        "unbalanced brackets",
        "wildcards",
        "a slash",
        "emoji",
        "markup",
    ],
)
def test_the_words_in_an_odd_query_still_find_works(reader, name):
    assert reader.search(ODD_QUERIES[name], "en")["total"] > 0


def test_a_query_of_ten_kilobytes_finds_what_its_beginning_asks(reader):
    titles = [hit["kind"] for hit in reader.search(ODD_QUERIES["ten kilobytes"], "fr")["hits"]]
    assert titles


@pytest.mark.parametrize("raw", ["%ff%fe", "%ED%A0%80", "%", "%zz", "%00", "q=&q=", "&&&=&;"])
def test_a_query_that_is_not_unicode_is_answered(reader, raw):
    for path in ("/es/search/", "/api/v1/search", "/api/v1/suggest", "/es/search/suggest/"):
        assert reader.get(f"{path}?q={raw}").status_code in (200, 400)


@pytest.mark.parametrize(("facet", "value"), UNKNOWN_VALUES.items())
def test_an_unknown_filter_value_finds_nothing_and_can_be_taken_away(reader, facet, value):
    for lang in LANGUAGES:
        answer = reader.get(f"/{lang}/search/", params={facet: value})
        assert answer.status_code == 200
        assert said(NOTHING, lang) in answer.text
        assert 'class="chip"' in answer.text
    answer = reader.get("/api/v1/search", params={facet: value})
    assert answer.status_code == 200
    assert (answer.json()["total"], answer.json()["hits"]) == (0, [])


@pytest.mark.parametrize("value", ["", " ", "\x00", "x" * 5000, "'; --", "<b>", "\u202e", "../.."])
def test_an_odd_filter_value_is_never_an_error(reader, value):
    for facet in UNKNOWN_VALUES:
        assert reader.get("/ar/search/", params={facet: value}).status_code == 200
        answer = reader.get("/api/v1/search", params={facet: value})
        assert answer.status_code in (200, 400)


def test_a_thousand_filter_values_are_answered(reader):
    values = [f"value-{i}" for i in range(1000)]
    assert reader.get("/en/search/", params={"theme": values}).status_code == 200
    assert reader.get("/api/v1/search", params={"theme": values}).status_code in (200, 400)


MISUNDERSTOOD = [
    ("page", "two"),
    ("page", "0"),
    ("page", "-1"),
    ("page", "999999"),
    ("page", "9" * 5000),
    ("page", "\x00"),
    ("sort", "loudest"),
    ("qlang", "xx"),
]


@pytest.mark.parametrize(("name", "value"), MISUNDERSTOOD)
def test_what_is_not_understood_is_left_out_and_said(reader, name, value):
    for lang in LANGUAGES:
        answer = reader.get(f"/{lang}/search/", params={"q": "municipal", name: value})
        assert answer.status_code == 200
        assert said(LEFT_OUT, lang) in answer.text


@pytest.mark.parametrize(("name", "value"), [*MISUNDERSTOOD, ("lang", "xx"), ("lang", "../en")])
def test_programs_are_told_what_was_not_understood(reader, name, value):
    answer = reader.get("/api/v1/search", params={"q": "municipal", name: value})
    assert answer.status_code == 400
    assert answer.json()["parameters"] == [name]
    assert name in answer.json()["error"]


@pytest.mark.parametrize("lang", ["fr", "es", "ar"])
def test_programs_are_told_in_their_language(reader, lang):
    answer = reader.get("/api/v1/search", params={"lang": lang, "sort": "loudest"})
    assert answer.json()["error"] == said(
        "These parameters were not understood: %(names)s", lang
    ) % {"names": "sort"}


def test_a_page_after_the_last_says_that_nothing_is_there(reader):
    answer = reader.get("/en/search/", params={"q": "municipal human resources", "page": 40})
    assert answer.status_code == 200
    assert reader.search("municipal human resources", page=40)["hits"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "w/987654321/",
        "w/0/",
        "w/99999999999999999999999999/",
        "themes/no-such-theme/",
        "themes/%00/",
        "cities/no-such-city/",
        "countries/zz/",
        "regions/nowhere/",
        "organisations/nobody/",
        "people/nobody/",
        "programmes/none/",
        "partnerships/none/",
        "library/no-such-work/",
        "library/%00/",
        "no-such-page/",
        "%ff%fe/",
        "a/" * 200,
    ],
)
def test_an_unknown_page_says_so_in_the_readers_language(reader, lang, path):
    answer = reader.get(f"/{lang}/{path}")
    assert answer.status_code == 404
    assert f'<html lang="{lang}"' in answer.text
    assert said(NO_SUCH_PAGE, lang) in answer.text
    assert f'action="/{lang}/search/"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/files/987654321/",
        "/files/99999999999999999999999999/",
        "/covers/987654321.png",
        "/covers/99999999999999999999999999.png",
        "/images/x/99999999999999999999999999/original/",
        "/api/v1/none",
        "/none",
        "/documents/1/x.pdf",
    ],
)
def test_an_unknown_address_outside_the_languages_is_not_found(reader, path):
    answer = reader.get(path)
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "cities/?page=9999",
        "partnerships/?page=-1",
        "themes/local-economic-development/?page=x",
    ],
)
def test_lists_answer_an_odd_page_number(reader, lang, path):
    assert reader.get(f"/{lang}/{path}").status_code == 200


@pytest.mark.parametrize("query", ["page=two", "page=%00", "kind=unicorn", "kind=%00", "page=9999"])
def test_the_library_answers_odd_parameters(reader, libraries, query):
    for path in libraries:
        assert reader.get(f"{path}?{query}").status_code == 200


def test_a_method_that_is_not_meant_is_refused(reader):
    for path, status in (("/api/v1/search", 405), ("/api/v1/suggest", 405), ("/en/search/", 403)):
        answer = reader.session.post(reader.portal.url + path, data={"q": "x"}, timeout=60)
        assert answer.status_code == status


def test_an_unknown_language_of_the_browser_gets_a_page(reader):
    for header in ("xx", "*", ";;;", "fr;q=abc", "ar-EG,ar;q=0.9", "x" * 3000):
        answer = reader.get("/", headers={"Accept-Language": header})
        assert answer.status_code == 200
