"""Blocks show what the reader may see, and can be looked at before they are chosen."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.blocks import (
    AttachmentsBlock,
    BodyBlock,
    CalloutBlock,
    ChapterBlock,
    FigureBlock,
    FindingBlock,
    ImageBlock,
    LanguageBlock,
    QuoteBlock,
    ReusableTextBlock,
    StepBlock,
    TextBlock,
    VideoBlock,
)
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


#: Every block with words, and how often words in another language are marked in it.
PARTS = [
    (TextBlock, {"title": "Taller", "text": "<p>Hoy</p>"}, 1),
    (QuoteBlock, {"text": "Hoy", "person": "Ana", "source": ""}, 1),
    (CalloutBlock, {"title": "Taller", "text": "<p>Hoy</p>"}, 1),
    (ChapterBlock, {"title": "Taller", "text": "<p>Hoy</p>"}, 2),
    (StepBlock, {"title": "Taller", "text": "<p>Hoy</p>"}, 2),
    (FindingBlock, {"stance": "challenge", "title": "Taller", "text": "<p>Hoy</p>"}, 1),
    (FigureBlock, {"value": "7", "label": "talleres", "source": "Censo"}, 3),
    (ImageBlock, {"image": None, "alternative_text": "", "caption": "Hoy", "credit": "Ana"}, 2),
    (VideoBlock, {"title": "Hoy", "url": "https://x.org/", "transcript": "<p>Hoy</p>"}, 2),
]


@pytest.mark.parametrize(("block", "value", "marks"), PARTS)
def test_words_in_another_language_are_marked_with_it_and_its_direction(block, value, marks):
    with translation.override("en"):
        for code, direction in (("es", "ltr"), ("ar", "rtl")):
            html = block().render(block().to_python({**value, "language": code}))
            assert html.count(f' lang="{code}" dir="{direction}"') == marks
        for code in ("", "en"):
            html = block().render(block().to_python({**value, "language": code}))
            assert " lang=" not in html
    with translation.override("ar"):
        html = block().render(block().to_python({**value, "language": "es"}))
        assert html.count(' lang="es" dir="ltr"') == marks


#: blocks whose words are written in them; a reusable text has a column for each language
WRITTEN = [
    block
    for block in (*BodyBlock().child_blocks.values(), ChapterBlock(), StepBlock())
    if not isinstance(block, ReusableTextBlock)
]


@pytest.mark.parametrize("block", WRITTEN)
def test_every_block_can_say_its_language_and_tells_editors_when_to(block):
    language = block.child_blocks["language"]
    assert isinstance(language, LanguageBlock)
    assert not language.required
    assert "another language than the page" in str(language.field.help_text)


def test_the_title_of_attachments_is_marked_and_the_files_keep_their_own_language():
    block = AttachmentsBlock()
    file = FileFactory(title="Informe", language="es")
    value = block.to_python({"title": "أوراق", "files": [file.pk], "language": "ar"})
    with translation.override("en"):
        html = block.render(value)
    assert '<h2 lang="ar" dir="rtl">أوراق</h2>' in html
    assert ' lang="es" dir="ltr">Informe</a>' in html
    assert html.count(' lang="ar"') == 1


def test_the_alternative_text_of_an_image_is_marked(picture):
    block = ImageBlock()
    value = {"image": picture.pk, "alternative_text": "ساحة", "language": "ar"}
    with translation.override("en"):
        assert 'alt="ساحة" lang="ar" dir="rtl"' in block.render(block.to_python(value))


def test_what_the_portal_says_in_a_finding_stays_in_the_language_of_the_page():
    block = FindingBlock()
    value = block.to_python({**PARTS[5][1], "language": "ar"})
    with translation.override("fr"):
        label = re.search(r'<p class="finding__stance"[^>]*>', block.render(value))[0]
    assert label == '<p class="finding__stance" lang="fr" dir="ltr">'
