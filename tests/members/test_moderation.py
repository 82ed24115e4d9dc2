"""What editors write reaches the moderators: works and partnerships alike."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.network.models import Partnership
from tests.factories import CaseStudyFactory, PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [CaseStudyFactory, PartnershipFactory])
def test_an_editor_may_submit_it(editor, make):
    row = make()
    name = (
        Partnership.snippet_viewset.get_url_name("edit")
        if isinstance(row, Partnership)
        else "wagtailadmin_pages:edit"
    )
    html = editor.get(reverse(name, args=[row.pk])).content.decode()
    assert 'name="action-submit"' in html
    assert 'name="action-publish"' not in html


def test_a_moderator_publishes_a_partnership_by_approving_it():
    moderator = UserFactory()
    moderator.groups.add(Group.objects.get(name="Moderators"))
    partnership = PartnershipFactory(live=False)
    partnership.save_revision()
    state = partnership.get_workflow().start(partnership, UserFactory())
    task = state.current_task_state
    task.task.specific.on_action(task, moderator, "approve")
    partnership.refresh_from_db()
    assert partnership.live
