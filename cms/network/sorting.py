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


def sort_key(name: str) -> tuple[int, str, str]:
    """A key that ignores case and accents, keeps ñ after n, and Arabic's article and hamza aside.

    Names in the reader's script come in its alphabetical order; Latin before Arabic.
    """
    folded = name.strip().casefold().replace("ñ", "n\uffff")
    folded = _MARKS.sub("", _ARTICLES.sub("", folded)).translate(_ALEF)
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return (0 if plain[:1] < "\u0590" else 1, plain, name)


def by_name(rows: Iterable[Any], field: str = "name") -> list:
    """Rows in the order of a field in the active language."""
    return sorted(rows, key=lambda row: sort_key(getattr(row, field) or ""))


def keys_by_name(rows: QuerySet) -> list[Any]:
    """Primary keys of records in the order of their names in the active language."""
    named = sorted(rows.values_list("name", "pk"), key=lambda row: (sort_key(row[0] or ""), row[1]))
    return [key for _name, key in named]
