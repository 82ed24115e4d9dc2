"""Projects: aim, accomplishments, status by date, who takes part, and what they grew out of."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from cms.core import works
from cms.core.models import Work
from cms.network.forms import WorkPageForm
from cms.programmes import iati
from cms.programmes.models import (
    ProjectBody,
    ProjectPage,
    ProjectStatus,
    ProjectWork,
)
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ManualFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    """A project in English, its source, and French, with facts and words of every sort."""
    page = ProjectFactory(
        title="Goals in towns",
        aim="<p>Councils that plan with the goals.</p>",
        levels="national,city",
        office_city=CityFactory(name_en="Accra"),
        period_start="2008",
        iati_identifier="XM-DAC-41304-TOWN7",
        sectors="15112,43030",
        budget="120000",
        currency="USD",
        bodies=[ProjectBody(organisation=OrganisationFactory(name_en="The Lead"), role="lead")],
        accomplishments=[("accomplishment", "More is known of budgets")],
        statuses=[ProjectStatus(date="2010-S2", statement="Seven handbooks delivered")],
    )
    edition = translate(page, "fr", title="Les objectifs dans les villes", slug="objectifs")
    edition.accomplishments = [("accomplishment", "On en sait plus")]
    row = edition.statuses.get()
    row.statement = "Remis"
    edition.statuses = [row]
    edition.save_revision().publish()
    return ProjectPage.objects.get(pk=page.pk)


def french(page):
    return ProjectPage.objects.get(translation_key=page.translation_key, locale__language_code="fr")


def test_facts_are_the_same_in_every_edition_and_words_are_not(project):
    draft = ProjectPage.objects.get(pk=project.pk)
    draft.levels, draft.sectors = "district", "16020"
    draft.bodies = [ProjectBody(organisation=OrganisationFactory(), role="funder")]
    row = draft.statuses.get()
    row.date = "2011-S1"
    draft.statuses = [row]
    draft.save_revision().publish()
    other = french(project)
    assert (other.levels, other.sectors) == ("district", "16020")
    assert [body.role for body in other.bodies.all()] == ["funder"]
    assert [(r.date, r.statement) for r in other.statuses.all()] == [("2011-S1", "Remis")]
    assert [block.value for block in other.accomplishments] == ["On en sait plus"]
    call_command("check_editions")


def test_a_translation_shows_facts_locked(project):
    edition = french(project)
    form = edition.get_edit_handler().get_form_class()(
        instance=edition, for_user=UserFactory(is_superuser=True)
    )
    assert isinstance(form, WorkPageForm)
    assert form.fields["iati_identifier"].disabled and form.fields["continues"].disabled
    assert not form.fields["aim"].disabled
    status = form.formsets["statuses"].forms[0].fields
    assert status["date"].disabled and not status["statement"].disabled


def test_the_page_says_who_where_and_how_far(client, project):
    html = client.get(project.url).content.decode()
    for text in (
        "Councils that plan with the goals.",
        "More is known of budgets",
        "Second half of 2010",
        "Seven handbooks delivered",
        "National and city",
        "Project office",
        "Accra",
        "Urban development and management",
        "120,000 USD",
        'href="https://d-portal.org/q.html?aid=XM-DAC-41304-TOWN7"',
    ):
        assert text in html, text
    assert "<dt>Led by</dt>" in html
    assert "<dt>Organisations</dt>" not in html


def test_a_page_without_any_optional_field_shows_no_empty_heading(client):
    html = client.get(ProjectFactory().url).content.decode()
    for text in ("Status by date", "Expected accomplishments", "<dt>Budget", "DAC", "IATI"):
        assert text not in html


def test_pilot_and_programme_name_each_other(client):
    pilot = ProjectFactory(title="The pilot")
    later = ProjectFactory(title="The programme", continues=pilot.work)
    assert "The pilot" in client.get(later.url).content.decode()
    html = client.get(pilot.url).content.decode()
    assert "Became" in html and "The programme" in html


def test_a_project_names_the_model_it_replicates(client):
    model = ProjectFactory(title="The model")
    programme = ProgrammeFactory(name_en="The older programme")
    copy = ProjectFactory(
        title="The copy", replicates_project=model.work, replicates_programme=programme
    )
    html = client.get(copy.url).content.decode()
    assert "The model" in html and "The older programme" in html
    assert "Replicated by" in client.get(model.url).content.decode()


def test_works_of_a_project_and_the_project_lead_to_each_other(client):
    case, manual = CaseStudyFactory(title="What was learnt"), ManualFactory(title="The manual")
    project = ProjectFactory(
        title="The project", related_works=[ProjectWork(work=w.work) for w in (case, manual)]
    )
    html = client.get(project.url).content.decode()
    assert html.index("What was learnt") < html.index("The manual")
    for work in (case, manual):
        assert "The project" in client.get(work.url).content.decode()


def test_a_work_withdrawn_is_no_longer_named(client):
    pilot = ProjectFactory(title="The pilot")
    later = ProjectFactory(title="The programme", continues=pilot.work)
    pilot.unpublish()
    html = client.get(later.url).content.decode()
    assert "The pilot" not in html and "Grew out of" not in html


def test_words_names_and_places_are_found(project):
    work = Work.objects.get(key=project.translation_key)
    (document,) = works.kind("project").documents([work], "public")
    texts = " ".join(text.text for text in document.texts)
    for words in ("Councils that plan", "More is known of budgets", "Seven handbooks", "Remis"):
        assert words in texts
    assert {"The Lead", "Accra"} <= set(document.names)
    assert document.facets["city"] == (project.office_city.slug,)


def test_a_renamed_organisation_touches_its_projects(project):
    from search.models import Outbox

    Outbox.objects.all().delete()
    body = project.bodies.get().organisation
    body.name_en = "The New Lead"
    body.save()
    assert Outbox.objects.filter(work=str(project.work.pk)).exists()


@pytest.mark.parametrize("place", ["organisation", "city"])
def test_the_pages_of_bodies_and_places_list_their_projects_apart(client, project, place):
    record = project.bodies.get().organisation if place == "organisation" else project.office_city
    html = client.get(record.get_absolute_url()).content.decode()
    assert "Projects and plans" in html and "Goals in towns" in html


def test_a_project_continues_a_project_and_no_other_work(project):
    project.continues = CaseStudyFactory(title="No project").work
    with pytest.raises(ValidationError) as refused:
        project.full_clean()
    assert "continues" in refused.value.message_dict


@pytest.mark.parametrize(
    "identifier", ["XM-DAC-41304-ABC123", "GB-GOV-1-300123", "FR-RCS-123-A", "44000-P090644"]
)
def test_an_identifier_with_a_registration_agency_is_taken(identifier):
    iati.validate_identifier(identifier)


@pytest.mark.parametrize(
    "identifier",
    ["ABC123", "ZZ-DAC-41304-1", "XM-DAC-41304", "xm-dac-41304-1", "XM-DAC-1-a b", "XM-DAC-1-a/b"],
)
def test_what_is_no_iati_identifier_is_refused(identifier):
    with pytest.raises(ValidationError):
        iati.validate_identifier(identifier)


def test_a_project_does_not_end_before_it_begins(project):
    project.period_start, project.period_end = "2010", "2009"
    with pytest.raises(ValidationError) as refused:
        project.full_clean()
    assert set(refused.value.message_dict) == {"period_end"}


@pytest.mark.parametrize(
    ("field", "wrong"), [("budget", -1), ("currency", "eur"), ("currency", "EU"), ("currency", "€")]
)
def test_a_budget_is_not_negative_and_in_a_currency_by_its_code(project, field, wrong):
    project.budget, project.currency = 0, "EUR"
    project.full_clean()
    setattr(project, field, wrong)
    with pytest.raises(ValidationError) as refused:
        project.full_clean()
    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize(
    ("lang", "label"),
    [("en", "14021 Water supply in towns"), ("fr", "14021 Approvisionnement en eau des villes")],
)
def test_sectors_are_offered_in_the_language_of_the_editor(lang, label):
    field = ProjectPage._meta.get_field("sectors").formfield()
    with translation.override(lang):
        assert label in [str(said) for _code, said in field.choices]
