"""What is private changes nothing for those who may not read it.

A private edition of a public work, a wholly private work and a private file of a public work
are added through the running portal. Every byte that a visitor gets must stay as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from .editing import edit
from .reading import Reader

#: interface languages asked in: the private texts are in these two
LANGUAGES = ("en", "ar")
#: what is asked before and after: words of the private texts, near misses of them, and browsing
QUESTIONS = (
    "quixotry",
    "quixotri",
    "zanzibarite",
    "municipal human resources",
    "الموارد البشرية في البلديات",
    "réseau numérique des quartiers de Bruxelles",
    "plan confidentiel",
    "Chefchaouen",
    "",
)
FILTERS = ({"language": "ar"}, {"year": "2031"}, {"kind": "publication", "sort": "newest"})
BEGINNINGS = ("qui", "conf", "zanz", "bru", "plan")

READER, PASSWORD = "reader-of-private-works", "a-long-enough-passphrase"

_REMOVE = f"""
from wagtail.models import Collection
from cms.core.models import File
from cms.library.models import CaseStudyPage, LibraryPage, PublicationPage
from cms.members.models import User
public = CaseStudyPage.objects.get(slug="brussels-digital-plan", locale__language_code="fr")
if public.work_files.exists():
    draft = public.get_latest_revision_as_object()
    draft.work_files = []
    draft.save_revision().publish()
for page in CaseStudyPage.objects.filter(
    translation_key=public.translation_key, locale__language_code="ar"
):
    page.delete()
for page in PublicationPage.objects.filter(slug="quixotry"):
    page.delete()
for collection in Collection.objects.filter(name="For members"):
    File.objects.filter(collection=collection).delete()
    collection.delete()
