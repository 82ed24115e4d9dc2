"""Plain text out of what editors write, for search and for short lists."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BLOCK = re.compile(r"</(p|li|h\d|div|blockquote|td|tr)>|<br\s*/?>", re.I)
_TAG = re.compile(r"<[^>]+>")
_SPACES = re.compile(r"[ \t]+")


def plain(text: str) -> str:
    """Text without HTML tags or entities; ends of paragraphs become line ends."""
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", text or "")))
    return "\n".join(
        line for line in (_SPACES.sub(" ", t).strip() for t in text.splitlines()) if line
    )


def stream_texts(stream: Any) -> Iterator[tuple[str, str]]:
    """(language, words) of each block of a stream; '' for the language of the page itself."""
    for block in stream:
        words = block.block.get_searchable_content(block.value)
        if words:
            language = block.value.get("language") if isinstance(block.value, Mapping) else ""
            yield language or "", "\n".join(str(word) for word in words)
