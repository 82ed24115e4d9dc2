"""A file goes out under a licence or not at all; its text can be read in the portal."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import tasks
from cms.core.models import File
from cms.network.models import WorkFile
from tests.factories import CaseStudyFactory, FileFactory, UserFactory

from .test_files import docx_bytes

pytestmark = pytest.mark.django_db
REFUSED = "the file cannot be downloaded"


@pytest.fixture
def unlicensed():
    file = FileFactory(title="A guide", licence="", pages=("first words", "second words"))
    tasks.read_file(file.pk)
    file.refresh_from_db()
    return file


def test_a_file_without_a_licence_is_read_in_the_portal_and_not_given_away(client, unlicensed):
    answer = client.get(unlicensed.url)
    assert (answer.status_code, answer.url) == (302, f"/en/files/{unlicensed.pk}/view/")
    page = client.get(answer.url, {"page": "2"}).content.decode()
    assert "second words" in page and REFUSED in page
    # Neither drawn, which takes the whole file, nor offered.
    assert "viewer.js" not in page and " download=" not in page


def test_a_word_document_without_a_licence_is_read_as_one_text(client):
    file = FileFactory(licence="", file=ContentFile(docx_bytes("Before you go"), name="visit.docx"))
    tasks.read_file(file.pk)
    page = client.get(client.get(file.url).url).content.decode()
    assert "Before you go" in page and REFUSED in page
    assert "page 0" not in page


def test_its_work_says_so_and_leads_to_its_text(client, unlicensed):
    free = FileFactory(title="A free guide")
    work = CaseStudyFactory(work_files=[WorkFile(file=unlicensed), WorkFile(file=free)])
    page = client.get(work.url).content.decode()
    assert f'href="/en/files/{unlicensed.pk}/view/"' in page
    assert f'href="{unlicensed.url}"' not in page
    assert "No licence: to be read, not downloaded" in page
    assert f'href="{free.url}"' in page


def test_with_a_licence_it_can_be_had_at_the_same_address(client, unlicensed):
    unlicensed.licence = "CC-BY-4.0"
    unlicensed.save()
    answer = client.get(unlicensed.url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"


def test_its_editors_can_have_it_and_members_cannot(client, unlicensed):
    client.force_login(UserFactory())
    assert client.get(unlicensed.url).status_code == 302
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(editor)
    assert client.get(unlicensed.url).status_code == 200


def test_a_private_file_without_a_licence_shows_its_text_to_nobody_else(client, unlicensed):
    drawer = Collection.get_first_root_node().add_child(name="Members")
    CollectionViewRestriction.objects.create(collection=drawer, restriction_type="login")
    unlicensed.collection = drawer
    unlicensed.save()
    for address in (unlicensed.url, f"/en/files/{unlicensed.pk}/view/"):
        answer = client.get(address, follow=True)
        assert "/account/login/" in answer.redirect_chain[-1][0]
        assert "first words" not in answer.content.decode()


def test_the_form_tells_editors_what_a_licence_is_for():
    assert "download" in str(get_document_form(File)().fields["licence"].help_text)
