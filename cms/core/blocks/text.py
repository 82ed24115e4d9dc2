"""Blocks of words: text, quote, callout."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..choices import LANGUAGES

RICH_TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class CodeBlock(blocks.ChoiceBlock):
    """A choice among codes. Its label is no part of the text: it is not searched."""

    def get_searchable_content(self, value) -> list[str]:
        return []


class LanguageBlock(CodeBlock):
    """The language of the words of a part, where it is not the page's own.

    Named `language` in a block, it is where `cms.network.texts` looks for it; the template of
    the block marks those words with `lang_attrs`.
    """

    def __init__(self, **kwargs):
        super().__init__(
            choices=LANGUAGES,
            required=False,
            label=_("Language of this part"),
            help_text=_(
                "Only where its words are in another language than the page: they are then read"
                " aloud, set and found as words of that language."
            ),
            **kwargs,
        )


class TextBlock(blocks.StructBlock):
    """A run of text with an optional title."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))
    language = LanguageBlock()

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "core/blocks/text.html"
        description = _("Paragraphs, lists and links, with a title if you like.")
        preview_value = {
            "title": _("How it began"),
            "text": "<p>A first paragraph.</p>",
            "language": "",
        }


class QuoteBlock(blocks.StructBlock):
    """Words that somebody said or wrote, with who and where."""

    text = blocks.TextBlock(label=_("Words"))
    person = blocks.CharBlock(required=False, label=_("Who"))
    source = blocks.CharBlock(required=False, label=_("Source"))
    language = LanguageBlock()

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "core/blocks/quote.html"
        description = _("The exact words of a person, with their name and the source.")
        preview_value = {
            "text": _("We began with one counter and one notebook."),
            "person": _("A registrar"),
            "source": "",
            "language": "",
        }


class CalloutBlock(blocks.StructBlock):
    """A short remark set apart: a warning, a condition, a tip."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Text"))
    language = LanguageBlock()

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "core/blocks/callout.html"
        description = _("One thing the reader must not miss.")
        preview_value = {"title": _("Before you start"), "text": "<p>Ask who keeps the key.</p>"}
