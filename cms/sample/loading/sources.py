"""The source files of the sample library (`cms/sample/records`, `cms/sample/works`)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

SAMPLE = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en", "es", "ar")

#: Keys of the sample's works and records, made from their names, so that a load that was
#: interrupted and run again finds what it has already made.
_NAMESPACE = uuid.UUID("6d656469-6e61-5361-8d70-6c6500000001")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": False})


@dataclass(frozen=True, slots=True)
class WorkFile:
    """One work's source: facts and an edition per language."""

    path: Path
    kind: str
    slug: str
    source_language: str
    facts: Mapping[str, Any]
    editions: Mapping[str, Mapping[str, Any]]

    @property
    def languages(self) -> list[str]:
        """Languages of the editions, the source language first."""
        others = [code for code in LANGUAGES if code in self.editions]
        return sorted(others, key=lambda code: code != self.source_language)


def key(kind: str, slug: str) -> uuid.UUID:
    """The key of a sample work or record."""
    return uuid.uuid5(_NAMESPACE, f"{kind}/{slug}")


def read(path: Path) -> Any:
    """A YAML file. Raises yaml.YAMLError with the place of a mistake."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_LOADER)  # noqa: S506 - a safe loader, in C where it is


def records(name: str) -> Mapping[str, Any]:
    """Records by code from `records/<name>.yaml`."""
    return read(SAMPLE / "records" / f"{name}.yaml")


def works() -> list[WorkFile]:
    """Every work of the sample, by kind and name."""
    found = []
    for path in sorted((SAMPLE / "works").glob("*/*.yaml")):
        data = read(path)
        found.append(
            WorkFile(
                path,
                data["kind"],
                data["slug"],
                data["source_language"],
                data.get("facts") or {},
                data["editions"],
            )
        )
    return found


def rich(text: str | None) -> str:
    """Light Markdown as the HTML that rich text fields hold."""
    return _markdown.render(text or "").strip()


def translated(field: str, values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Columns of a translated field from its values by language."""
    return {f"{field}_{code}": value.strip() for code, value in (values or {}).items() if value}


def one_a_line(values: list | None) -> str:
    """A list as text, one item a line."""
    return "\n".join(str(value) for value in values or ())


def stated_sources(facts: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """Where the facts of a work come from, as its field of sources holds them."""
    return [
        ("source", {name: str(value) for name, value in entry.items()})
        for entry in facts.get("sources", ())
    ]
