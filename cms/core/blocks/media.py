"""Blocks of images, video and files."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from .. import access
from .text import LanguageBlock


class ImageBlock(blocks.StructBlock):
    """An image with the text that stands for it, its caption and its credit."""

    image = ImageChooserBlock(label=_("Image"))
    alternative_text = blocks.CharBlock(
        max_length=250,
        label=_("Alternative text"),
        help_text=_("What the picture shows, for those who do not see it. Required."),
    )
    caption = blocks.CharBlock(max_length=250, required=False, label=_("Caption"))
    credit = blocks.CharBlock(max_length=120, required=False, label=_("Credit"))
    language = LanguageBlock()

    def get_preview_value(self) -> blocks.StructValue:
        """The newest picture of the library; before there is one, only the words about it."""
        picture = get_image_model().objects.order_by("-pk").first()
        words = {"caption": _("Caption"), "credit": _("Credit")}
        return self.normalize({"image": picture, "alternative_text": "", **words})

    class Meta:
        icon = "image"
        label = _("Image")
        template = "core/blocks/image.html"
        description = _("A picture with its alternative text, caption and credit.")


class VideoBlock(blocks.StructBlock):
    """A video elsewhere, by link: nothing is loaded from another host."""

    title = blocks.CharBlock(max_length=160, label=_("Title"))
    url = blocks.URLBlock(label=_("Address"))
    transcript = blocks.RichTextBlock(
        features=["bold", "italic", "link"], required=False, label=_("Transcript")
    )
    language = LanguageBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned["url"].startswith("https://"):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("The address must begin with https://"))}
            )
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        template = "core/blocks/video.html"
        description = _("A link to a video, with its transcript where there is one.")
        preview_value = {
            "title": _("A visit to the registry"),
            "url": "https://example.org/video",
            "transcript": "",
        }


class AttachmentsBlock(blocks.StructBlock):
    """Files offered together."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    files = blocks.ListBlock(DocumentChooserBlock(label=_("File")), label=_("Files"))
    language = LanguageBlock()

    def get_context(self, value, parent_context=None) -> dict[str, Any]:
        """Adds `files`: those that the reader of the page may read."""
        context = super().get_context(value, parent_context)
        request = context.get("request")
        reader = access.reader_of(request) if request else access.Reader(access.PUBLIC)
        files = [file for file in value["files"] if file]
        prefetch_related_objects(files, "collection")
        context["files"] = [file for file in files if reader.may_read_file(file)]
        return context

    def get_preview_value(self) -> blocks.StructValue:
        """The newest files of the library."""
        files = get_document_model().objects.order_by("-pk")[:2]
        return self.normalize({"title": "", "files": list(files)})

    class Meta:
        icon = "doc-full"
        label = _("Attachments")
        template = "core/blocks/attachments.html"
        description = _("Files to download, each with its language and size.")
