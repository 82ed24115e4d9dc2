"""The thesaurus is taken in from SKOS and given away as SKOS, and nothing is lost on the way."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from wagtail.models import PageViewRestriction

from cms.core.models import Concept, ConceptMatch, ConceptScheme, Work
from cms.core.source import WorkSource
from cms.core.thesaurus import importing, reading, skos
from cms.core.thesaurus.tree import tree
from cms.library.models import CaseStudyPage
from search.models import Outbox
from tests.factories import (
    CaseStudyFactory,
    ConceptFactory,
    DefinitionFactory,
    GoalFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db

URBAN = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix e: <http://example.org/urban/> .

e: a skos:ConceptScheme ; dct:title "Urban services"@en,
    "Services urbains"@fr, "الخدمات الحضرية"@ar .
e:services a skos:Concept ; skos:topConceptOf e: ;
    skos:prefLabel "Services"@en, "Services"@fr, "Servicios"@es, "الخدمات"@ar .
e:water a skos:Concept ; skos:inScheme e: ; skos:broader e:services ; skos:notation "2" ;
    skos:prefLabel "Water"@en, "Eau"@fr, "Agua"@es, "المياه"@ar ;
    skos:altLabel "Drinking water"@en, "Water supply"@en, "Eau potable"@fr ;
    skos:hiddenLabel "Watter"@en ;
    skos:definition "Water that people drink.\\nAnd wash with."@en ;
    skos:scopeNote "Not sewage."@en ;
    skos:related e:health ;
    skos:closeMatch <http://metadata.un.org/sdg/6> .
e:health a skos:Concept ; skos:inScheme e: ; skos:broader e:services, e:people ;
    skos:notation "10" ;
    skos:prefLabel "Health"@en, "Santé"@fr .
e:people a skos:Concept ; skos:inScheme e: ; skos:prefLabel "People"@en ; skos:narrower e:health .
"""


