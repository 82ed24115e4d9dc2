"""How projects, goal profiles and action plans become search documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core import works
from cms.core.works import Code
from cms.network.kinds import PageKind

from . import sectors
from .models import ActionPlanPage, GoalProfilePage, ProjectPage

SECTION = _("Projects and plans")


@dataclass(frozen=True)
class ProjectKind(PageKind):
    relations: tuple[str, ...] = (
        "statuses",
        "bodies__organisation",
        "office_city__part_of",
        "replicates_programme",
    )
    section: Any = SECTION

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.statuses.all(), ("statement",)

    def codes(self, row: Any) -> Iterable[Code]:
        if row.iati_identifier:
            yield Code("IATI", row.iati_identifier, url=row.iati_address)
        for code, label in row.sector_list:
            yield Code("DAC", code, label, list_url=sectors.LIST)

    def further(self, page: Any) -> Iterable[Any]:
        yield page.office_city
        yield page.replicates_programme
        yield from (row.organisation for row in page.bodies.all())


@dataclass(frozen=True)
class GoalProfileKind(PageKind):
    relations: tuple[str, ...] = ("indicators", "adopted_by")
    section: Any = SECTION

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.indicators.all(), ("label", "unit")

    def further(self, page: Any) -> Iterable[Any]:
        yield page.adopted_by


@dataclass(frozen=True)
class ActionPlanKind(PageKind):
    relations: tuple[str, ...] = ("actions__organisation", "indicators", "adopted_by")
    section: Any = SECTION

    def worded_rows(self, page: Any) -> Iterable[tuple[Iterable[Any], Sequence[str]]]:
        yield page.actions.all(), ("statement", "responsible")
        yield page.indicators.all(), ("label", "unit")

    def further(self, page: Any) -> Iterable[Any]:
        yield page.adopted_by
        yield from (row.organisation for row in page.actions.all())


works.register(ProjectKind("project", _("Project"), _("Projects"), ProjectPage))
works.register(
    GoalProfileKind("goal_profile", _("Goal profile"), _("Goal profiles"), GoalProfilePage)
)
works.register(
    ActionPlanKind("action_plan", _("Local action plan"), _("Local action plans"), ActionPlanPage)
)
