"""What publishing a work sets in motion."""

from __future__ import annotations

import pytest

from cms.core.models import Work
from search.models import Outbox
from tests.factories import CaseStudyFactory, translate

pytestmark = pytest.mark.django_db


def test_a_new_work_gets_its_permanent_address_and_waits_to_be_indexed():
    page = CaseStudyFactory(title="Water meters")
    work = Work.objects.get(key=page.translation_key)
    assert Outbox.objects.filter(work=str(work.pk)).exists()


def test_a_draft_is_not_indexed():
    CaseStudyFactory(title="Water meters", publish=False)
    assert not Outbox.objects.exists()


def test_a_translation_belongs_to_the_same_work():
    page = CaseStudyFactory(title="Water meters")
    edition = translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    assert edition.work == page.work
    assert Work.objects.filter(key=page.translation_key).count() == 1
