"""Blocks of source files as the streams of pages hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cms.core.models import ReusableText

from .sources import rich


def block(entry: Mapping[str, Any]) -> tuple[str, Any]:
    """A block as its stream holds it."""
    if entry["type"] == "reusable":
        return "reusable", ReusableText.objects.get(code=entry["code"])
    value = {name: text for name, text in entry.items() if name != "type"}
    if "text" in value:
        value["text"] = rich(value["text"])
    return entry["type"], value


def chapters(kind: str, entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Chapters or steps as their stream holds them."""
    return [block({"type": kind, **entry}) for entry in entries]
