"""Files: refused with a reason, read page by page, at an address that stays."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import extraction
from cms.core.models import File
from tests.factories import FileFactory, UserFactory, pdf_bytes

pytestmark = pytest.mark.django_db


def docx_bytes(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Visas", "120"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(name: str, content: bytes):
    form = get_document_form(File)(
        {
            "title": "A file",
            "language": "en",
            "kind": "full_text",
            "licence": "",
            "collection": Collection.get_first_root_node().pk,
            "tags": "",
        },
        {"file": SimpleUploadedFile(name, content)},
    )
    return form


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.pdf", b"%PDF-1.7\nthis is no PDF at all"),
        ("cut.pdf", pdf_bytes("one", "two")[:700]),
        ("renamed.pdf", b"MZ\x90\x00 a program"),
        ("broken.docx", b"PK\x03\x04 not a document"),
        ("page.html", b"<script>alert(1)</script>"),
        ("empty.pdf", b""),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(name, content):
    form = upload(name, content)
    assert not form.is_valid()
    assert form.errors["file"]
    assert not File.objects.exists()


def test_the_reason_is_given_in_the_language_of_the_editor():
    with translation.override("fr"):
        french = str(upload("broken.pdf", b"%PDF-1.7\nno").errors["file"])
    with translation.override("en"):
        english = str(upload("broken.pdf", b"%PDF-1.7\nno").errors["file"])
    assert "damaged" in english
    assert french != english


def test_a_file_larger_than_allowed_is_refused(settings):
    settings.FILE_MAX_BYTES = 100
    assert "larger" in str(upload("a.pdf", pdf_bytes("x")).errors["file"])


def test_a_pdf_is_read_page_by_page(django_capture_on_commit_callbacks):
    form = upload("good.pdf", pdf_bytes("The first page", "The second page"))
    assert form.is_valid(), form.errors
    with django_capture_on_commit_callbacks(execute=True):
        file = form.save()
    file.refresh_from_db()
    assert file.text_state == File.Text.READ
    assert file.page_count == 2
    assert [page.text for page in file.pages.all()] == ["The first page", "The second page"]
    assert file.cover


def test_a_word_document_is_read_with_its_tables():
    texts = extraction.read_pages(io.BytesIO(docx_bytes("Before you go", "A budget")), "docx")
    assert texts == ["Before you go\nA budget\nVisas · 120"]


def test_a_pdf_without_text_is_kept_and_says_so():
    file = FileFactory(pages=("",))
    extraction.read_file(file)
    file.refresh_from_db()
    assert file.text_state == File.Text.EMPTY
    assert file.page_count == 1


def test_a_file_damaged_on_disk_is_marked_and_keeps_its_address(client):
    file = FileFactory(file=ContentFile(b"%PDF-1.4 damaged", name="damaged.pdf"))
    extraction.read_file(file)
    file.refresh_from_db()
    assert file.text_state == File.Text.BROKEN
    assert file.text_problem
    assert client.get(file.url).status_code == 200


def test_a_new_version_keeps_the_address_and_is_read_again(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        file = FileFactory(pages=("The old text",))
    address = file.url
    with django_capture_on_commit_callbacks(execute=True):
        file.refresh_from_db()
        file.file = ContentFile(pdf_bytes("The new text"), name="new.pdf")
        file.save()
    file.refresh_from_db()
    assert file.url == address
    assert [page.text for page in file.pages.all()] == ["The new text"]
    response = client.get(address)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == "inline"


def test_a_private_file_is_for_members(client):
    private = Collection.get_first_root_node().add_child(name="Members")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    file = FileFactory(collection=private)
    extraction.read_file(file)
    cover = reverse("cover", args=[file.pk])
    assert client.get(file.url).status_code == 302
    assert client.get(cover).status_code == 404
    client.force_login(UserFactory())
    assert client.get(file.url).status_code == 200
    assert client.get(cover).status_code == 200


def test_text_is_cleaned_of_what_hides_words():
    assert extraction.clean("مـــدينة\u200f  ﷲ\x00") == "مدينة الله"
