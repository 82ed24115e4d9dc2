"""Blocks of figures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import LanguageBlock


class FigureBlock(blocks.StructBlock):
    """One figure with what it counts and where it comes from."""

    value = blocks.CharBlock(max_length=40, label=_("Figure"))
    label = blocks.CharBlock(max_length=160, label=_("What it counts"))
    source = blocks.CharBlock(max_length=200, required=False, label=_("Source"))
    language = LanguageBlock()

    class Meta:
        icon = "decimal"
        label = _("Figure")
        template = "core/blocks/figure.html"
        description = _("A number that stands out, with what it counts and its source.")
        preview_value = {"value": "75", "label": _("online services"), "source": ""}
