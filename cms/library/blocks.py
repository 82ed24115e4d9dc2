"""Blocks that only one kind of the library uses."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import ChapterBlock


class SessionBlock(ChapterBlock):
    """A part of the programme of a workshop: what it was about, what was said."""

    text = blocks.RichTextBlock(
        features=["bold", "italic", "ol", "ul", "link"], required=False, label=_("Text")
    )

    class Meta:
        icon = "group"
        label = _("Session")
        template = "core/blocks/step.html"
        description = _("One session of the workshop.")
        preview_value = {"title": _("Keeping the registers"), "text": "<p>Three cities told.</p>"}
