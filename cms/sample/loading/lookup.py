"""Finding what a source file names by its code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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


def named(reference: str | None) -> Work | None:
    """The work that a file names as `kind/slug`; None for none. It must have been loaded before."""
    if not reference:
        return None
    kind, slug = reference.split("/")
    found = Work.objects.filter(key=sources.key(kind, slug)).first()
    if found is None:
        raise ValueError(f"unknown work: {reference}")
    return found
