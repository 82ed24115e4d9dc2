"""A work that was sent back says why to who opens it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from lxml import html
from wagtail.models import Workflow

from cms.network.models import Partnership
from tests.factories import CaseStudyFactory, PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def member(group: str, **values):
    user = UserFactory(**values)
    user.groups.add(Group.objects.get(name=group))
    return user


def sent_back(row, comment: str):
    """Submits a work or record, and returns it as a moderator."""
    row.save_revision()
    author, moderator = member("Editors"), member("Moderators", first_name="Amina")
    state = Workflow.objects.get().start(row, author)
    task = state.current_task_state
    task.task.specific.on_action(task, moderator, "reject", comment=comment)
    return author


def opened(client, user, name, *args) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args)).content.decode()
    return html.fromstring(answer).text_content()


def test_the_editor_of_a_work_reads_the_comment(client):
    page = CaseStudyFactory()
    author = sent_back(page, "Name the source & year.")
    text = opened(client, author, "wagtailadmin_pages:edit", page.pk)
    assert "Changes are asked for by Amina: “Name the source & year.”" in text


def test_without_a_comment_the_editor_knows_whom_to_ask(client):
    page = CaseStudyFactory()
    author = sent_back(page, "")
    text = opened(client, author, "wagtailadmin_pages:edit", page.pk)
    assert "Changes are asked for by Amina, without a comment." in text


def test_the_editor_of_a_partnership_reads_it_too(client):
    partnership = PartnershipFactory()
    author = sent_back(partnership, "Which year?")
    name = Partnership.snippet_viewset.get_url_name("edit")
    assert "“Which year?”" in opened(client, author, name, partnership.pk)


def test_a_work_in_moderation_or_none_says_nothing(client):
    page = CaseStudyFactory()
    author = member("Editors")
    for _turn in range(2):
        text = opened(client, author, "wagtailadmin_pages:edit", page.pk)
        assert "Changes are asked for" not in text
        page.save_revision()
        if not page.current_workflow_state:
            Workflow.objects.get().start(page, author)
