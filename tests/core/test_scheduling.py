"""What is planned is published when its moment comes, and withdrawn when it has expired."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core import tasks
from cms.network.models import Partnership
from tests.factories import CaseStudyFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


def test_it_is_looked_after_every_minute(settings):
    planned = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert planned[tasks.publish_scheduled.name] <= 60


def test_a_work_is_published_when_its_moment_has_come(client):
    due, later = (CaseStudyFactory(publish=False) for _ in range(2))
    for page, moment in ((due, ago(minutes=1)), (later, ago(days=-1))):
        page.go_live_at = moment
        page.save_revision(approved_go_live_at=moment)
    tasks.publish_scheduled()
    for page in (due, later):
        page.refresh_from_db()
    assert due.live
    assert not later.live
    assert client.get(due.url).status_code == 200


def test_what_has_expired_is_withdrawn(client):
    page = CaseStudyFactory()
    type(page).objects.filter(pk=page.pk).update(expire_at=ago(minutes=1))
    partnership = PartnershipFactory()
    Partnership.objects.filter(pk=partnership.pk).update(expire_at=ago(minutes=1))
    tasks.publish_scheduled()
    page.refresh_from_db()
    partnership.refresh_from_db()
    assert not page.live
    assert not partnership.live
    assert client.get(page.url).status_code in (404, 410)
