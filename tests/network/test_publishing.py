"""What publishing a work sets in motion."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html
from wagtail.fields import StreamField
from wagtail.models import Locale

from cms.core.models import Work
from cms.network import facts
from search.models import Outbox
from tests.factories import CaseStudyFactory, UserFactory, translate

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


class TestTheButtonOfTheEditor:
    """Publishing in the administration, by the form of the page."""

    @pytest.fixture
    def editor(self, client):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        return client

    @pytest.fixture
    def editions(self):
        source = CaseStudyFactory(title="Water meters", date="2010")
        return source, translate(source, "fr", title="Compteurs", slug="compteurs")

    def publish(self, editor, page, **values):
        """Opens the form of a page, changes some fields and presses the button."""
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = editor.get(address)
        document = html.fromstring(answer.content.decode())
        (form,) = (form for form in document.forms if form.get("id") == "page-edit-form")
        data = dict(form.form_values())
        blocks = [f.name for f in page._meta.get_fields() if isinstance(f, StreamField)]
        data |= {f"{name}-count": "0" for name in blocks}
        return editor.post(address, {**data, **values, "action-publish": "action-publish"})

    def test_shares_the_facts_with_the_other_editions(self, editor, editions):
        source, french = editions
        assert self.publish(editor, source, date="1999").status_code == 302
        assert fresh(source).date == fresh(french).date == "1999"
        assert fresh(source).facts_version == fresh(french).facts_version == 1
        assert fresh(french).get_latest_revision_as_object().date == "1999"

    def test_keeps_newer_facts_when_a_translation_of_an_older_state_is_published(
        self, editor, editions
    ):
        source, french = editions
        stale = fresh(french).save_revision()
        self.publish(editor, source, date="2011")
        stale.publish()
        assert fresh(source).date == fresh(french).date == "2011"

    def test_publishes_nothing_where_the_facts_cannot_be_shared(
        self, editor, editions, monkeypatch
    ):
        source, french = editions

        def fail(*_):
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(facts, "copy", fail)
        with pytest.raises(RuntimeError):
            self.publish(editor, source, date="1999")
        assert fresh(source).date == fresh(french).date == "2010"


def test_facts_are_edited_on_an_edition_that_readers_have_once_the_source_is_deleted():
    source = CaseStudyFactory(title="Water meters")
    draft = source.copy_for_translation(Locale.objects.get(language_code="ar"))
    translate(source, "es", title="Contadores", slug="contadores")
    assert not draft.live
    source.delete()
    assert Work.objects.get(key=source.translation_key).source_language == "es"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_editions_published_together_with_new_facts_have_no_draft_left(administrator):
    # Together they are published in the order of the trees: the French one comes first.
    source = CaseStudyFactory(title="Compteurs", date="2010", language="fr")
    english = translate(source, "en", title="Water meters", slug="meters")
    draft = fresh(source).get_latest_revision_as_object()
    draft.date = "1999"
    draft.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    administrator.post(f"{address}?id={source.pk}&id={english.pk}")
    assert fresh(source).date == fresh(english).date == "1999"
    for edition in (fresh(source), fresh(english)):
        assert edition.live_revision == edition.latest_revision
        assert not edition.has_unpublished_changes
