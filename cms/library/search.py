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


works.register(CaseStudyKind("case_study", _("Case study"), _("Case studies"), CaseStudyPage))
works.register(PageKind("handbook", _("Handbook"), _("Handbooks"), HandbookPage))
works.register(ManualKind("manual", _("Manual"), _("Manuals"), ManualPage))
works.register(PageKind("publication", _("Publication"), _("Publications"), PublicationPage))