def written(tmp_path, text: str, name: str = "urban.ttl"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def imported(path, *options: str) -> str:
    out = StringIO()
    call_command("thesaurus_import", str(path), *options, stdout=out)
    return out.getvalue()


def told(graph: Graph) -> Graph:
    """What a graph says of concepts in SKOS, with the relations that SKOS derives."""
    found = Graph()
    for s, p, o in graph:
        if str(p).startswith(str(SKOS)) and p != SKOS.hasTopConcept:
            found.add((s, p, o))
    for s, _p, o in list(graph.triples((None, SKOS.broader, None))):
        found.add((o, SKOS.narrower, s))
    for s, _p, o in list(graph.triples((None, SKOS.narrower, None))):
        found.add((o, SKOS.broader, s))
    for s, _p, o in list(graph.triples((None, SKOS.related, None))):
        found.add((o, SKOS.related, s))
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        for scheme in graph.objects(concept, SKOS.topConceptOf):
            found.add((concept, SKOS.inScheme, scheme))
        if not list(found.objects(concept, SKOS.broader)):
            found.add((concept, SKOS.topConceptOf, next(found.objects(concept, SKOS.inScheme))))
    return found


@pytest.mark.parametrize("suffix", skos.FORMATS)
def test_what_is_taken_in_is_given_away_whole_in_every_format(tmp_path, suffix):
    imported(written(tmp_path, URBAN))
    scheme = ConceptScheme.objects.get(uri="http://example.org/urban/")
    given = skos.written(skos.graph_of_scheme(scheme), suffix)
    name, _media_type = skos.FORMATS[suffix]
    again = Graph().parse(data=given, format="xml" if suffix == "rdf" else name)
    assert isomorphic(told(again), told(Graph().parse(data=URBAN, format="turtle")))


@pytest.mark.parametrize("suffix", skos.FORMATS)
def test_our_own_themes_come_back_unchanged(tmp_path, suffix):
    imported(written(tmp_path, URBAN))
    scheme = ConceptScheme.objects.get()
    path = written(tmp_path, skos.written(skos.graph_of_scheme(scheme), suffix), f"own.{suffix}")
    report = importing.take_in(reading.read(path))
    assert (report.created, report.changed, len(report.unchanged)) == ([], {}, 4)


def test_a_dry_run_tells_and_changes_nothing(tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="wagtail")
    said = imported(written(tmp_path, URBAN), "--dry-run")
    assert said.startswith("4 concepts read")
    assert "4 new concepts" in said
    assert caplog.records == []
    assert logging.getLogger("wagtail").level == logging.INFO
    assert "new      http://example.org/urban/water" in said
    assert not Concept.objects.exists()
    assert not ConceptScheme.objects.exists()


def test_words_columns_and_relations_are_filled(tmp_path):
    imported(written(tmp_path, URBAN))
    water = Concept.objects.get(uri="http://example.org/urban/water")
    assert (water.label_fr, water.label_ar, water.notation) == ("Eau", "المياه", "2")
    assert water.labels()["en"] == ("Water", "Drinking water", "Water supply", "Watter")
    assert water.definition_en == "Water that people drink.\nAnd wash with."
    assert [match.target_uri for match in water.matches.all()] == ["http://metadata.un.org/sdg/6"]
    health = Concept.objects.get(uri="http://example.org/urban/health")
    assert {c.label_en for c in health.broader.all()} == {"Services", "People"}
    assert list(health.related.all()) == [water]
    assert water.latest_revision is not None


def test_a_second_file_changes_what_it_says_and_leaves_the_rest(tmp_path):
    imported(written(tmp_path, URBAN))
    said = imported(
        written(
            tmp_path,
            """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            <http://example.org/urban/water> a skos:Concept ;
                skos:inScheme <http://example.org/urban/> ;
                skos:prefLabel "Drinking water"@en ; skos:altLabel "Tap water"@en .""",
        ),
        "--verbosity=2",
    )
    water = Concept.objects.get(uri="http://example.org/urban/water")
    assert water.labels()["en"] == ("Drinking water", "Tap water", "Watter")
    assert water.label_fr == "Eau"
    assert "0 new concepts, 1 changed, 0 as they were, 3 of these schemes" in said
    assert "label_en: “Water” → “Drinking water”" in said
    assert "alternative_labels_en: “Drinking water | Water supply” → “Tap water”" in said


def test_a_report_tells_what_stood_there_and_what_stands_there_now(tmp_path):
    imported(written(tmp_path, URBAN))
    text = URBAN.replace('"Eau"@fr', '"L’eau"@fr').replace("metadata.un.org/sdg/6", "example.org/6")
    text = text.replace(
        "skos:broader e:services ; skos:notation", "skos:broader e:people ; skos:notation"
    )
    said = imported(written(tmp_path, text), "--dry-run")
    assert "changed  http://example.org/urban/water\n" in said
    assert "label_fr: “Eau” → “L’eau”" in said
    assert (
        "broader: “http://example.org/urban/services” → “http://example.org/urban/people”" in said
    )
    assert "matches: “close http://metadata.un.org/sdg/6” → “close http://example.org/6”" in said
    assert Concept.objects.get(uri="http://example.org/urban/water").label_fr == "Eau"


def test_a_changed_label_has_the_works_of_the_concept_indexed_again(tmp_path):
    imported(written(tmp_path, URBAN))
    water = Concept.objects.get(uri="http://example.org/urban/water")
    work = CaseStudyFactory(themes=[water]).work
    Outbox.objects.all().delete()
    imported(written(tmp_path, URBAN.replace('"Agua"@es', '"Agua y saneamiento"@es')))
    assert str(work.pk) in {str(row.work) for row in Outbox.objects.all()}


def test_an_unchanged_file_touches_nothing(tmp_path):
    path = written(tmp_path, URBAN)
    imported(path)
    water = Concept.objects.get(uri="http://example.org/urban/water")
    revision = water.latest_revision_id
    said = imported(path)
    water.refresh_from_db()
    assert "0 new concepts, 0 changed, 4 as they were" in said
    assert water.latest_revision_id == revision


def test_what_is_left_out_is_counted(tmp_path):
    said = imported(
        written(
            tmp_path,
            URBAN
            + """e:water skos:prefLabel "Wasser"@de ; skos:changeNote "2020"@en ;
                skos:broader <http://example.org/elsewhere> .""",
        )
    )
    assert "Left out, 1 times: a text in “de”" in said
    assert "the property http://www.w3.org/2004/02/skos/core#changeNote" in said
    assert "Left out, 1 times: skos:broader to a concept that is not known" in said


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.ttl", "this is no turtle", "cannot be read as turtle"),
        ("a.rdf", "<rdf", "cannot be read as xml"),
        ("a.jsonld", "{", "cannot be read as json-ld"),
        ("a.jsonld", '{"@context": "http://example.org/c"}', "is an address elsewhere"),
        ("a.csv", "a,b", "give a file that ends in"),
        ("a.ttl", "<a:b> <a:c> <a:d> .", "no skos:Concept"),
        (
            "a.ttl",
            URBAN + 'e:water skos:prefLabel "Waters"@en .',
            "has 2 preferred labels in “en”",
        ),
        ("a.ttl", URBAN + "e:services skos:broader e:water .", "broader than itself"),
        (
            "a.ttl",
            URBAN + 'e:air a skos:Concept ; skos:inScheme e: ; skos:prefLabel "Luft"@de .',
            "has a preferred label in none of",
        ),
        (
            "a.ttl",
            URBAN + f'e:air a skos:Concept ; skos:inScheme e: ; skos:prefLabel "{"a" * 201}"@en .',
            "label_en",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_in_changes_nothing_and_says_why(tmp_path, name, text, why):
    with pytest.raises(CommandError, match="Nothing was changed") as refused:
        imported(written(tmp_path, text, name))
    assert why in str(refused.value)
    assert not Concept.objects.exists()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_everything_that_is_refused_is_told_at_once_and_nothing_is_written(tmp_path, options):
    imported(written(tmp_path, URBAN))
    text = (
        URBAN.replace('"Eau"@fr', '"L’eau"@fr')
        + f"""
    e:air a skos:Concept ; skos:inScheme e: ; skos:prefLabel "Luft"@de .
    e:noise a skos:Concept ; skos:inScheme e: ; skos:notation "{"9" * 21}" ;
        skos:prefLabel "Noise"@en, "Sound"@en, "{"b" * 201}"@fr .
    e:people skos:broader e:health .
    e:one a skos:Concept ; skos:inScheme e: ; skos:prefLabel "One"@en ; skos:broader e:two .
    e:two a skos:Concept ; skos:inScheme e: ; skos:prefLabel "Two"@en ; skos:broader e:one .
    e:far a skos:Concept ; skos:prefLabel "Far"@en ; skos:inScheme <http://example.org/other> ;
        skos:exactMatch <http://example.org/{"x" * 300}> .
    <http://example.org/other> dct:title "{"o" * 201}"@en .
    """
    )
    with pytest.raises(CommandError, match="Nothing was changed") as refused:
        imported(written(tmp_path, text), *options)
    said = str(refused.value)
    for concept, reason in (
        ("urban/air", "has a preferred label in none of"),
        ("urban/noise", "has 2 preferred labels in “en”"),
        ("urban/noise", "label_fr: "),
        ("urban/noise", "notation: "),
        ("other", "name_en: "),
    ):
        assert f"http://example.org/{concept}: {reason}" in said
    assert said.count("is broader than itself") == 2
    assert Concept.objects.count() == 4
    assert ConceptScheme.objects.count() == 1
    assert Concept.objects.get(uri="http://example.org/urban/water").label_fr == "Eau"


def test_identifier_code_and_scheme_of_a_concept_stay(tmp_path):
    concept = ConceptFactory()
    concept.uri = "urn:other"
    with pytest.raises(ValidationError, match="cannot be changed"):
        concept.full_clean()


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/themes/water/"),
        ("text/turtle", "/thesaurus/themes/water.ttl"),
        ("application/ld+json", "/thesaurus/themes/water.jsonld"),
        ("application/rdf+xml", "/thesaurus/themes/water.rdf"),
        ("*/*", "/themes/water/"),
    ],
)
def test_the_address_of_a_concept_leads_to_what_is_asked_for(client, accept, leads_to):
    ConceptFactory(code="water")
    response = client.get("/thesaurus/themes/water", headers={"accept": accept})
    assert response.status_code == 303
    assert response["Location"].endswith(leads_to)
    assert "Accept" in response["Vary"]
    # A page of another host may follow it, as it may read what it leads to.
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("suffix", skos.FORMATS)
@pytest.mark.parametrize("address", ["/thesaurus/themes", "/thesaurus/themes/1.4"])
def test_a_concept_and_its_scheme_are_given_as_skos(client, address, suffix):
    ConceptFactory(code="1.4", slug="goal-1-4", label_ar="هدف")
    response = client.get(f"{address}.{suffix}")
    name, media_type = skos.FORMATS[suffix]
    assert response["Content-Type"].startswith(media_type)
    assert response["Content-Language"] == "fr, en, es, ar"
    graph = Graph().parse(data=response.content, format="xml" if suffix == "rdf" else name)
    concept = URIRef("urn:test:concept:goal-1-4")
    assert Literal("هدف", lang="ar") in set(graph.objects(concept, SKOS.prefLabel))


