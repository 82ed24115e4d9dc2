"""Before a work is deleted its editor is told which works lead to it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html
from wagtail.models import ReferenceIndex

from cms.programmes.models import ProjectWork
from tests.factories import ManualFactory, ProjectFactory, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(administrator):
    """What the page on which a work is deleted says to an administrator."""

    def opened(page, **options) -> str:
        answer = administrator.get(reverse("wagtailadmin_pages:delete", args=[page.pk]), **options)
        return html.fromstring(answer.content.decode()).text_content()

    return opened


def test_works_that_lead_to_it_are_named_once(text):
    manual = ManualFactory(title="The manual")
    project = ProjectFactory(title="Water & streets", related_works=[ProjectWork(work=manual.work)])
    for edition in (project, translate(project, "fr", title="Eau et voirie", slug="eau")):
        ReferenceIndex.create_or_update_for_object(edition)
    assert "1 other work leads to this one: Water & streets" in text(manual)
    french = text(manual, headers={"accept-language": "fr"})
    assert "Eau et voirie" in french
    assert "Water" not in french


def test_a_work_to_which_none_leads_is_deleted_without_a_word(text):
    manual = ManualFactory(title="The manual")
    for edition in (manual, translate(manual, "fr", title="Le manuel", slug="manuel")):
        ReferenceIndex.create_or_update_for_object(edition)
    assert "this one:" not in text(manual)


def test_it_is_said_of_works_that_are_deleted_together(administrator):
    manuals = [ManualFactory(title=title) for title in ("One manual", "Another manual")]
    rows = [ProjectWork(work=manual.work) for manual in manuals]
    project = ProjectFactory(title="Water & streets", related_works=rows)
    ReferenceIndex.create_or_update_for_object(project)
    numbers = "&".join(f"id={page.pk}" for page in manuals)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = administrator.get(f"{address}?{numbers}").content.decode()
    said = html.fromstring(answer).text_content()
    assert "1 other work leads to these: Water & streets" in said
