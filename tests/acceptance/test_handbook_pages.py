"""A question finds the page of the handbook that answers it, across languages.

The handbook exists in four languages, with each answer on the same page number. For these
tests it is withheld in all but English: a question in another language finds the English PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from .editing import edit
from .reading import Reader

ARABIC = {
    "كم من الوقت ينبغي أن تستغرق المقابلة ومن يحضرها؟": 4,
    "من يحق له نشر صورة أحد السكان؟": 10,
}
OTHERS = {
    "Que faire quand le chiffre de départ n’a jamais été mesuré ?": 6,
    "¿Cómo contar un fracaso sin culpar a nadie?": 8,
    "How often should we check that an experience is still running?": 12,
}

_FIND = """
from wagtail.models import Collection, CollectionViewRestriction
from cms.core.models import File
from cms.library.models import HandbookPage
editions = HandbookPage.objects.filter(
    translation_key=HandbookPage.objects.filter(slug="documenting-an-experience")[0].translation_key
).select_related("locale")
files = File.objects.filter(work_files__page__in=editions).distinct()
root = Collection.get_first_root_node()
"""

WITHHOLD = (
    _FIND
    + """
drawer = Collection.objects.filter(name="Withheld").first()
if drawer is None:
    drawer = root.add_child(name="Withheld")
CollectionViewRestriction.objects.get_or_create(collection=drawer, restriction_type="login")
for edition in editions:
    if edition.locale.language_code != "en" and edition.live:
        edition.unpublish()
for file in files:
    if file.language != "en":
        file.collection = drawer
        file.save()
print(files.get(language="en").pk)
"""
)

RESTORE = (
    _FIND
    + """
for file in files:
    if file.collection != root:
        file.collection = root
        file.save()
Collection.objects.filter(name="Withheld").delete()
for edition in editions:
    if not edition.live:
        edition.get_latest_revision().publish()
"""
)


@pytest.fixture(scope="module")
def english_file(each_portal) -> Iterator[str]:
    """The English PDF, while the handbook is withheld in the other languages."""
    try:
        yield edit(each_portal, WITHHOLD)
    finally:
        edit(each_portal, RESTORE)


def asked(portal, question: str, lang: str) -> dict:
    """The hit that is the handbook, which must be among the first three."""
    hits = Reader(portal).search(question, lang)["hits"][:3]
    found = [hit for hit in hits if hit["kind"] == "handbook"]
    assert found, hits
    return found[0]


@pytest.mark.parametrize(("question", "page"), [*ARABIC.items(), *OTHERS.items()])
def test_a_question_opens_the_english_pdf_at_the_page_that_answers(
    each_portal, english_file, question, page
):
    hit = asked(each_portal, question, "ar")
    evidence = hit["evidence"]
    assert (evidence["lang"], evidence["file"], evidence["page"]) == ("en", english_file, page)
    assert evidence["url"].endswith(f"/files/{english_file}/#page={page}")
    assert not any("\u0600" <= letter <= "\u06ff" for letter in evidence["text"])
    address = urlsplit(evidence["url"])._replace(fragment="").geturl()
    answer = Reader(each_portal).get(address, allow_redirects=False)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize(("question", "page"), ARABIC.items())
def test_the_results_page_links_to_the_page_of_the_pdf(each_portal, english_file, question, page):
    answer = Reader(each_portal).get("/ar/search/", params={"q": question})
    assert answer.status_code == 200
    assert f'href="/files/{english_file}/#page={page}"' in answer.text


def test_the_withheld_editions_are_really_away(each_portal, english_file):
    hit = asked(each_portal, next(iter(ARABIC)), "ar")
    assert hit["title_lang"] == "en"
    assert Reader(each_portal).search("", "ar", language="ar", kind="handbook")["total"] == 1
