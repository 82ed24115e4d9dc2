"""Blocks show what the reader may see, and can be looked at before they are chosen."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.blocks import AttachmentsBlock, BodyBlock, ImageBlock
from tests.factories import CaseStudyFactory, FileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def private():
    collection = Collection.get_first_root_node().add_child(name="Members")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@pytest.fixture
def picture():
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(content, "PNG")
    file = ContentFile(content.getvalue(), name="square.png")
    return get_image_model().objects.create(title="The square", file=file)


def attachments(*files):
    return ("attachments", {"title": "", "files": list(files)})


def test_attachments_name_only_files_that_the_reader_may_read(client, private):
    secret = FileFactory(title="Budget of the council", collection=private)
    page = CaseStudyFactory(body=[attachments(secret, FileFactory(title="Open report"))])
    seen = client.get(page.url).content.decode()
    assert "Open report" in seen
    assert "Budget of the council" not in seen
    client.force_login(UserFactory())
    assert "Budget of the council" in client.get(page.url).content.decode()


def test_attachments_of_which_none_may_be_read_have_no_heading(private):
    block = AttachmentsBlock()
    value = block.to_python({"title": "Papers", "files": [FileFactory(collection=private).pk]})
    assert "Papers" not in block.render(value)


def test_the_picture_of_a_block_is_served(client, picture):
    image = {"image": picture, "alternative_text": "A square", "caption": "", "credit": ""}
    html = client.get(CaseStudyFactory(body=[("image", image)]).url).content.decode()
    address = unescape(re.search(r'<img class="img-fluid" src="([^"]*)"', html)[1])
    assert not address.startswith("/media/")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/")


@pytest.mark.parametrize("name", BodyBlock().child_blocks)
def test_every_block_has_a_preview(name, admin_client):
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    assert block.render(block.get_preview_value()) is not None


def test_the_preview_of_an_image_shows_a_picture_of_the_library(picture):
    block = ImageBlock()
    assert "<img" in block.render(block.get_preview_value())


def test_the_preview_of_attachments_shows_files_of_the_library():
    file = FileFactory(title="Open report")
    block = AttachmentsBlock()
    assert file.url in block.render(block.get_preview_value())
