"""Blocks that tell an experience or a method in order: findings, chapters, steps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import RICH_TEXT_FEATURES, CodeBlock, LanguageBlock


class FindingBlock(blocks.StructBlock):
    """Something found out: a strength to build on or a challenge to meet."""

    stance = CodeBlock(
        choices=[("strength", _("Strength")), ("challenge", _("Challenge"))], label=_("It is a")
    )
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "ul", "link"], label=_("Text"))
    language = LanguageBlock()

    class Meta:
        icon = "search"
        label = _("Finding")
        template = "core/blocks/finding.html"
        description = _("A strength or a challenge, as the city found it.")
        preview_value = {
            "stance": "strength",
            "title": _("Partners nearby"),
            "text": "<p>Local firms are ready to help.</p>",
        }


class ChapterBlock(blocks.StructBlock):
    """A chapter of a handbook."""

    title = blocks.CharBlock(max_length=160, label=_("Title"))
    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))
    language = LanguageBlock()

    class Meta:
        icon = "list-ol"
        label = _("Chapter")
        template = "core/blocks/chapter.html"
        description = _("One chapter of the handbook.")
        preview_value = {"title": _("Who to invite"), "text": "<p>Begin with the users.</p>"}


class StepBlock(ChapterBlock):
    """A step of a manual."""

    class Meta:
        icon = "arrow-right"
        label = _("Step")
        template = "core/blocks/step.html"
        description = _("One step of the manual, in the order in which it is done.")
        preview_value = {"title": _("List the counters"), "text": "<p>Walk round and count.</p>"}
