"""How editors meet the kinds of later apps: in the library, in their forms, in a preview."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.agenda.models import CallPage, EventPage, EventSession
from cms.library.models import LibraryPage
from cms.network.models import WorkPage
from cms.programmes.models import ActionPlanPage, GoalProfilePage, ProjectPage, ProjectWork
from tests.factories import EventFactory, ManualFactory, ProjectFactory

pytestmark = pytest.mark.django_db
KINDS = (ProjectPage, GoalProfilePage, ActionPlanPage, EventPage, CallPage)


def library() -> LibraryPage:
    return LibraryPage.objects.get(locale__language_code="en")


def test_the_library_takes_every_kind_of_work_and_nothing_else():
    kinds = set(LibraryPage.creatable_subpage_models())
    assert set(KINDS) < kinds
    assert all(issubclass(kind, WorkPage) for kind in kinds)
    assert WorkPage not in kinds and LibraryPage not in kinds


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.work_kind)
def test_the_form_of_a_new_work_opens(administrator, kind):
    names = (kind._meta.app_label, kind._meta.model_name, library().pk)
    response = administrator.get(reverse("wagtailadmin_pages:add", args=names))
    assert response.status_code == 200
    assert str(kind._meta.verbose_name) in response.content.decode().lower()


def test_the_form_of_a_project_offers_other_projects_by_title(administrator):
    ProjectFactory(title="The pilot")
    page = ProjectFactory(title="The programme")
    html = administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("choose_project:choose") in html
    assert (
        "The pilot" in administrator.get(reverse("choose_project:choose_results")).content.decode()
    )


@pytest.mark.parametrize("saved", [True, False])
def test_a_draft_with_rows_can_be_previewed(saved):
    manual = ManualFactory(title="The manual")
    rows = {
        ProjectPage: {"related_works": [ProjectWork(work=manual.work)]},
        EventPage: {"sessions": [EventSession(title="The session", work=manual.work)]},
    }
    for kind, values in rows.items():
        if saved:
            draft = {ProjectPage: ProjectFactory, EventPage: EventFactory}[kind](**values)
            draft = draft.get_latest_revision_as_object()
        else:
            draft = kind(title="A draft", slug="a-draft", locale=library().locale, **values)
            draft.path = Page._get_path(library().path, 3, 99)
        response = draft.make_preview_request()
        assert response.status_code == 200
        assert "The manual" in response.content.decode()
