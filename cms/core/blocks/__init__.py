"""The blocks pages are composed of, one module a family."""

from wagtail import blocks

from .figures import FigureBlock
from .media import AttachmentsBlock, ImageBlock, VideoBlock
from .reusable import ReusableTextBlock
from .story import ChapterBlock, FindingBlock, StepBlock
from .text import RICH_TEXT_FEATURES, CalloutBlock, LanguageBlock, QuoteBlock, TextBlock


class BodyBlock(blocks.StreamBlock):
    """What may follow the structured fields of a work."""

    text = TextBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    callout = CalloutBlock()
    finding = FindingBlock()
    image = ImageBlock()
    video = VideoBlock()
    attachments = AttachmentsBlock()
    reusable = ReusableTextBlock()


__all__ = [
    "RICH_TEXT_FEATURES",
    "AttachmentsBlock",
    "BodyBlock",
    "CalloutBlock",
    "ChapterBlock",
    "FigureBlock",
    "FindingBlock",
    "ImageBlock",
    "LanguageBlock",
    "QuoteBlock",
    "ReusableTextBlock",
    "StepBlock",
    "TextBlock",
    "VideoBlock",
]
