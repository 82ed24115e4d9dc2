"""CSV (RFC 4180) for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ..items import Item, name_for
from .references import line

COLUMNS = (
    "id",
    "kind",
    "title",
    "language",
    "languages",
    "summary",
    "date",
    "cities",
    "countries",
    "themes",
    "goals",
    "organisations",
    "licence",
    "address",
)
#: what makes a spreadsheet take a cell for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe stands before one that begins
    like it (https://owasp.org/www-community/attacks/CSV_Injection)."""
    text = line(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def write(items: Sequence[Item], lang: str) -> str:
    """A header and a row for each item. It begins with a byte order mark, without which Excel
    takes Arabic and accents for something else."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for item in items:
        table.writerow([cell(text) for text in _row(item, lang)])
    return "\ufeff" + out.getvalue()


def _row(item: Item, lang: str) -> list[str]:
    def joined(relation: str) -> str:
        return "; ".join(name_for(row, lang) for row in item.to(relation))

    return [
        str(item.id),
        item.kind.name,
        item.title_for(lang),
        item.language_for(lang),
        " ".join(item.languages),
        item.summary_for(lang),
        item.date,
        joined("cities"),
        joined("countries"),
        joined("themes"),
        joined("goals"),
        joined("organisations"),
        item.licence,
        item.permanent(lang),
    ]
