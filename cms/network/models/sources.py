"""Where facts come from, the same for works and partnerships."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from cms.core.blocks.text import CodeBlock
from cms.core.choices import WIDER_LANGUAGES


class SourceBlock(blocks.StructBlock):
    """A document that facts come from, in its original language."""

    title = blocks.CharBlock(max_length=250, label=_("Title"))
    language = CodeBlock(
        choices=WIDER_LANGUAGES,
        required=False,
        label=_("Language"),
        help_text=_("The language of the title, so that it is read aloud and shown as such."),
    )
    publisher = blocks.CharBlock(max_length=160, required=False, label=_("Publisher"))
    date = blocks.CharBlock(max_length=40, required=False, label=_("Date"))
    url = blocks.URLBlock(required=False, label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Source")


def sources_field() -> StreamField:
    """The sources of a work or partnership."""
    return StreamField([("source", SourceBlock())], blank=True, verbose_name=_("sources"))
