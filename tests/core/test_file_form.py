"""The form of files tells an editor one reason for each thing that is wrong."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from cms.core.models import File
from tests.factories import pdf_bytes

pytestmark = pytest.mark.django_db

REFUSED = {
    "plan.exe": (b"MZ" + bytes(200), "neither"),
    "plan.pdf": (b"%PDF-1.7\ntrailer", "damaged"),
    "plan.docx": (b"PK\x03\x04" + bytes(200), "damaged"),
}


def form_of(name: str, content: bytes):
    """The form as it comes back with a file of that name and content."""
    data = {
        "title": "Plan",
        "language": "en",
        "kind": "full_text",
        "collection": Collection.get_first_root_node().pk,
    }
    return get_document_form(File)(data, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_refused_has_one_reason(name):
    content, reason = REFUSED[name]
    (said,) = form_of(name, content).errors["file"]
    assert reason in said


def test_a_file_that_can_be_read_is_taken():
    assert form_of("plan.pdf", pdf_bytes("A page.")).errors == {}


def test_a_file_is_required():
    form = get_document_form(File)({"title": "Plan"}, {})
    assert form.errors["file"] == ["This field is required."]
