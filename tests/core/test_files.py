"""Files: refused with a reason, read page by page, at an address that stays."""

from __future__ import annotations

import io
import sys
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

import docx
import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from kombu.exceptions import OperationalError
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import extraction, reading, tasks
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


def test_a_word_document_with_damaged_xml_is_refused():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes("Words"))) as whole,
        zipfile.ZipFile(out, "w") as damaged,
    ):
        for name in whole.namelist():
            content = b"<broken" if name == "word/document.xml" else whole.read(name)
            damaged.writestr(name, content)
    assert "damaged" in str(upload("broken.docx", out.getvalue()).errors["file"])


def test_a_small_archive_that_unpacks_to_a_vast_document_is_refused(settings):
    settings.FILE_MAX_BYTES = 100_000
    vast = docx_bytes("0" * 500_000)
    assert len(vast) < settings.FILE_MAX_BYTES
    assert "larger" in str(upload("vast.docx", vast).errors["file"])


def test_an_upload_that_takes_too_much_memory_to_open_is_refused(settings):
    settings.FILE_READING_MEGABYTES = 170
    assert upload("small.docx", docx_bytes("0 ")).is_valid()
    vast = docx_bytes(*["0 " * 4_500_000] * 5)
    assert "of memory allowed" in str(upload("vast.docx", vast).errors["file"])


def test_an_upload_that_takes_long_to_open_is_left_to_the_worker(monkeypatch):
    monkeypatch.setattr(extraction, "_PATIENCE", 0)
    assert upload("slow.pdf", pdf_bytes("one")).is_valid()


def test_the_picture_of_a_very_high_page_stays_small():
    out = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=1, height=14_400)
    writer.write(out)
    out.seek(0)
    with Image.open(io.BytesIO(reading.cover(out))) as picture:
        assert picture.height <= 1200


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
    content = extraction.read(io.BytesIO(docx_bytes("Before you go", "A budget")), "docx")
    assert content.pages == ["Before you go\nA budget\nVisas · 120"]
    assert content.cover is None


def test_a_pdf_without_text_is_kept_and_says_so():
    file = FileFactory(pages=("",))
    extraction.read_file(file)
    file.refresh_from_db()
    assert file.text_state == File.Text.EMPTY
    assert file.page_count == 1


def long_winded_pdf() -> bytes:
    """A page of a few kilobytes that takes minutes to read."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=200, height=200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    words = StreamObject()
    words.set_data(b"BT /F1 9 Tf " + b"(a) Tj " * 600_000 + b"ET")
    page[NameObject("/Contents")] = writer._add_object(words.flate_encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_that_takes_too_long_to_read_is_given_up_and_says_so(settings):
    settings.FILE_READING_SECONDS = 1
    content = long_winded_pdf()
    assert len(content) < 100_000
    file = FileFactory(file=ContentFile(content, name="long.pdf"))
    began = time.monotonic()
    tasks.read_file(file.pk)
    assert time.monotonic() - began < 20
    file.refresh_from_db()
    assert file.text_state == File.Text.BROKEN
    assert extraction.problem_of(file) == "Reading the file takes longer than the 1 s allowed."


@pytest.mark.parametrize("name", ["vast.docx", "vast.pdf"])
def test_a_file_that_takes_too_much_memory_to_read_is_given_up_and_says_so(settings, name):
    settings.FILE_READING_MEGABYTES = 170
    content = docx_bytes("0 " * 5_000_000) if name == "vast.docx" else long_winded_pdf()
    file = FileFactory(file=ContentFile(content, name=name))
    tasks.read_file(file.pk)
    file.refresh_from_db()
    assert file.text_state == File.Text.BROKEN
    assert "of memory allowed" in extraction.problem_of(file)


def test_a_reader_that_is_brought_down_costs_its_file_alone(monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    file = FileFactory()
    tasks.read_file(file.pk)
    file.refresh_from_db()
    assert "damaged" in extraction.problem_of(file)
    monkeypatch.undo()
    other = FileFactory()
    tasks.read_file(other.pk)
    other.refresh_from_db()
    assert other.text_state == File.Text.READ


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
    assert response.headers["Content-Disposition"] == f'inline; filename="{file.filename}"'


def test_a_new_version_without_a_picture_leaves_none_of_the_old():
    file = FileFactory()
    extraction.read_file(file)
    old = Path(file.cover.path)
    assert old.exists()
    file.file = ContentFile(docx_bytes("Words"), name="new.docx")
    file.save()
    extraction.read_file(file)
    file.refresh_from_db()
    assert not file.cover
    assert not old.exists()


def test_a_version_replaced_while_it_is_read_does_not_hide_the_new_one():
    file = FileFactory(pages=("The old text",))
    being_read = File.objects.get(pk=file.pk)
    file.file = ContentFile(pdf_bytes("The new text"), name="new.pdf")
    file.save()
    extraction.read_file(being_read)
    tasks.read_file(file.pk)
    assert [page.text for page in file.pages.all()] == ["The new text"]


def test_a_file_uploaded_while_the_broker_is_away_is_kept_and_read_later(
    monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args, **kwargs):
        raise OperationalError("the broker is away")

    monkeypatch.setattr(tasks.read_file, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        file = FileFactory(pages=("Words",))
    file.refresh_from_db()
    assert file.text_state == File.Text.WAITING
    tasks.read_waiting_files()
    file.refresh_from_db()
    assert file.text_state == File.Text.READ


def test_waiting_files_are_read_periodically(settings):
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.read_waiting_files.name in planned


def test_a_file_is_not_read_twice_at_once(monkeypatch):
    file = FileFactory(pages=("Words",))
    began = []

    def read(row):
        began.append(row)
        tasks.read_file(row.pk)

    monkeypatch.setattr(extraction, "read_file", read)
    tasks.read_file(file.pk)
    assert len(began) == 1


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


def test_a_file_is_asked_for_anew_each_time_and_is_sent_as_it_is(client):
    file = FileFactory()
    response = client.get(file.url, headers={"accept-encoding": "gzip"})
    assert response["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in response
    content = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(content) == file.file.size
    again = client.get(file.url, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "private, no-cache")
    drawer = Collection.get_first_root_node().add_child(name="Members")
    CollectionViewRestriction.objects.create(collection=drawer, restriction_type="login")
    file.collection = drawer
    file.save()
    refused = client.get(file.url, headers={"if-none-match": response["ETag"]})
    assert refused.status_code == 302


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_a_file_is_sent_in_its_own_language_and_under_its_name(client, suffix):
    content = {"pdf": pdf_bytes, "docx": docx_bytes}[suffix]("Water")
    file = FileFactory(language="ar", file=ContentFile(content, f"دليل.{suffix}"))
    response = client.get(file.url, headers={"accept-language": "fr"})
    assert response["Content-Language"] == "ar"
    assert quote(file.filename) in response["Content-Disposition"]
    again = client.get(file.url, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["Content-Language"]) == (304, "ar")


def test_text_is_cleaned_of_what_hides_words():
    assert reading.clean("مـــدينة\u200f  ﷲ\x00") == "مدينة الله"
