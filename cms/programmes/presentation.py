"""What the pages of projects, profiles and plans show besides what all works show."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from cms.network.models import WorkPage
from cms.network.presentation import by_ids, by_role, linking, related, works_near

from .choices import BodyRole, IndicatorType
from .models import ActionPlanPage, GoalProfilePage, ProjectPage, ProjectWork


def add_project(context: dict[str, Any], page: ProjectPage, request: HttpRequest) -> None:
    """Adds `bodies_by_role` in the order of the roles, `statuses`, and the works a project is
    tied to: `continues`, `continued_by`, `replicates`, `replicated_by`, `related_works`."""
    bodies = related(page.bodies, "organisation")
    rows = page.related_works.all()
    in_memory = [] if isinstance(rows, QuerySet) else [row.work_id for row in rows]
    of_page = ProjectWork.objects.filter(page=page.pk or 0).order_by()
    near = works_near(
        by_ids([page.continues_id, page.replicates_project_id, *in_memory]),
        of_page.values("work__key"),
        linking(ProjectPage, "continues", page.work),
        linking(ProjectPage, "replicates_project", page.work),
        request=request,
        continues=F("projectpage__continues"),
        replicates=F("projectpage__replicates_project"),
        # With their place among the rows of the page, so that these need no query of their own.
        place=Subquery(
            of_page.filter(work__key=OuterRef("translation_key")).values(
                place=Coalesce("sort_order", 0)
            )[:1]
        ),
    )
    placed = {pk: work.facts["place"] for pk, work in near.items()}
    in_rows = sorted((pk for pk in placed if placed[pk] is not None), key=lambda pk: placed[pk])
    outcome = in_rows if isinstance(rows, QuerySet) else in_memory
    number = page.work.pk or 0
    in_roles = {row.organisation_id for row in bodies}

    def naming_this(link: str) -> list:
        return [work.item for work in near.values() if work.facts[link] == number]

    def named(*numbers: int | None) -> list:
        return [near[pk].item for pk in numbers if pk in near]

    context.update(
        bodies_by_role=by_role(bodies, BodyRole),
        organisations=[o for o in context["organisations"] if o.pk not in in_roles],
        statuses=list(page.statuses.all()),
        continues=named(page.continues_id),
        replicates=named(page.replicates_project_id),
        continued_by=naming_this("continues"),
        replicated_by=naming_this("replicates"),
        related_works=named(*outcome),
    )


def add_profile(context: dict[str, Any], page: GoalProfilePage, request: HttpRequest) -> None:
    """Adds `indicators` with their goals, and `plans`, which rest on the profile."""
    near = works_near(linking(ActionPlanPage, "profile", page.work), request=request)
    context.update(
        indicators=related(page.indicators, "goal"),
        plans=[work.item for work in near.values()],
    )


def add_plan(context: dict[str, Any], page: ActionPlanPage, request: HttpRequest) -> None:
    """Adds `actions`, `indicators_by_type` and `profiles`: the one that the plan rests on."""
    rows = list(page.indicators.all())
    near = works_near(by_ids([page.profile_id]), request=request)
    context.update(
        actions=related(page.actions, "organisation"),
        indicators_by_type=[
            (str(kind.label), of_kind)
            for kind in IndicatorType
            if (of_kind := [row for row in rows if row.type == kind])
        ],
        profiles=[work.item for work in near.values()],
    )


def projects_of_work(page: WorkPage, request: HttpRequest) -> dict[str, Any]:
    """`in_projects`: the projects that a work tells of or came out of."""
    if isinstance(page, ProjectPage):
        return {}
    near = works_near(linking(ProjectPage, "related_works__work", page.work), request=request)
    return {"in_projects": [work.item for work in near.values()]}
