"""Every work whose document differs after a change has been noted as changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import extraction
from cms.network.models import Partner
from search.documents import AUDIENCES
from search.models import Outbox
from search.sources import source
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    CountryFactory,
    DefinitionFactory,
    FileFactory,
    GoalFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    ProgrammeFactory,
    ProjectFactory,
    RegionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> SimpleNamespace:
    """A region within another, a country in it, a city there that is part of a larger area, and
    what is found by them; a theme, old and new goals, and a file."""
    made = SimpleNamespace()
    made.top, made.other_region = RegionFactory(), RegionFactory()
    made.region = RegionFactory(parent=made.top)
    made.country = CountryFactory(region=made.region)
    made.other_country = CountryFactory(region=made.other_region)
    made.area = CityFactory(country=made.country)
    made.city = CityFactory(country=made.country, part_of=made.area)
    made.body = OrganisationFactory(city=made.city)
    made.agency = OrganisationFactory(country=made.country)
    made.person, made.member = PersonFactory(city=made.city), PersonFactory(organisation=made.body)
    made.programme = ProgrammeFactory()
    made.programme.cities.add(made.city)
    made.programme.organisations.add(made.body)
    made.campaign = ProgrammeFactory()
    made.campaign.countries.add(made.country)
    made.theme = ConceptFactory()
    made.old_goal, made.goal, made.other_goal = GoalFactory(), GoalFactory(), GoalFactory()
    made.old_goal.matches.create(relation="close", target=made.goal)
    made.old_goal.save()
    made.field, made.other_field = ConceptFactory(), ConceptFactory()
    made.theme.broader.add(made.field)
    made.wide_goal = GoalFactory()
    made.target = GoalFactory(broader=[made.wide_goal])
    made.wide_goal.matches.create(relation="exact", target=made.goal)
    made.wide_goal.save()
    made.folder = Collection.get_first_root_node().add_child(name="Folder")
    made.file = FileFactory(pages=("A signed agreement.",), collection=made.folder)
    extraction.read_file(made.file)
    made.twinning = PartnershipFactory(between=[(made.city, "provider")])
    Partner.objects.create(partnership=made.twinning, organisation=made.body, role="recipient")
    made.accord = PartnershipFactory()
    Partner.objects.create(partnership=made.accord, country=made.country, role="observer")
    made.accord.files.add(made.file)
    made.accord.programmes.add(made.programme)
    made.accord.themes.add(made.theme)
    made.accord.save()
    CaseStudyFactory(cities=[made.city], people=[made.person], programmes=[made.programme])
    CaseStudyFactory(organisations=[made.body], goals=[made.old_goal])
    CaseStudyFactory(countries=[made.country], themes=[made.theme])
    CaseStudyFactory(regions=[made.region])
    CaseStudyFactory(goals=[made.target])
    CaseStudyFactory(goals=[made.goal])
    DefinitionFactory(concept=ConceptFactory(broader=[made.field]))
    ProjectFactory(office_city=made.city)
    return made


def digests() -> dict[tuple[str, str], str]:
    """What is told of each work to each audience."""
    return {
        (document.id, audience): document.digest()
        for audience in AUDIENCES
        for document in source().build(list(source().ids()), audience)
    }


def assert_noted(change) -> None:
    """The change makes documents differ, and every work of these is in the outbox."""
    before = digests()
    Outbox.objects.all().delete()
    change()
    after = digests()
    differing = {
        key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    }
    assert differing
    assert differing <= set(Outbox.objects.values_list("work", flat=True))


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ("top", "slug", "renamed"),
        ("region", "slug", "renamed"),
        ("region", "parent", "other_region"),
        ("country", "slug", "renamed"),
        ("country", "name_en", "Renamed"),
        ("country", "region", "other_region"),
        ("area", "slug", "renamed"),
        ("area", "country", "other_country"),
        ("city", "slug", "renamed"),
        ("city", "name_fr", "Renommée"),
        ("city", "country", "other_country"),
        ("city", "part_of", None),
        ("body", "name_en", "Renamed"),
        ("body", "city", None),
        ("agency", "country", "other_country"),
        ("person", "name_en", "Renamed"),
        ("person", "city", None),
        ("programme", "name_en", "Renamed"),
        ("programme", "acronym_en", "RNM"),
        ("theme", "slug", "renamed"),
        ("theme", "label_ar", "ماء"),
        ("goal", "label_en", "Renamed"),
        ("goal", "slug", "renamed"),
        ("old_goal", "slug", "renamed"),
        ("field", "slug", "renamed"),
        ("wide_goal", "slug", "renamed"),
        ("file", "language", "fr"),
        ("twinning", "title_en", "Renamed"),
        ("twinning", "live", False),
    ],
)
def test_a_record_that_changes(library, record, field, value):
    def change() -> None:
        row = getattr(library, record)
        setattr(row, field, getattr(library, value, value) if isinstance(value, str) else value)
        row.save()

    assert_noted(change)


@pytest.mark.parametrize(
    "make",
    [
        lambda made: CountryFactory(region=made.region),
        lambda made: CityFactory(country=made.country, part_of=made.area),
        lambda made: OrganisationFactory(city=made.city, parent=made.body),
        lambda made: PersonFactory(city=made.city, organisation=made.body),
        lambda made: ProgrammeFactory(parent=made.programme),
    ],
    ids=["country", "city", "body", "person", "programme"],
)
def test_a_record_that_is_made(library, make):
    assert_noted(lambda: make(library))


@pytest.mark.parametrize(
    "record",
    [
        *("person", "body", "programme", "file", "area"),
        *("theme", "field", "old_goal", "goal", "wide_goal", "target"),
    ],
)
def test_a_record_that_is_deleted(library, record):
    row = getattr(library, record)
    if record == "body":
        Partner.objects.filter(organisation=row).delete()
    assert_noted(row.delete)


class TestRelationsOfConcepts:
    """What is found under which theme or goal follows how these are related."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda made: made.theme.broader.add(made.other_field),
            lambda made: made.theme.broader.remove(made.field),
            lambda made: made.theme.broader.set([made.other_field]),
            lambda made: made.theme.broader.clear(),
            lambda made: made.field.narrower.remove(made.theme),
            lambda made: made.field.narrower.clear(),
            lambda made: made.other_field.narrower.add(made.theme),
            lambda made: made.field.broader.add(made.other_field),
            lambda made: made.goal.broader.add(made.other_goal),
        ],
    )
    def test_a_broader_concept_comes_or_goes(self, library, change):
        assert_noted(lambda: change(library))

    def test_a_match_is_entered_at_either_goal(self, library):
        new = GoalFactory()

        def change() -> None:
            new.matches.create(relation="close", target=library.target)
            new.save()

        assert_noted(change)

    def test_a_match_goes(self, library):
        def change() -> None:
            library.wide_goal.matches.clear()
            library.wide_goal.save()

        assert_noted(change)

    def test_a_match_leads_to_another_goal(self, library):
        match = library.old_goal.matches.get()

        def change() -> None:
            match.target = library.other_goal
            match.save()

        assert_noted(change)


class TestPrivacyOfFiles:
    """Each way in which the administration can make a file private."""

    @pytest.fixture
    def private(self) -> Collection:
        private = Collection.get_first_root_node().add_child(name="For members")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        return private

    @pytest.fixture
    def admin(self, client):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        return client

    def test_its_collection_becomes_private(self, library):
        assert_noted(
            lambda: CollectionViewRestriction.objects.create(
                collection=library.folder, restriction_type="login"
            )
        )

    def test_it_is_put_into_a_private_collection_by_its_form(self, library, private):
        library.file.collection = private
        assert_noted(library.file.save)

    def test_several_are_put_into_a_private_collection_together(self, library, private, admin):
        address = reverse("wagtail_bulk_action", args=["core", "file", "add_to_collection"])

        def change() -> None:
            answer = admin.post(f"{address}?id={library.file.pk}", {"collection": private.pk})
            assert answer.status_code == 302

        assert_noted(change)

    def test_its_collection_is_moved_under_a_private_one(self, library, private, admin):
        address = reverse("wagtailadmin_collections:edit", args=[library.folder.pk])

        def change() -> None:
            answer = admin.post(address, {"name": "Folder", "parent": private.pk})
            assert answer.status_code == 302

        assert_noted(change)
