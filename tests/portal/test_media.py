"""Of the uploaded media only renditions of pictures are served by their path."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import extraction
from tests.factories import FileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    row = FileFactory()
    extraction.read_file(row)
    return row


def test_thumbnails_of_the_admin_are_served(client):
    content = io.BytesIO()
    Image.new("RGB", (400, 300)).save(content, "PNG")
    picture = get_image_model().objects.create(
        title="A square", file=ContentFile(content.getvalue(), name="square.png")
    )
    answer = client.get(picture.get_rendition("max-165x165").url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/png"


def test_documents_and_covers_are_not_served_by_their_path(client, file):
    for field in (file.file, file.cover):
        assert Path(field.path).exists()
        assert client.get(f"/media/{field.name}").status_code == 404
        assert client.get(f"/media/images/../{field.name}").status_code == 400
        assert client.get(f"/media/images/%2e%2e/{field.name}").status_code == 400
    assert client.get("/media/images/", follow=True).status_code == 404


def test_a_file_or_cover_that_is_gone_from_the_disk_is_not_found(file):
    Path(file.file.path).unlink()
    Path(file.cover.path).unlink()
    client = Client(raise_request_exception=False)
    assert client.get(file.cover_url).status_code == 404
    assert client.get(file.url, follow=True).status_code == 404


def test_a_file_behind_a_password_asks_for_it_and_then_opens(client, file):
    collection = Collection.get_first_root_node().add_child(name="Council")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="open sesame"
    )
    file.collection = collection
    file.save()
    ask = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])
    assert ask in client.get(file.url).content.decode()
    client.post(ask, {"password": "wrong", "return_url": file.url})
    assert client.get(file.url).headers["Content-Type"].startswith("text/html")
    client.post(ask, {"password": "open sesame", "return_url": file.url})
    assert client.get(file.url).headers["Content-Type"] == "application/pdf"
