"""Addresses of records that lead on, once the name in them has changed or the record was merged."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from .choices import LANGUAGE_CODES


def addresses(record: Any) -> list[str]:
    """The addresses of a record, one for each language."""
    found = []
    for code in LANGUAGE_CODES:
        with translation.override(code):
            found.append(record.get_absolute_url())
    return found


def lead_on(before: list[str], after: list[str]) -> None:
    """Has addresses lead to those that stand at their place now, and so those that led to them."""
    for old, new in zip(before, after, strict=True):
        Redirect.objects.filter(old_path=Redirect.normalise_path(new), site=None).delete()
        Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
        Redirect.objects.update_or_create(
            old_path=Redirect.normalise_path(old),
            site=None,
            defaults={"redirect_link": new, "is_permanent": True},
        )
