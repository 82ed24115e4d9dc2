"""Formats in which works are taken along: tables and what reference managers read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..items import Item
from . import bibtex, csl, ris, tables


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name to readers, its media type, and what writes items for a reader of a
    language as UTF-8 text."""

    label: str
    content_type: str
    write: Callable[[Sequence[Item], str], str]


#: by the ending of the file
FORMATS = {
    "csv": Format("CSV", "text/csv; charset=utf-8", tables.write),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", ris.write),
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", bibtex.write),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl.write),
}