User.objects.filter(username="{READER}").delete()
"""

_ADD_EDITION = """
from wagtail.models import Locale, PageViewRestriction
edition = public.copy_for_translation(Locale.objects.get(language_code="ar"))
edition.title = "خطة سرية: الموارد البشرية في البلديات"
edition.slug = "private-edition"
edition.summary = "quixotry municipal human resources Chefchaouen"
edition.save()
PageViewRestriction.objects.create(page=edition, restriction_type="login")
edition.save_revision().publish()
print(edition.url)
"""

_ADD_WORK = """
from wagtail.models import Locale, PageViewRestriction
from cms.core.models import Concept
from cms.network.models import City
library = LibraryPage.objects.get(locale__language_code="en")
page = PublicationPage(
    title="Confidential quixotry of municipal human resources",
    slug="quixotry",
    summary="Municipal human resources, told to members only.",
    date="2031",
    locale=library.locale,
    live=False,
)
page.cities = [City.objects.get(slug="chefchaouen")]
page.themes = [Concept.objects.get(slug="local-economic-development")]
library.add_child(instance=page)
PageViewRestriction.objects.create(page=page, restriction_type="login")
page.save_revision().publish()
print(page.url)
"""

_ADD_FILE = """
from django.core.files.base import ContentFile
from wagtail.models import CollectionViewRestriction
from cms.network.models import WorkFile
from tests.factories import pdf_bytes
drawer = Collection.get_first_root_node().add_child(name="For members")
CollectionViewRestriction.objects.create(collection=drawer, restriction_type="login")
file = File.objects.create(
    title="Zanzibarite annex of municipal human resources",
    language="en",
    licence="CC-BY-4.0",
    collection=drawer,
    file=ContentFile(
        pdf_bytes("Nothing here.", "The zanzibarite plan of municipal human resources."),
        name="annex.pdf",
    ),
)
draft = public.get_latest_revision_as_object()
draft.work_files = [WorkFile(file=file)]
draft.save_revision().publish()
print(file.pk)
"""

_ADD_READER = f"""
User.objects.create_user("{READER}", "reader@example.org", "{PASSWORD}")
from cms.core.models import Work
print(Work.objects.get(key=public.translation_key).pk)
print(*(page.url for page in LibraryPage.objects.order_by("pk")))
"""


def addresses(work: str, libraries: list[str]) -> list[str]:
    """Every address whose answer must not change, in all languages."""
    found = list(libraries)
    for lang in LANGUAGES:
        for words in QUESTIONS:
            query = urlencode({"q": words})
            found += [f"/api/v1/search?{query}&lang={lang}", f"/{lang}/search/?{query}"]
        for chosen in FILTERS:
            query = urlencode({"q": "municipal", **chosen})
            found += [f"/api/v1/search?{query}&lang={lang}", f"/{lang}/search/?{urlencode(chosen)}"]
        for words in BEGINNINGS:
            query = urlencode({"q": words})
            found += [f"/api/v1/suggest?{query}&lang={lang}", f"/{lang}/search/suggest/?{query}"]
        found += [
            f"/{lang}/",
            f"/{lang}/cities/",
            f"/{lang}/cities/chefchaouen/",
            f"/{lang}/cities/brussels/",
            f"/{lang}/countries/ma/",
            f"/{lang}/themes/",
            f"/{lang}/themes/local-economic-development/",
            f"/{lang}/w/{work}/",
        ]
    return found


@dataclass
class Private:
    """What was added, and what a visitor got before it and with it."""

    portal: object
    work: str
    edition: str
    page: str
    file: str
    before: dict[str, bytes]
    during: dict[str, bytes]


#: what two visits may differ in: the token of a logged search, and when the public edition
#: was last published, which attaching the private file does once more
_OF_THE_VISIT = re.compile(rb'(?<=data-log=")[^"]+|(?<="dateModified": ")[^"]+')


def visited(portal, paths: list[str]) -> dict[str, bytes]:
    """What a visitor gets at every address."""
    reader = Reader(portal)
    answers = {}
    for address in paths:
        answer = reader.get(address)
        answers[address] = f"{answer.status_code} {answer.url}\n".encode() + _OF_THE_VISIT.sub(
            b"", answer.content
        )
    return answers


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Addresses whose answers differ, each with the first place where they do."""
    found = []
    for address, old in before.items():
        new = after[address]
        if old != new:
            at = next(
                (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
                min(len(old), len(new)),
            )
            shown = slice(max(0, at - 60), at + 120)
            found.append(
                f"{address}: {old[shown].decode(errors='replace')!r}"
                f" became {new[shown].decode(errors='replace')!r}"
            )
    return found


@pytest.fixture(scope="module")
def private(each_portal) -> Iterator[Private]:
    """The portal with a private edition, work and file."""
    work, *libraries = edit(each_portal, _REMOVE + _ADD_READER).split()
    paths = addresses(work, libraries)
    before = visited(each_portal, paths)
    try:
        added = edit(each_portal, _REMOVE + _ADD_EDITION + _ADD_WORK + _ADD_FILE + _ADD_READER)
        edition, page, file = added.split()[:3]
        during = visited(each_portal, paths)
        yield Private(each_portal, work, edition, page, file, before, during)
    finally:
        edit(each_portal, _REMOVE)


def test_the_visitors_answers_say_something(private):
    """So that equal answers cannot be equal errors."""
    for address, answer in private.before.items():
        assert answer.startswith(b"200 "), address


@pytest.mark.parametrize("part", ["/api/v1/search", "/api/v1/suggest", "/search/?", "/suggest/?"])
def test_no_total_facet_suggestion_order_score_or_snippet_changes(private, part):
    mine = {a: answer for a, answer in private.before.items() if part in a}
    assert mine
    assert not changed(mine, private.during)


def test_no_page_changes(private):
    pages = {
        a: answer
        for a, answer in private.before.items()
        if "/api/" not in a and "/search/" not in a
    }
    assert not changed(pages, private.during)


def test_the_private_edition_work_and_file_ask_a_visitor_to_log_in(private):
    reader = Reader(private.portal)
    for address in (private.edition, private.page):
        answer = reader.get(address)
        assert "/account/login/" in answer.url, address
    answer = reader.get(f"/files/{private.file}/", allow_redirects=False)
    assert answer.status_code in (302, 403)
    assert reader.get(f"/covers/{private.file}.png").status_code == 404


def test_a_member_finds_what_is_private(private):
    member = Reader(private.portal).log_in(READER, PASSWORD)
    titles = [hit["title"] for hit in member.search("quixotry", "en")["hits"]]
    assert "Confidential quixotry of municipal human resources" in titles

    found = member.search("zanzibarite", "en")["hits"][0]
    assert found["id"] == private.work
    assert (found["evidence"]["file"], found["evidence"]["page"]) == (private.file, 2)
    assert member.get(f"/files/{private.file}/").content.startswith(b"%PDF-")

    arabic = [hit for hit in member.search("خطة سرية", "ar")["hits"] if hit["id"] == private.work]
    assert arabic and arabic[0]["title"].startswith("خطة سرية")
    suggested = member.get("/api/v1/suggest", params={"q": "quixo", "lang": "en"}).json()
    assert [s["title"] for s in suggested["suggestions"]]
    years = {row["value"] for row in member.search("", "en")["facets"]["year"]}
    assert "2031" in years


def test_a_member_reads_what_is_private(private):
    member = Reader(private.portal).log_in(READER, PASSWORD)
    answer = member.get(private.page)
    assert answer.status_code == 200
    assert "Confidential quixotry" in answer.text
    assert "خطة سرية" in member.get(f"/ar/w/{private.work}/").text
