"""How the library's works become search documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core import access, works
from cms.network.facets_of import FacetBuilder
from cms.network.kinds import PageKind
from cms.network.texts import plain
from search.documents import Text, WorkDocument

from .choices import Evidence, MediaType, PublicationType
from .models import (
    CaseStudyPage,
    DefinitionPage,
    HandbookPage,
    LinkPage,
    ManualPage,
    NewsPage,
    PublicationPage,
    RecordingPage,
    SetPage,
    ToolPage,
    TrainingPage,
    WorkshopReportPage,
)

#: How sure the result of an experience is, from 0 to 1.
SURENESS = {Evidence.DOCUMENTED: 0.3, Evidence.MEASURED: 0.6, Evidence.EVALUATED: 1.0}


@dataclass(frozen=True)
class CaseStudyKind(PageKind):
    relations: tuple[str, ...] = ("results", "costs")

    def sureness(self, page: Any) -> float:
        """By its evidence, or by the check of peers."""
        return max(super().sureness(page), SURENESS.get(page.evidence, 0.0))

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
class ToolKind(PageKind):
    relations: tuple[str, ...] = ("maker",)

    def further(self, page: Any) -> Iterable[Any]:
        yield page.maker


@dataclass(frozen=True)
class TrainingKind(PageKind):
    relations: tuple[str, ...] = ("provider",)

    def further(self, page: Any) -> Iterable[Any]:
        yield page.provider

    def schema_properties(self, row: Any) -> dict[str, Any]:
        if row.provider is None:
            return {}
        return {"provider": {"@type": "Organization", "name": str(row.provider)}}


@dataclass(frozen=True)
class RecordingKind(PageKind):
    relations: tuple[str, ...] = (
        "speakers",
        "questions__answered_by",
        "questions__city__part_of",
    )

    def schema_properties(self, row: Any) -> dict[str, Any]:
        types = {
            MediaType.VIDEO: "VideoObject",
            MediaType.PODCAST_SERIES: "PodcastSeries",
            MediaType.PODCAST_EPISODE: "PodcastEpisode",
        }
        return {"@type": types.get(row.media_type, "MediaObject"), "sameAs": row.address}

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.questions.all(), ("question", "answer")

    def further(self, page: Any) -> Iterable[Any]:
        yield from page.speakers.all()
        for row in page.questions.all():
            yield row.answered_by
            yield row.city

    def _document(
        self, work_id: str, editions: list[Any], reader: access.Reader, build: FacetBuilder
    ) -> WorkDocument:
        """Transcripts belong to the work: they are indexed once, and it can be read in them."""
        document = super()._document(work_id, editions, reader, build)
        spoken = {row.value["language"] for row in editions[0].transcripts}
        languages = {*document.facets["language"], *spoken}
        return replace(
            document,
            texts=tuple(dict.fromkeys(document.texts)),
            facets={**document.facets, "language": tuple(sorted(languages))},
        )


@dataclass(frozen=True)
class DefinitionKind(PageKind):
    """Found by every label of the theme it explains, and under that theme."""

    relations: tuple[str, ...] = ("concept",)

    def _document(
        self, work_id: str, editions: list[Any], reader: access.Reader, build: FacetBuilder
    ) -> WorkDocument:
        document = super()._document(work_id, editions, reader, build)
        concept = editions[0].concept
        labels = [label for of_language in concept.labels().values() for label in of_language]
        themes = {*document.facets.get("theme", ()), *build.themes([concept])}
        return replace(
            document,
            names=tuple(dict.fromkeys([*document.names, *labels])),
            facets={**document.facets, "theme": tuple(sorted(themes))},
        )


@dataclass(frozen=True)
class LinkKind(PageKind):
    relations: tuple[str, ...] = ("organisation",)

    def words(self, page: Any) -> Iterable[Text]:
        yield Text(page.language, page.scope)
        yield from super().words(page)

    def further(self, page: Any) -> Iterable[Any]:
        yield page.organisation


@dataclass(frozen=True)
class ReportKind(PageKind):
    relations: tuple[str, ...] = (
        "venue_city__part_of",
        "hosts",
        "delegations__country",
        "practices",
        "outputs__person",
    )

    def words(self, page: Any) -> Iterable[Text]:
        yield Text(page.language, page.venue)
        yield from super().words(page)

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.delegations.all(), ("participants",)
        yield page.practices.all(), ("description",)
        yield page.outputs.all(), ("title", "author")

    def further(self, page: Any) -> Iterable[Any]:
        yield page.venue_city
        yield from page.hosts.all()
        for row in page.delegations.all():
            yield row.country
        for row in page.outputs.all():
            yield row.person


@dataclass(frozen=True)
class NewsKind(PageKind):
    relations: tuple[str, ...] = (
        "dateline__part_of",
        "press_contacts__person",
        "press_contacts__organisation",
    )

    def words(self, page: Any) -> Iterable[Text]:
        yield from super().words(page)
        if page.image_id:
            yield Text(page.language, f"{page.image_caption} {page.image_alternative}".strip())

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.press_contacts.all(), ("role",)

    def further(self, page: Any) -> Iterable[Any]:
        yield page.dateline
        for row in page.press_contacts.all():
            yield row.person
            yield row.organisation


@dataclass(frozen=True)
class SetKind(PageKind):
    relations: tuple[str, ...] = ("items",)

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.items.all(), ("heading", "note")


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
works.register(ToolKind("tool", _("Tool"), _("Tools"), ToolPage, schema_type="CreativeWork"))
works.register(
    TrainingKind(
        "training",
        _("Training course"),
        _("Courses and training"),
        TrainingPage,
        schema_type="Course",
    )
)
works.register(
    RecordingKind(
        "recording", _("Recording"), _("Recordings"), RecordingPage, schema_type="MediaObject"
    )
)
works.register(
    DefinitionKind(
        "definition", _("Definition"), _("Definitions"), DefinitionPage, schema_type="Article"
    )
)
works.register(
    LinkKind("link", _("Site elsewhere"), _("Sites elsewhere"), LinkPage, schema_type="WebSite")
)
works.register(
    ReportKind(
        "report",
        _("Workshop report"),
        _("Workshop reports"),
        WorkshopReportPage,
        schema_type="Report",
    )
)
works.register(NewsKind("news", _("News item"), _("News"), NewsPage, schema_type="NewsArticle"))
works.register(
    SetKind("set", _("Curated set"), _("Curated sets"), SetPage, schema_type="Collection")
)
