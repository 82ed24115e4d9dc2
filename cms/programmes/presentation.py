"""What the pages of projects, profiles and plans show besides what all works show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.network.models import WorkPage
from cms.network.presentation import related, shown_by_ids, works_linking_to

from .choices import BodyRole, IndicatorType
from .models import ActionPlanPage, GoalProfilePage, ProjectPage


def add_project(context: dict[str, Any], page: ProjectPage, request: HttpRequest) -> None:
    """Adds `bodies_by_role` in the order of the roles, `accomplishments`, `statuses`, and the
    works a project is tied to: `continues`, `continued_by`, `replicates`, `replicated_by`,
    `related_works`."""
    bodies = list(related(page.bodies, "organisation"))
    outcome = [row.work_id for row in page.related_works.all()]
    later = works_linking_to(ProjectPage, "continues", page.work)
    copies = works_linking_to(ProjectPage, "replicates_project", page.work)
    before, model = page.continues_id, page.replicates_project_id
    shown = shown_by_ids([before, model, *outcome, *later, *copies], request)
    in_roles = {row.organisation_id for row in bodies}
    context.update(
        bodies_by_role=[
            (str(role.label), named)
            for role in BodyRole
            if (named := [row.organisation for row in bodies if row.role == role])
        ],
        organisations=[o for o in context["organisations"] if o.pk not in in_roles],
        accomplishments=list(page.accomplishments.all()),
        statuses=list(page.statuses.all()),
        continues=shown.get(before or 0),
        replicates=shown.get(model or 0),
        continued_by=[shown[pk] for pk in later if pk in shown],
        replicated_by=[shown[pk] for pk in copies if pk in shown],
        related_works=[shown[pk] for pk in outcome if pk in shown],
    )


def add_profile(context: dict[str, Any], page: GoalProfilePage, request: HttpRequest) -> None:
    """Adds `indicators` with their goals, and `plans`, which rest on the profile."""
    plans = works_linking_to(ActionPlanPage, "profile", page.work)
    shown = shown_by_ids(plans, request)
    context.update(
        indicators=list(related(page.indicators, "goal")),
        plans=[shown[pk] for pk in plans if pk in shown],
    )


def add_plan(context: dict[str, Any], page: ActionPlanPage, request: HttpRequest) -> None:
    """Adds `actions`, `indicators_by_type` and the `profile` the plan rests on."""
    rows = list(page.indicators.all())
    shown = shown_by_ids([page.profile_id], request)
    context.update(
        actions=list(related(page.actions, "organisation")),
        indicators_by_type=[
            (str(kind.label), of_kind)
            for kind in IndicatorType
            if (of_kind := [row for row in rows if row.type == kind])
        ],
        profile=shown.get(page.profile_id or 0),
    )


def projects_of_work(page: WorkPage, request: HttpRequest) -> dict[str, Any]:
    """`in_projects`: the projects that a work tells of or came out of."""
    if not page.work.pk or page.work_kind == ProjectPage.work_kind:
        return {}
    projects = works_linking_to(ProjectPage, "related_works__work", page.work)
    shown = shown_by_ids(projects, request)
    return {"in_projects": [shown[pk] for pk in projects if pk in shown]}
