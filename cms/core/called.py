"""Finding records by what they are called, in whatever language."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from .choices import LANGUAGE_CODES
from .sorting import plain, sort_key

#: What a record is called, the first of which is shown, and what it is called besides.
_CALLED = ("name", "label", "title")
_CALLED_TOO = ("acronym", "notation", "code", "variants", "alternative_labels", "hidden_labels")


def called(rows: QuerySet, words: str) -> list[Any]:
    """Keys of the records whose names hold all the words, by name, those first of which a name
    begins with one. Case, accents and forms of Arabic letters do not count. No words: all."""
    asked = [plain(word) for word in words.split()]
    names, others = _columns(rows.model, _CALLED), _columns(rows.model, _CALLED_TOO)
    found = []
    for key, *values in rows.order_by().values_list("pk", *names, *others):
        text = plain(" ".join(filter(None, values)))
        if all(word in text for word in asked):
            name = next(filter(None, values[: len(names)]), "")
            begins = any(plain(name).startswith(word) for word in asked)
            found.append((not begins, sort_key(name), key))
    return [key for _begins, _order, key in sorted(found)]


def _columns(model: type[Model], names: tuple[str, ...]) -> list[str]:
    """The columns that hold what is named so, those of the reader's language first."""
    held = {field.name for field in model._meta.concrete_fields}
    here = get_language()
    found = []
    for name in names:
        translated = [f"{name}_{code}" for code in LANGUAGE_CODES if f"{name}_{code}" in held]
        translated.sort(key=lambda column: not column.endswith(f"_{here}"))
        found += translated or [column for column in (name,) if column in held]
    return found
