"""Sorting names as readers of a language expect."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_ARTICLES = re.compile(r"^(ال)")
_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})


def plain(name: str) -> str:
    """A name without case and accents, ñ apart from n, and Arabic without article and hamza."""
    folded = name.strip().casefold().replace("ñ", "n\uffff")
    folded = _MARKS.sub("", _ARTICLES.sub("", folded)).translate(_ALEF)
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


def sort_key(name: str) -> tuple[int, str, str]:
    """A key by which names come in alphabetical order, Latin before Arabic; see `plain`."""
    letters = plain(name)
    return (0 if letters[:1] < "\u0590" else 1, letters, name)


def by_name(rows: Iterable[Any], field: str = "name") -> list:
    """Rows in the order of a field in the active language."""
    return sorted(rows, key=lambda row: sort_key(getattr(row, field) or ""))


def keys_by_name(rows: QuerySet) -> list[Any]:
    """Primary keys of records in the order of their names in the active language."""
    named = sorted(rows.values_list("name", "pk"), key=lambda row: (sort_key(row[0] or ""), row[1]))
    return [key for _name, key in named]
