"""Finding what a source file names: records, works and images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.core.models import Work

from . import sources


def find(model: type, codes: Iterable[str]) -> list:
    """Records by code. Raises ValueError naming those that do not exist."""
    codes = list(codes)
    found = {row.slug: row for row in model.objects.filter(slug__in=codes)}
    missing = [code for code in codes if code not in found]
    if missing:
        raise ValueError(f"unknown {model._meta.verbose_name_plural}: {', '.join(missing)}")
    return [found[code] for code in codes]


def one(model: type, code: str | None) -> Any:
    """The record of that code; None for none. Raises ValueError where it does not exist."""
    return find(model, [code])[0] if code else None


@cache
def _source_languages() -> Mapping[tuple[str, str], str]:
    return {(work.kind, work.slug): work.source_language for work in sources.works()}


def identity(name: str | None) -> Work | None:
    """The permanent identity of the work of the sample named `kind/slug`, loaded yet or not;
    None for none. Raises ValueError where the sample has no such work."""
    if not name:
        return None
    kind, slug = name.split("/")
    language = _source_languages().get((kind, slug))
    if language is None:
        raise ValueError(f"unknown work: {name}")
    work, _made = Work.objects.get_or_create(
        key=sources.key(kind, slug), defaults={"kind": kind, "source_language": language}
    )
    return work


def image(entry: Mapping[str, Any] | None) -> Any:
    """An image of the sample, found again by its title; None for none."""
    if not entry:
        return None
    model = get_image_model()
    present = model.objects.filter(title=entry["title"]).first()
    if present is not None:
        return present
    path = sources.SAMPLE / entry["path"]
    row = model(
        title=entry["title"],
        file=SimpleUploadedFile(path.name, path.read_bytes()),
        collection=Collection.get_first_root_node(),
    )
    row.full_clean()
    row.save()
    return row
