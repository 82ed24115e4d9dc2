"""What the records of the network tell the search about themselves."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from cms.core import extraction, works
from cms.core.models import Work
from cms.network.models import Partner, PeerCheck
from search import indexing
from search.documents import Text, WorkDocument
from search.models import Outbox
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    DefinitionFactory,
    FileFactory,
    GoalFactory,
    ManualFactory,
    OrganisationFactory,
    PartnershipFactory,
    ProgrammeFactory,
)

pytestmark = pytest.mark.django_db


def document(record, audience: str = "public") -> WorkDocument:
    """The document of a record or page as an audience sees it."""
    work = Work.objects.get(key=getattr(record, "translation_key", None) or record.key)
    return works.kind(work.kind).documents([work], audience)[0]


def offered(record) -> set[str]:
    """The texts that are offered for it while typing."""
    return {text for _words, text, _lang in indexing._suggestions(document(record))}


@pytest.mark.parametrize(
    ("evidence", "checked", "sureness"),
    [
        ("", False, 0.0),
        ("claimed", False, 0.0),
        ("documented", False, 0.3),
        ("measured", False, 0.6),
        ("evaluated", False, 1.0),
        ("claimed", True, 1.0),
    ],
)
def test_a_work_is_as_sure_as_its_evidence_or_the_check_of_peers(evidence, checked, sureness):
    checks = [PeerCheck(organisation=OrganisationFactory())] if checked else []
    page = CaseStudyFactory(evidence=evidence, peer_checks=checks)
    assert document(page).sureness == sureness


def test_a_manual_that_peers_have_checked_is_sure():
    page = ManualFactory(peer_checks=[PeerCheck(organisation=OrganisationFactory())])
    assert document(page).sureness == 1.0
    assert document(ManualFactory()).sureness == 0.0


def test_a_city_is_offered_by_each_of_its_names():
    city = CityFactory(name_en="Chefchaouen", name_ar="شفشاون", variants="Xauen")
    assert offered(city) == {"Chefchaouen", "شفشاون", "Xauen"}


def test_what_mentions_a_city_is_found_by_its_name_but_not_offered_for_it():
    city = CityFactory(name_en="Chefchaouen")
    body = OrganisationFactory(name_en="Water board")
    programme = ProgrammeFactory(name_en="Med Cities")
    programme.organisations.add(body)
    for mention, names in (
        (CaseStudyFactory(title="Water", cities=[city]), {"Chefchaouen"}),
        (PartnershipFactory(title_en="Twinning", between=[(city, "observer")]), {"Chefchaouen"}),
        (programme, {"Water board"}),
    ):
        assert names <= set(document(mention).names)
        assert not names & offered(mention)


def test_a_partnership_that_is_not_published_gives_its_parties_no_role():
    city, body = CityFactory(), OrganisationFactory()
    partnership = PartnershipFactory(between=[(city, "observer")], live=False)
    Partner.objects.create(partnership=partnership, organisation=body, role="observer")
    for party in (city, body):
        assert document(party).facets["role"] == ()
    partnership.live = True
    partnership.save()
    for party in (city, body):
        assert document(party).facets["role"] == ("observer",)


def test_files_of_a_partnership_are_found_page_by_page_by_those_who_may_read_them():
    collection = Collection.get_first_root_node().add_child(name="Agreements")
    file = FileFactory(pages=("A signed agreement.", "Its annex."), language="es")
    file.collection = collection
    file.save()
    extraction.read_file(file)
    partnership = PartnershipFactory()
    partnership.files.add(file)
    partnership.save()
    pages = {
        Text("es", "A signed agreement.", str(file.pk), 1),
        Text("es", "Its annex.", str(file.pk), 2),
    }
    assert pages <= set(document(partnership).texts)
    assert document(partnership).facets["language"] == ("en", "es")
    Outbox.objects.all().delete()
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert not pages & set(document(partnership).texts)
    assert document(partnership).facets["language"] == ("en",)
    assert pages <= set(document(partnership, "members").texts)
    work = Work.objects.get(key=partnership.key)
    assert Outbox.objects.filter(work=str(work.pk)).exists()


def test_themes_and_goals_are_told_by_their_labels_old_goals_by_the_new_ones_too():
    theme = ConceptFactory(label_en="Water", label_fr="Eau")
    old, new = GoalFactory(label_en="MDG 7"), GoalFactory(label_en="Clean water")
    old.matches.create(relation="related", target=ConceptFactory(label_en="Sanitation"))
    old.matches.create(relation="close", target=new)
    old.save()
    page = CaseStudyFactory(title="Pumps", themes=[theme], goals=[old])
    partnership = PartnershipFactory(title_en="Twinning")
    partnership.themes.add(theme)
    partnership.save()
    assert document(page).concepts["en"] == ("Clean water", "MDG 7", "Water")
    assert document(page).concepts["fr"] == ("Eau",)
    assert document(partnership).concepts["en"] == ("Water",)
    Outbox.objects.all().delete()
    new.label_en = "Water for all"
    new.save()
    work = Work.objects.get(key=page.translation_key)
    assert Outbox.objects.filter(work=str(work.pk)).exists()


def test_names_and_files_stand_in_an_order_that_no_database_decides():
    """PostgreSQL gives related rows in the order of its plan, which changes with how many works
    are read together: a document would differ from itself."""
    cities = [CityFactory(name_en=name) for name in ("Tetouan", "Agadir", "Larache")]
    files = [FileFactory(pages=(text,)) for text in ("The agreement.", "Its annex.")]
    page = CaseStudyFactory(title="Water", cities=cities)
    programme = ProgrammeFactory(name_en="Med Cities")
    for name in ("Water board", "Art council"):
        programme.organisations.add(OrganisationFactory(name_en=name))
    for record in (page, programme):
        names = document(record).names
        assert len(names) > 2
        assert list(names) == sorted(names)
    partnership = PartnershipFactory(title_en="Twinning", between=[(cities[0], "observer")])
    for file in reversed(files):
        extraction.read_file(file)
        partnership.files.add(file)
        partnership.save()
    told = [text.file for text in document(partnership).texts if text.file]
    assert told == [str(file.pk) for file in files]


class TestConceptsThatAWorkIsFoundUnder:
    """A work is found under what it is given, under what is broader, and under goals that match."""

    @staticmethod
    def under(page, facet: str) -> set[str]:
        return set(document(page).facets[facet])

    def test_broader_themes_and_goals_to_the_top(self):
        top = ConceptFactory(code="services")
        middle = ConceptFactory(code="water", broader=[top, ConceptFactory(code="health")])
        low = ConceptFactory(code="meters", broader=[middle])
        page = CaseStudyFactory(themes=[low], goals=[low])
        for facet in ("theme", "goal"):
            assert self.under(page, facet) == {"meters", "water", "health", "services"}
        assert self.under(CaseStudyFactory(themes=[middle]), "theme") == {
            "water",
            "health",
            "services",
        }

    def test_a_partnership_and_a_definition_too(self):
        low = ConceptFactory(code="meters", broader=[ConceptFactory(code="water")])
        partnership = PartnershipFactory()
        partnership.themes.add(low)
        partnership.save()
        for row in (partnership, DefinitionFactory(concept=low)):
            assert self.under(row, "theme") == {"meters", "water"}

    def test_a_match_counts_whichever_goal_it_was_entered_at(self):
        old, new, newer = (GoalFactory(code=code) for code in ("old", "new", "newer"))
        old.matches.create(relation="close", target=new)
        old.save()
        newer.matches.create(relation="exact", target=old)
        newer.save()
        assert self.under(CaseStudyFactory(goals=[old]), "goal") == {
            "sdg-old",
            "sdg-new",
            "sdg-newer",
        }
        assert self.under(CaseStudyFactory(goals=[new]), "goal") == {"sdg-new", "sdg-old"}

    def test_what_is_under_a_goal_is_under_those_that_match_it(self):
        goal, old = GoalFactory(code="6"), GoalFactory(code="old")
        old_target = GoalFactory(code="old-c", broader=[old])
        target = GoalFactory(code="6.1", slug="sdg-6-1", broader=[goal])
        goal.matches.create(relation="close", target=old)
        goal.save()
        assert self.under(CaseStudyFactory(goals=[target]), "goal") == {
            "sdg-6-1",
            "sdg-6",
            "sdg-old",
        }
        assert self.under(CaseStudyFactory(goals=[old_target]), "goal") == {
            "sdg-old-c",
            "sdg-old",
            "sdg-6",
        }

    def test_concepts_in_a_circle_do_no_harm(self):
        one = ConceptFactory(code="one")
        other = ConceptFactory(code="other", broader=[one])
        one.broader.add(other)
        assert self.under(CaseStudyFactory(themes=[one]), "theme") == {"one", "other"}

    def test_many_works_and_concepts_take_as_many_queries_as_few(
        self, django_assert_max_num_queries
    ):
        def written() -> Work:
            low = ConceptFactory(broader=[ConceptFactory(broader=[ConceptFactory()])])
            goal = GoalFactory(broader=[GoalFactory()])
            goal.matches.create(relation="close", target=GoalFactory())
            goal.save()
            return CaseStudyFactory(themes=[low], goals=[goal]).work

        kind = works.kind("case_study")
        few = [written()]
        kind.documents(few, "public")
        with CaptureQueriesContext(connection) as captured:
            kind.documents(few, "public")
        many = [written() for _ in range(4)]
        with django_assert_max_num_queries(len(captured)):
            assert len(kind.documents([*few, *many], "public")) == 5
