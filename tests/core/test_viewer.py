"""A file read page by page: by whoever may read the file, and without scripts as its text."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import extraction
from tests.factories import FileFactory, UserFactory, pdf_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    made = FileFactory(
        title="A guide",
        language="ar",
        file=ContentFile(pdf_bytes("first words", "second words", "third words"), "guide.pdf"),
    )
    extraction.read_file(made)
    made.refresh_from_db()
    return made


def view(client, file, query: str = "", **headers):
    return client.get(f"/en/files/{file.pk}/view/{query}", headers=headers)


def test_the_text_of_the_page_is_there_in_its_language_with_ways_on_and_to_the_file(client, file):
    page = view(client, file, "?page=2").content.decode()
    assert "second words" in page and "first words" not in page
    assert '<div lang="ar" dir="rtl">' in page
    assert 'rel="prev" href="?page=1"' in page and 'rel="next" href="?page=3"' in page
    assert f'href="{file.url}" download="{file.filename}"' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "first"),
        ("?page=0", "first"),
        ("?page=x", "first"),
        ("?page=²", "first"),
        ("?page=99", "third"),
        (f"?page={'9' * 400}", "first"),
    ],
)
def test_a_page_that_is_not_there_gives_the_nearest(client, file, query, words):
    assert f"{words} words" in view(client, file, query).content.decode()


def test_the_ends_lead_no_further(client, file):
    assert 'href="?page=0"' not in view(client, file).content.decode()
    assert 'href="?page=4"' not in view(client, file, "?page=3").content.decode()


@pytest.mark.parametrize("restriction", ["login", "password"])
def test_whoever_may_not_read_the_file_sees_none_of_its_pages(client, file, restriction):
    closed = Collection.get_first_root_node().add_child(name="Closed")
    file.collection = closed
    file.save()
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=restriction, password="x"
    )
    of_file, of_view = client.get(file.url), view(client, file)
    assert of_view.status_code == of_file.status_code
    assert "first words" not in of_view.content.decode()
    assert "A guide" not in of_view.content.decode()
    if restriction == "login":
        assert of_view["Location"].split("?")[0] == of_file["Location"].split("?")[0]
        client.force_login(UserFactory())
        assert "first words" in view(client, file).content.decode()


def test_a_file_without_pages_is_given_itself(client):
    file = FileFactory(file=ContentFile(b"PK", "sheet.docx"))
    assert view(client, file)["Location"] == file.url


def test_an_unknown_file_is_not_found(client, db):
    assert client.get("/en/files/12345/view/").status_code == 404


def test_the_way_back_leads_to_the_search_that_the_reader_came_from(client, file):
    came_from = "http://testserver/ar/search/?q=water&kind=city"
    page = view(client, file, referer=came_from).content.decode()
    assert 'href="/ar/search/?q=water&amp;kind=city"' in page


@pytest.mark.parametrize(
    "referer",
    ["http://elsewhere.example/en/search/?q=x", "http://testserver/en/cities/", "//[", ""],
)
def test_from_elsewhere_it_leads_to_the_search(client, file, referer):
    page = view(client, file, referer=referer).content.decode()
    assert "elsewhere" not in page and "Back to the results" not in page
    assert '<a href="/en/search/">Search</a>' in page


def test_only_the_viewer_asks_for_the_library_that_draws(client, file):
    assert "vendor/pdfjs" in view(client, file).content.decode()
    assert "vendor/pdfjs" not in client.get("/en/search/").content.decode()
