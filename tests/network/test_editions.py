"""Facts when editions are published out of turn: late, stale, copied, deleted."""

from __future__ import annotations

import pytest
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from cms.core.models import Work
from cms.library.models import CaseStudyPage, LibraryPage
from search.models import Outbox
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def fresh(page) -> CaseStudyPage:
    return CaseStudyPage.objects.get(pk=page.pk)


def publish(page, **values) -> None:
    draft = fresh(page)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def noted(record) -> bool:
    """Whether a work or record waits to be indexed."""
    key = getattr(record, "translation_key", None) or record.key
    return Outbox.objects.filter(work=str(Work.objects.get(key=key).pk)).exists()


@pytest.fixture
def editions():
    source = CaseStudyFactory(title="Water meters", date="2010")
    return source, translate(source, "fr", title="Compteurs", slug="compteurs")


def test_words_mended_in_a_translation_leave_the_waiting_draft_of_the_source_alone(editions):
    source, french = editions
    draft = fresh(source)
    draft.date = "2015"
    draft.save_revision()
    publish(french, title="Compteurs d’eau")
    assert fresh(source).get_latest_revision_as_object().date == "2015"
    assert fresh(source).date == "2010"


def test_a_revision_that_waited_takes_the_facts_that_have_changed_meanwhile(editions):
    source, french = editions
    waiting = fresh(french).get_latest_revision_as_object()
    waiting.title = "Compteurs d’eau"
    revision = waiting.save_revision()
    publish(source, date="2015")
    revision.refresh_from_db()
    revision.publish()
    assert fresh(source).date == "2015"
    assert (fresh(french).date, fresh(french).title) == ("2015", "Compteurs d’eau")


def test_a_translation_of_an_earlier_state_takes_the_facts_of_today(
    editions, django_capture_on_commit_callbacks
):
    source, _french = editions
    job, _ = TranslationSource.get_or_create_from_instance(source)
    translation = Translation.objects.create(
        source=job, target_locale=Locale.objects.get(language_code="es")
    )
    translation.save_target(publish=False)
    publish(source, date="2014")
    with django_capture_on_commit_callbacks(execute=True):
        catalogue = translation.export_po()
        for entry in catalogue:
            entry.msgstr = "Contadores de agua"
        translation.import_po(catalogue, user=UserFactory())
        translation.save_target(user=UserFactory(), publish=True)
    spanish = CaseStudyPage.objects.get(
        translation_key=source.translation_key, locale__language_code="es"
    )
    assert spanish.live
    assert {fresh(source).date, spanish.date} == {"2014"}


def test_a_fact_may_change_again_and_again_in_any_edition(editions):
    source, french = editions
    for edition, date in ((french, "2011"), (source, "2012"), (french, "2013"), (french, "2014")):
        publish(edition, date=date)
        assert {fresh(page).date for page in editions} == {date}


def test_the_first_edition_saved_is_the_source_whatever_is_published_first():
    source = CaseStudyFactory(publish=False)
    french = translate(fresh(source), "fr", title="Compteurs", slug="compteurs")
    assert fresh(source).is_source()
    assert not fresh(french).is_source()


def test_where_the_source_is_deleted_another_edition_takes_its_place(editions):
    source, french = editions
    source.delete()
    assert fresh(french).is_source()


def test_a_copy_is_a_work_of_its_own_and_waits_to_be_indexed(editions):
    source, _french = editions
    Outbox.objects.all().delete()
    copy = source.copy(update_attrs={"slug": "copy", "title": "A copy"}, keep_live=True)
    assert copy.live
    assert copy.work != source.work
    assert noted(copy)


@pytest.mark.parametrize(
    ("relation", "factory"),
    [
        ("themes", ConceptFactory),
        ("people", PersonFactory),
        ("organisations", OrganisationFactory),
        ("programmes", ProgrammeFactory),
        ("cities", CityFactory),
    ],
)
def test_deleting_what_a_work_names_has_it_indexed_again(relation, factory):
    record = factory()
    page = CaseStudyFactory(**{relation: [record]})
    Outbox.objects.all().delete()
    record.delete()
    assert noted(page)


def test_a_partner_replaced_is_indexed_again_with_the_one_that_comes():
    before, after = CityFactory(), CityFactory()
    partnership = PartnershipFactory(between=[(before, "observer")])
    Outbox.objects.all().delete()
    partner = partnership.partners.get()
    partner.city = after
    partner.save()
    assert noted(before)
    assert noted(after)


def test_members_find_the_works_for_members_in_the_library(client):
    page = CaseStudyFactory(title="For members only")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    library = LibraryPage.objects.get(locale__language_code="en").url
    assert "For members only" not in client.get(library).content.decode()
    client.force_login(UserFactory())
    assert "For members only" in client.get(library).content.decode()
