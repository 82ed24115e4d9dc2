"""How the library's works become search documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core import works
from cms.network.kinds import PageKind
from cms.network.texts import plain
from search.documents import Text

from .choices import PublicationType
from .models import CaseStudyPage, HandbookPage, ManualPage, PublicationPage


@dataclass(frozen=True)
class CaseStudyKind(PageKind):
    relations: tuple[str, ...] = ("results", "costs")

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.results.all(), ("statement", "before", "after", "unit")
        yield page.costs.all(), ("label",)


@dataclass(frozen=True)
class ManualKind(PageKind):
    def words(self, page: Any) -> Iterable[Text]:
        yield Text(page.language, plain(page.series))
        yield from super().words(page)

    def schema_properties(self, row: Any) -> dict[str, Any]:
        steps = [block.value["title"] for block in row.steps]
        found: dict[str, Any] = {"step": [{"@type": "HowToStep", "name": name} for name in steps]}
        if row.series:
            found["isPartOf"] = {"@type": "CreativeWorkSeries", "name": row.series}
            found["position"] = row.number
        return found


@dataclass(frozen=True)
class PublicationKind(PageKind):
    def schema_properties(self, row: Any) -> dict[str, Any]:
        types = {
            PublicationType.PAPER: "ScholarlyArticle",
            PublicationType.PORTAL: "WebSite",
            PublicationType.GUIDE: "Book",
        }
        return {"@type": types.get(row.publication_type, "Report"), "sameAs": row.address}


works.register(
    CaseStudyKind(
        "case_study", _("Case study"), _("Case studies"), CaseStudyPage, schema_type="Article"
    )
)
works.register(
    PageKind("handbook", _("Handbook"), _("Handbooks"), HandbookPage, schema_type="Book")
)
works.register(ManualKind("manual", _("Manual"), _("Manuals"), ManualPage, schema_type="HowTo"))
works.register(
    PublicationKind(
        "publication", _("Publication"), _("Publications"), PublicationPage, schema_type="Report"
    )
)
