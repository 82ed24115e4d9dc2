"""Files that cannot be read are refused, with the reason, and leave nothing behind."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.factories import pdf_bytes

from .editing import edit
from .reading import Reader, said, visible_text

ADMINISTRATOR = "coordinator"
#: the collection that Wagtail makes first and that everybody may read
ROOT_COLLECTION = "1"
DAMAGED = "This PDF is damaged and cannot be read."
NEITHER = "Only PDF and Word (.docx) files can be uploaded, and this is neither."
DAMAGED_DOCUMENT = "This Word document is damaged and cannot be read."


def archive() -> bytes:
    """A ZIP that is no Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("letter.txt", "hello")
    return out.getvalue()


#: what is uploaded: its name, its bytes, what the editor must read
REFUSED = {
    "a broken PDF": (
        "plan.pdf",
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer",
        DAMAGED,
    ),
    "a PDF cut short": ("plan.pdf", pdf_bytes("A page.")[:400], DAMAGED),
    "a picture called PDF": ("plan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200), NEITHER),
    "a page of HTML called PDF": ("plan.pdf", b"<html><body>x</body></html>", NEITHER),
    "a ZIP called DOCX": ("plan.docx", archive(), DAMAGED_DOCUMENT),
    "a broken ZIP called DOCX": ("plan.docx", b"PK\x03\x04" + bytes(200), DAMAGED_DOCUMENT),
    "a PDF called DOCX": ("plan.docx", pdf_bytes("A page."), NEITHER),
}
ANOTHER_TYPE = {
    "a program": ("plan.exe", b"MZ" + bytes(200)),
    "a page of HTML": ("plan.html", b"<html><body>x</body></html>"),
    "a picture": ("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a name without an ending": ("plan", b"%PDF-1.7"),
}

_STORED = """
from pathlib import Path
from django.conf import settings
from cms.core.models import File
print(File.objects.count(), len([p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]))
"""


def stored(portal) -> str:
    """How many files the database and the disk hold."""
    return portal.shell(_STORED).strip()


@pytest.fixture(scope="module")
def editor(portal) -> Reader:
    """The sample administrator, logged in, with the admin in French."""
    edit(
        portal,
        f"""
from cms.members.models import User
from wagtail.users.models import UserProfile
profile = UserProfile.get_for_user(User.objects.get(username="{ADMINISTRATOR}"))
profile.preferred_language = "fr"
profile.save()
""",
    )
    try:
        yield Reader(portal).log_in(ADMINISTRATOR, portal.password)
    finally:
        edit(
            portal,
            f"""
from wagtail.users.models import UserProfile
UserProfile.objects.filter(user__username="{ADMINISTRATOR}").update(preferred_language="")
""",
        )


def upload(editor: Reader, name: str, content: bytes, **fields: str):
    """Sends the form for one file."""
    editor.get("/admin/documents/add/")
    return editor.post(
        "/admin/documents/add/",
        {
            "title": "Plan",
            "language": "en",
            "kind": "full_text",
            "licence": "",
            "collection": ROOT_COLLECTION,
            "tags": "",
            **fields,
        },
        files={"file": (name, content)},
    )


@pytest.fixture(scope="module")
def before(portal, editor) -> str:
    """What was stored before anything was sent."""
    return stored(portal)


@pytest.mark.parametrize(("name", "content", "message"), REFUSED.values(), ids=REFUSED)
def test_an_unreadable_file_is_refused_with_the_reason(editor, before, name, content, message):
    answer = upload(editor, name, content)
    assert answer.status_code == 200
    assert "/documents/add" in answer.url
    assert said(message, "fr") in answer.text


@pytest.mark.parametrize(("name", "content"), ANOTHER_TYPE.values(), ids=ANOTHER_TYPE)
def test_a_file_of_another_type_is_refused(editor, before, name, content):
    answer = upload(editor, name, content)
    assert answer.status_code == 200
    assert "/documents/add" in answer.url
    text = visible_text(answer.text).lower()
    assert "pdf" in text and "docx" in text
    assert "seuls les fichiers" in text, "says in French which types are taken"


@pytest.mark.parametrize(("name", "content", "message"), REFUSED.values(), ids=REFUSED)
def test_uploading_several_at_once_refuses_the_same(editor, before, name, content, message):
    editor.get("/admin/documents/multiple/add/")
    answer = editor.post(
        "/admin/documents/multiple/add/",
        {"title": "Plan", "collection": ROOT_COLLECTION},
        files={"files[]": (name, content)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    said_to_editor = json.loads(answer.text)
    assert said_to_editor["success"] is False
    with translation.override("fr"):
        assert gettext(message) in said_to_editor["error_message"]


def test_nothing_was_stored(portal, editor, before):
    for name, content, _message in REFUSED.values():
        upload(editor, name, content)
    assert stored(portal) == before


def test_a_pdf_without_text_is_kept_and_the_editor_is_told(portal, editor):
    """Scanned pages can be read by people: they are kept, and what is missing is said."""
    upload(editor, "scan.pdf", pdf_bytes(""), title="Scanned pages")
    edit(portal, "")  # waits until the worker has read it
    number, state = portal.shell(
        """
from cms.core.models import File
file = File.objects.get(title="Scanned pages")
print(file.pk, file.text_state)
"""
    ).split()
    try:
        assert state == "empty"
        assert Reader(portal).get(f"/files/{number}/").status_code == 200
        page = editor.get(f"/admin/documents/edit/{number}/")
        assert page.status_code == 200
        assert said("holds no text (scanned pages?)", "fr")[1:] in page.text
    finally:
        portal.shell("File.objects.filter(title='Scanned pages').delete()")


def test_a_refused_file_leaves_the_one_before_in_its_place(portal, editor):
    """A new version that cannot be read does not replace the old one."""
    number = portal.shell(
        "print(File.objects.filter(language='en', file__endswith='.pdf').first().pk)"
    ).strip()
    old = Reader(portal).get(f"/files/{number}/").content
    address = f"/admin/documents/edit/{number}/"
    editor.get(address)
    answer = editor.post(
        address,
        {
            "title": "Replaced",
            "language": "en",
            "kind": "full_text",
            "licence": "",
            "collection": ROOT_COLLECTION,
            "tags": "",
        },
        files={"file": REFUSED["a broken PDF"][:2]},
    )
    assert said(DAMAGED, "fr") in answer.text
    assert Reader(portal).get(f"/files/{number}/").content == old


def test_a_visitor_cannot_upload(portal):
    answer = Reader(portal).get("/admin/documents/add/")
    assert "/account/login/" in answer.url