def test_the_number_of_queries_of_a_scheme_does_not_grow(client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/thesaurus/themes.ttl").status_code == 200
        return len(captured)

    parent = ConceptFactory()
    ConceptFactory(broader=[parent])
    few = asked()
    for _ in range(5):
        ConceptFactory(broader=[parent])
    assert asked() == few


def test_a_tree_holds_every_concept_even_in_a_circle():
    top, below, other = ConceptFactory(), ConceptFactory(), ConceptFactory()
    below.broader.set([top, other])
    other.broader.set([below])
    branches = tree(Concept.objects.prefetch_related("broader"))
    assert [branch.concept for branch in branches] == [top]
    assert branches[0].narrower[0].concept == below
    assert branches[0].narrower[0].narrower[0].concept == other
    assert branches[0].narrower[0].narrower[0].narrower == []


def test_the_page_of_a_scheme_shows_all_levels(client):
    top = ConceptFactory(code="top")
    middle = ConceptFactory(code="middle", broader=[top])
    ConceptFactory(code="lowest", broader=[middle])
    page = client.get("/en/thesaurus/themes/").content.decode()
    assert page.index("Top") < page.index("Middle") < page.index("Lowest")
    assert "/thesaurus/themes.jsonld" in page


def refusals(concept: Concept, **chosen: list[Concept]) -> set[str]:
    """The fields at which the form of a concept refuses what is chosen in it."""
    form_class = Concept.snippet_viewset.get_edit_handler().get_form_class()
    names = ("scheme", "code", "slug", "uri", "label_en", "position")
    data = {name: form_class(instance=concept)[name].value() for name in names}
    data |= {name: [other.pk for other in others] for name, others in chosen.items()}
    data |= {"matches-TOTAL_FORMS": 0, "matches-INITIAL_FORMS": 0}
    form = form_class(data, instance=concept)
    form.is_valid()
    return set(form.errors)


def test_a_concept_is_neither_broader_than_itself_nor_related_to_itself():
    top = ConceptFactory()
    middle = ConceptFactory(broader=[top])
    low = ConceptFactory(broader=[middle])
    assert refusals(low, broader=[top, middle], related=[top]) == set()
    for chosen in (top, middle, low):
        assert refusals(top, broader=[chosen]) == {"broader"}
    assert refusals(top, related=[top]) == {"related"}
    with pytest.raises(ValidationError) as refused:
        ConceptMatch(concept=top, target=top, relation="exact").full_clean()
    assert set(refused.value.message_dict) == {"target"}


class TestWorksOfATheme:
    @pytest.fixture
    def theme(self) -> Concept:
        theme = ConceptFactory()
        for n in range(23):
            CaseStudyFactory(title=f"Case {n}", date=str(2000 + n), themes=[theme])
        return theme

    def test_are_shown_page_by_page_the_newest_first(self, client, theme):
        first = client.get(f"/en/themes/{theme.slug}/").context["works"]
        assert [work.title for work in first][:2] == ["Case 22", "Case 21"]
        assert (len(first), first.paginator.count) == (20, 23)
        last = client.get(f"/en/themes/{theme.slug}/?page=2").context["works"]
        assert [work.title for work in last] == ["Case 2", "Case 1", "Case 0"]

    def test_are_those_of_narrower_themes_and_of_goals_that_match_too(self, client):
        wide, other = ConceptFactory(), ConceptFactory()
        narrow = ConceptFactory(broader=[wide])
        goal, old = GoalFactory(code="6"), GoalFactory(code="old")
        goal.matches.create(relation="close", target=old)
        goal.save()
        # A theme that is related to a goal is not under it, nor the other way round.
        narrow.matches.create(relation="related", target=goal)
        narrow.save()
        CaseStudyFactory(title="On meters", themes=[narrow], goals=[])
        CaseStudyFactory(title="On old goals", themes=[other], goals=[old])
        PartnershipFactory(themes=[narrow], goals=[goal])
        DefinitionFactory(title="Meter", concept=narrow, goals=[])
        documents = WorkSource().build(list(WorkSource().ids()), "public")

        def listed(concept: Concept) -> set[str]:
            page = client.get(f"/en/themes/{concept.slug}/")
            assert page.context["works"].paginator.num_pages == 1
            return {work.id for work in page.context["works"]}

        def filtered(facet: str, concept: Concept) -> set[str]:
            return {each.id for each in documents if concept.slug in each.facets.get(facet, ())}

        assert len(filtered("theme", wide)) == 3
        assert len(filtered("goal", goal)) == 2
        for theme in (wide, other):
            assert listed(theme) == filtered("theme", theme)
            assert not filtered("goal", theme)
        for each in (goal, old):
            assert listed(each) == filtered("goal", each)
            assert not filtered("theme", each)

    def test_of_a_page_only_its_own_are_read(self, client, theme):
        for page in CaseStudyPage.objects.filter(title__in=["Case 22", "Case 21"]):
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/en/themes/{theme.slug}/?page=2").context["works"]
        assert [work.title for work in page] == ["Case 0"]
        summaries = [query["sql"] for query in queries if '"summary"' in query["sql"]]
        keys = Work.objects.exclude(pk=page[0].id).values_list("key", flat=True)
        assert summaries
        assert not any(key.hex in sql or str(key) in sql for sql in summaries for key in keys)
