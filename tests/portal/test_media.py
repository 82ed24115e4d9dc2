"""Of the uploaded media only pictures are served by their path: renditions to all, originals
to those who use them in the admin."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from cms.core import extraction
from tests.factories import FileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    row = FileFactory()
    extraction.read_file(row)
    return row


@pytest.fixture
def picture():
    content = io.BytesIO()
    Image.new("RGB", (400, 300)).save(content, "PNG")
    return get_image_model().objects.create(
        title="A square", file=ContentFile(content.getvalue(), name="square.png")
    )


def test_thumbnails_of_the_admin_are_served(client, picture):
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


@pytest.mark.parametrize(
    ("group", "status"), [(None, 404), ("", 404), ("Editors", 200), ("Moderators", 200)]
)
def test_an_original_picture_opens_from_the_admin_for_those_who_use_pictures(
    client, picture, group, status
):
    if group is not None:
        user = UserFactory()
        user.groups.set(Group.objects.filter(name=group))
        client.force_login(user)
    answer = client.get(picture.file.url)
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Type"] == "image/png"
        assert b"".join(answer.streaming_content) == Path(picture.file.path).read_bytes()
        assert "private" in answer.headers["Cache-Control"]
        edit = client.get(reverse("wagtailimages:edit", args=[picture.pk])).content.decode()
        shown = re.findall(r'(?:href|src)="(/media/[^"]+)"', edit)
        assert shown and {client.get(url).status_code for url in shown} == {200}


def test_an_original_picture_of_a_collection_is_for_those_who_use_the_collection(client, picture):
    elsewhere, here = (
        Collection.get_first_root_node().add_child(name=name) for name in ("Elsewhere", "Here")
    )
    group = Group.objects.create(name="Helpers")
    may = Group.objects.get(name="Editors").collection_permissions.filter(
        permission__codename="change_image"
    )
    GroupCollectionPermission.objects.create(
        group=group, collection=here, permission=may.first().permission
    )
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    for collection, status in ((elsewhere, 404), (here, 200)):
        picture.collection = collection
        picture.save()
        assert client.get(picture.file.url).status_code == status


@pytest.mark.parametrize("path", ["none.png", "../documents/x.pdf", "a%00b.png", ""])
def test_what_is_no_picture_is_not_found_among_the_originals(client, path):
    client.force_login(UserFactory(is_superuser=True))
    answer = client.get(f"/media/original_images/{path}", follow=True)
    assert answer.status_code in (400, 404)
