"""Facts belong to the work: no two editions differ in them."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.library.models import CaseStudyPage, Result
from cms.network import facts
from cms.network.models import WorkContact
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    FileFactory,
    OrganisationFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """A case study in English (its source), French and Arabic, with facts of every sort."""
    page = CaseStudyFactory(
        title="Water meters",
        date="2012-03",
        cities=[CityFactory()],
        themes=[ConceptFactory()],
        evidence="claimed",
        results=[Result(statement="Less water lost", before="40", after="25", unit="percent")],
    )
    french = translate(page, "fr", title="Compteurs d’eau", slug="compteurs")
    arabic = translate(page, "ar", title="عدادات المياه", slug="عدادات")
    return page, french, arabic


def fresh(page):
    return CaseStudyPage.objects.get(pk=page.pk)


def test_a_fact_changed_and_published_in_one_edition_changes_in_all(work):
    page, french, arabic = work
    city, theme = CityFactory(), ConceptFactory()
    draft = fresh(page)
    draft.date, draft.evidence = "2013", "measured"
    draft.cities, draft.themes = [city], [theme]
    draft.save_revision().publish()
    for edition in (fresh(page), fresh(french), fresh(arabic)):
        assert edition.date == "2013"
        assert edition.evidence == "measured"
        assert list(edition.cities.all()) == [city]
        assert list(edition.themes.all()) == [theme]


def test_the_fact_may_be_published_in_a_translation(work):
    page, french, arabic = work
    draft = fresh(french)
    draft.still_running = "yes"
    draft.save_revision().publish()
    assert {fresh(edition).still_running for edition in work} == {"yes"}


def test_words_stay_those_of_each_edition(work):
    page, french, arabic = work
    draft = fresh(page)
    draft.title, draft.date = "Water meters, again", "2014"
    draft.save_revision().publish()
    assert fresh(french).title == "Compteurs d’eau"
    assert fresh(arabic).title == "عدادات المياه"


def test_figures_of_results_are_shared_and_their_words_are_not(work):
    page, french, _arabic = work
    row = fresh(french)
    result = row.results.get()
    result.statement = "Moins d’eau perdue"
    row.results = [result]
    row.save_revision().publish()
    draft = fresh(page)
    result = draft.results.get()
    result.after = "20"
    draft.results = [result]
    draft.save_revision().publish()
    changed = fresh(french).results.get()
    assert (changed.before, changed.after) == ("40", "20")
    assert changed.statement == "Moins d’eau perdue"


def test_a_result_added_in_the_source_appears_in_every_edition(work):
    page, french, _arabic = work
    draft = fresh(page)
    draft.results = [
        *draft.results.all(),
        Result(locale=draft.locale, statement="Fewer complaints", before="9", after="3"),
    ]
    draft.save_revision().publish()
    assert [row.after for row in fresh(french).results.order_by("sort_order")] == ["25", "3"]


def test_drafts_follow_too_and_keep_their_own_words(work):
    page, french, _arabic = work
    draft = fresh(french)
    draft.title = "Compteurs d’eau, nouvelle version"
    draft.save_revision()
    source = fresh(page)
    source.date = "2015"
    source.save_revision().publish()
    live = fresh(french)
    waiting = live.get_latest_revision_as_object()
    assert (live.date, live.title) == ("2015", "Compteurs d’eau")
    assert (waiting.date, waiting.title) == ("2015", "Compteurs d’eau, nouvelle version")
    assert live.has_unpublished_changes


def test_an_edition_without_a_waiting_draft_has_none_afterwards(work):
    page, french, _arabic = work
    source = fresh(page)
    source.date = "2016"
    source.save_revision().publish()
    followed = fresh(french)
    assert not followed.has_unpublished_changes
    assert followed.latest_revision_id == followed.live_revision_id


def test_a_file_given_to_one_edition_belongs_to_the_work(work):
    from cms.network.models import WorkFile

    page, french, _arabic = work
    file = FileFactory()
    draft = fresh(page)
    draft.work_files = [WorkFile(file=file)]
    draft.save_revision().publish()
    assert [row.file for row in fresh(french).work_files.all()] == [file]


def test_check_editions_finds_and_repairs_a_difference(work, capsys):
    page, french, _arabic = work
    call_command("check_editions")
    CaseStudyPage.objects.filter(pk=french.pk).update(evidence="evaluated")
    assert facts.differences(fresh(page), fresh(french)) == [["evidence"]]
    with pytest.raises(CommandError):
        call_command("check_editions")
    call_command("check_editions", "--repair")
    call_command("check_editions")
    assert fresh(french).evidence == "claimed"


def _form(page, **data):
    from cms.network.models import WorkPage  # noqa: F401

    handler = type(page).get_edit_handler()
    form_class = handler.get_form_class()
    return form_class(instance=page, for_user=UserFactory(is_superuser=True), parent_page=None)


def test_facts_can_be_edited_on_the_source_edition_only(work):
    page, french, _arabic = work
    assert not _form(fresh(page)).fields["date"].disabled
    form = _form(fresh(french))
    assert form.fields["date"].disabled
    assert form.fields["themes"].disabled
    assert not form.fields["title"].disabled
    row = form.formsets["results"].forms[0]
    assert row.fields["before"].disabled
    assert not row.fields["statement"].disabled


def test_every_fact_of_every_kind_of_work_is_declared_for_translation():
    from cms.core import works
    from cms.network.models import WorkPage

    for kind in works.kinds():
        if issubclass(kind.model, WorkPage):
            declared = {field.field_name for field in kind.model.override_translatable_fields}
            assert set(kind.model.shared_fields) <= declared


def test_what_a_publication_changes_is_all_or_nothing(work, monkeypatch):
    page, french, _arabic = work
    draft = fresh(page)
    draft.organisations = [OrganisationFactory()]
    revision = draft.save_revision()

    def fail(source, target, names):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(facts, "copy", fail)
    with pytest.raises(RuntimeError):
        revision.publish()
    assert not fresh(page).organisations.exists()


def test_the_form_of_a_translation_opens_with_its_facts_locked(client):
    page = CaseStudyFactory(contacts=[WorkContact(role="press", website="https://example.org/")])
    french = translate(page, "fr", title="Une œuvre", slug="oeuvre")
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[french.pk]))
    assert answer.status_code == 200
    contacts = answer.context["form"].formsets["contacts"].forms
    assert all(field.disabled for form in contacts for field in form.fields.values())
