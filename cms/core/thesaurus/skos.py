"""Concepts and schemes as SKOS (https://www.w3.org/TR/skos-reference/).

A concept's identifier is its own (`Concept.uri`: the United Nations' for goals), the same in
every installation; `foaf:page` leads to its page here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from rdflib import FOAF, RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from ..choices import LANGUAGE_CODES
from ..models import Concept, ConceptMatch, ConceptScheme
from ..models.concepts import lines

#: Formats a concept or scheme is given in: suffix of the address to (rdflib's name, media type).
FORMATS = {
    "ttl": ("turtle", "text/turtle"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("pretty-xml", "application/rdf+xml"),
}
MATCHES: dict[str, URIRef] = {
    ConceptMatch.Relation.EXACT: SKOS.exactMatch,
    ConceptMatch.Relation.CLOSE: SKOS.closeMatch,
    ConceptMatch.Relation.BROAD: SKOS.broadMatch,
    ConceptMatch.Relation.NARROW: SKOS.narrowMatch,
    ConceptMatch.Relation.RELATED: SKOS.relatedMatch,
}
#: Columns with one value a language, and columns with a value a line.
TEXTS = {
    "label": SKOS.prefLabel,
    "definition": SKOS.definition,
    "scope_note": SKOS.scopeNote,
}
LISTS = {"alternative_labels": SKOS.altLabel, "hidden_labels": SKOS.hiddenLabel}


def graph_of_scheme(scheme: ConceptScheme) -> Graph:
    """A scheme with all its concepts, in a fixed number of queries."""
    graph = _new_graph()
    _add_scheme(graph, scheme)
    concepts = scheme.concepts.prefetch_related(
        "broader", "narrower", "related", "matches__target", "scheme"
    )
    for concept in concepts:
        _add_concept(graph, concept, scheme)
        if not concept.broader.all():
            graph.add((URIRef(scheme.uri), SKOS.hasTopConcept, URIRef(concept.uri)))
            graph.add((URIRef(concept.uri), SKOS.topConceptOf, URIRef(scheme.uri)))
    return graph


def graph_of_concept(concept: Concept) -> Graph:
    """One concept, with the names of its scheme."""
    graph = _new_graph()
    _add_scheme(graph, concept.scheme)
    _add_concept(graph, concept, concept.scheme)
    return graph


def written(graph: Graph, suffix: str) -> str:
    """A graph in one of `FORMATS`. JSON-LD carries its context: nothing need be fetched."""
    name, _media_type = FORMATS[suffix]
    if name == "json-ld":
        return graph.serialize(format=name, context={"skos": str(SKOS), "dct": str(DCTERMS)})
    return graph.serialize(format=name)


def _new_graph() -> Graph:
    graph = Graph(bind_namespaces="core")
    for prefix, namespace in (("skos", SKOS), ("dct", DCTERMS), ("foaf", FOAF)):
        graph.bind(prefix, namespace)
    return graph


def _add_scheme(graph: Graph, scheme: ConceptScheme) -> None:
    node = URIRef(scheme.uri)
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    for code in LANGUAGE_CODES:
        if name := getattr(scheme, f"name_{code}"):
            graph.add((node, DCTERMS.title, Literal(name, lang=code)))
    graph.add((node, FOAF.page, URIRef(settings.SITE_URL + scheme.get_absolute_url())))


def _add_concept(graph: Graph, concept: Concept, scheme: ConceptScheme) -> None:
    node = URIRef(concept.uri)
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, URIRef(scheme.uri)))
    if concept.notation:
        graph.add((node, SKOS.notation, Literal(concept.notation)))
    for code in LANGUAGE_CODES:
        for column, predicate in TEXTS.items():
            if value := getattr(concept, f"{column}_{code}"):
                graph.add((node, predicate, Literal(value, lang=code)))
        for column, predicate in LISTS.items():
            for value in lines(getattr(concept, f"{column}_{code}")):
                graph.add((node, predicate, Literal(value, lang=code)))
    _relate(graph, node, SKOS.broader, concept.broader.all())
    _relate(graph, node, SKOS.narrower, concept.narrower.all())
    _relate(graph, node, SKOS.related, concept.related.all())
    for match in concept.matches.all():
        target = match.target.uri if match.target else match.target_uri
        graph.add((node, MATCHES[match.relation], URIRef(target)))
    graph.add((node, FOAF.page, URIRef(settings.SITE_URL + concept.linked_data_address())))


def _relate(graph: Graph, node: URIRef, predicate: Any, others: Iterable[Concept]) -> None:
    for other in others:
        graph.add((node, predicate, URIRef(other.uri)))
