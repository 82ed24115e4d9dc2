"""Taking in a thesaurus written as SKOS.

A file is applied in one transaction or not at all: where anything in it is refused, all that is
refused is told and nothing changes. A concept is known by its identifier.
For each concept of the file, what the file says in a language replaces what
stood there; what it is silent about stays, and so do concepts it does not name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DC, DCTERMS

from ..choices import LANGUAGE_CODES
from ..models import Concept, ConceptMatch, ConceptScheme
from ..models.concepts import lines
from .reading import Unreadable
from .reports import Change, Refused, Report
from .skos import LISTS, MATCHES, TEXTS

_KNOWN = {
    RDF.type,
    SKOS.inScheme,
    SKOS.notation,
    SKOS.topConceptOf,
    SKOS.broader,
    SKOS.narrower,
    SKOS.related,
    *TEXTS.values(),
    *LISTS.values(),
    *MATCHES.values(),
}
#: Names of a scheme, the first that is there counts.
_NAMES = (DCTERMS.title, SKOS.prefLabel, RDFS.label, DC.title)


def take_in(graph: Graph, *, dry_run: bool = False) -> Report:
    """Brings the concepts of a graph into the thesaurus and tells what changed. With
    `dry_run` the same is done and undone. Raises Unreadable, or Refused with everything that is
    wrong with its concepts, and then nothing has changed."""
    with transaction.atomic():
        report = _Import(graph).run()
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Import:
    """One run of an import."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.report = Report()
        self.schemes: dict[str, ConceptScheme | None] = {}
        self.concepts: dict[str, Concept] = {}

    def run(self) -> Report:
        concepts = set(self.graph.subjects(RDF.type, SKOS.Concept))
        nodes = sorted(node for node in concepts if isinstance(node, URIRef))
        if len(nodes) < len(concepts):
            self._leave_out("a concept without an identifier", len(concepts) - len(nodes))
        if not nodes:
            raise Unreadable("there is no skos:Concept in the file")
        found = {node: self._scheme_of(node) for node in nodes}
        schemes = {node: scheme for node, scheme in found.items() if scheme is not None}
        known = {row.uri: row for row in Concept.objects.filter(uri__in=map(str, nodes))}
        ordered = sorted(schemes, key=lambda node: (schemes[node].pk, *self._place(node)))
        changes: dict[str, list[Change]] = {}
        for position, node in enumerate(ordered):
            row = known.get(str(node))
            changes[str(node)] = self._write(node, row, schemes[node], position)
        self._relations(nodes, changes)
        if self.report.refused:
            raise Refused(self.report)
        self._finish(nodes, known, changes)
        self.report.schemes = sorted(self.schemes)
        others = Concept.objects.filter(scheme__in=set(schemes.values()))
        self.report.absent = sorted(
            others.exclude(uri__in=list(self.concepts)).values_list("uri", flat=True)
        )
        return self.report

    def _finish(
        self,
        nodes: Sequence[URIRef],
        known: Mapping[str, Concept],
        changes: Mapping[str, list[Change]],
    ) -> None:
        """Saves what is new or changed once it is whole, so that its revision and its works'
        index are, and tells of each concept which it is."""
        for uri in map(str, nodes):
            if uri not in known:
                self.report.created.append(uri)
            elif changes[uri]:
                self.report.changed[uri] = changes[uri]
            else:
                self.report.unchanged.append(uri)
                continue
            self.concepts[uri].save()
            self.concepts[uri].save_revision()

    def _leave_out(self, reason: str, count: int = 1) -> None:
        self.report.left_out[reason] += count

    # --- schemes ---------------------------------------------------------------------

    def _scheme_of(self, node: URIRef) -> ConceptScheme | None:
        """The scheme of a concept; None where it has none, or one that is refused."""
        named = [
            *self.graph.objects(node, SKOS.inScheme),
            *self.graph.objects(node, SKOS.topConceptOf),
            *self.graph.subjects(SKOS.hasTopConcept, node),
        ]
        uris = sorted({str(each) for each in named})
        if not uris:
            uris = sorted({str(s) for s in self.graph.subjects(RDF.type, SKOS.ConceptScheme)})
        if not uris:
            kept = Concept.objects.filter(uri=str(node)).select_related("scheme").first()
            if kept is None:
                reason = "belongs to no scheme, and the file declares none"
                self.report.refuse(str(node), reason)
                return None
            uris = [kept.scheme.uri]
        if len(uris) > 1:
            self._leave_out("a concept's second scheme", len(uris) - 1)
        return self._scheme(uris[0])

    def _scheme(self, uri: str) -> ConceptScheme | None:
        if uri not in self.schemes:
            self.schemes[uri] = self._written_scheme(uri)
        return self.schemes[uri]

    def _written_scheme(self, uri: str) -> ConceptScheme | None:
        scheme = ConceptScheme.objects.filter(uri=uri).first()
        names = self._scheme_names(uri)
        if scheme is None:
            code = _free(_last_part(uri)[:40] or "scheme", ConceptScheme, "code")
            scheme = ConceptScheme(uri=uri, code=code)
            names = names or {"en": code}
        changed = {
            f"name_{lang}": name
            for lang, name in names.items()
            if getattr(scheme, f"name_{lang}") != name
        }
        for column, name in changed.items():
            setattr(scheme, column, name)
        if changed and self._accepted(uri, scheme):
            scheme.save()
        return None if uri in self.report.refused else scheme

    def _scheme_names(self, uri: str) -> dict[str, str]:
        for predicate in _NAMES:
            names = dict(self._literals(URIRef(uri), predicate, one=True))
            if names:
                return {lang: values[0] for lang, values in names.items()}
        return {}

    # --- concepts --------------------------------------------------------------------

    def _place(self, node: URIRef) -> tuple[Any, ...]:
        """Where a concept stands among those of its scheme: by notation, then identifier."""
        notation = str(self.graph.value(node, SKOS.notation) or "")
        numbers = [(int(n) if n.isdigit() else 0, n) for n in re.split(r"(\d+)", notation)]
        return (not notation, numbers, str(node))

    def _write(
        self, node: URIRef, row: Concept | None, scheme: ConceptScheme, position: int
    ) -> list[Change]:
        """Writes the row of a concept with its own words, unless it is refused; what changed."""
        self._count_unknown(node)
        values: dict[str, Any] = {}
        for column, predicate in TEXTS.items():
            for lang, texts in self._literals(node, predicate, one=column == "label"):
                values[f"{column}_{lang}"] = "\n".join(texts)
        for column, predicate in LISTS.items():
            for lang, texts in self._literals(node, predicate):
                present = lines(getattr(row, f"{column}_{lang}", ""))
                if sorted(present) != sorted(texts):
                    values[f"{column}_{lang}"] = "\n".join(texts)
        notations = sorted(str(n) for n in self.graph.objects(node, SKOS.notation))
        if notations:
            values["notation"] = notations[0]
            self._leave_out_more("notation", notations)
        if row is None:
            code = _last_part(str(node))[:80]
            slug = code if scheme.code == "themes" else f"{scheme.code}-{code}"
            row = Concept(
                scheme=scheme,
                uri=str(node),
                code=_free(code, Concept, "code", scheme=scheme),
                slug=_free(slugify(slug)[:110], Concept, "slug"),
                position=position,
            )
        elif row.scheme_id != scheme.pk:
            self._leave_out("a concept's move to another scheme")
        changed = [
            Change(name, getattr(row, name) or "", value)
            for name, value in values.items()
            if getattr(row, name) != value
        ]
        for change in changed:
            setattr(row, change.field, change.after)
        if not any(getattr(row, f"label_{lang}") for lang in LANGUAGE_CODES):
            languages = ", ".join(LANGUAGE_CODES)
            self.report.refuse(row.uri, f"has a preferred label in none of {languages}")
        if changed or row.pk is None:
            if not self._accepted(row.uri, row):
                return []
            row.save()
        self.concepts[row.uri] = row
        return changed

    def _accepted(self, uri: str, row: Any, exclude: Sequence[str] = ()) -> bool:
        """Whether the checks of a row itself accept it, and nothing else is wrong with what has
        the identifier; what they say is noted."""
        try:
            row.full_clean(exclude=exclude, validate_unique=False)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.report.refuse(uri, f"{name}: {' '.join(messages)}")
        return uri not in self.report.refused

    def _literals(
        self, node: URIRef, predicate: Any, *, one: bool = False
    ) -> Iterator[tuple[str, list[str]]]:
        """(language, texts) of a property, for the portal's languages. It is refused where one
        alone is allowed and there are several (SKOS reference, S14)."""
        found: dict[str, list[str]] = defaultdict(list)
        for value in sorted(self.graph.objects(node, predicate), key=str):
            if not isinstance(value, Literal):
                self._leave_out("a text that is a thing of its own")
                continue
            lang = (value.language or "").split("-")[0].lower()
            if lang in LANGUAGE_CODES:
                text = " ".join(str(value).split()) if predicate not in _LONG else str(value)
                if text.strip() and text not in found[lang]:
                    found[lang].append(text.strip())
            else:
                said = f"in “{value.language}”" if value.language else "without a language"
                self._leave_out(f"a text {said}")
        for lang, texts in found.items():
            if one and len(texts) > 1:
                said = f"has {len(texts)} preferred labels in “{lang}”"
                self.report.refuse(str(node), said)
            yield lang, texts

    def _count_unknown(self, node: URIRef) -> None:
        for predicate in self.graph.predicates(node):
            if predicate not in _KNOWN:
                self._leave_out(f"the property {predicate}")

    def _leave_out_more(self, what: str, values: list[str]) -> None:
        if len(values) > 1:
            self._leave_out(f"a second {what}", len(values) - 1)

    # --- relations -------------------------------------------------------------------

    def _relations(self, nodes: list[URIRef], changes: Mapping[str, list[Change]]) -> None:
        broader: dict[str, set[str]] = defaultdict(set)
        related: dict[str, set[str]] = defaultdict(set)
        for narrow, wide in [
            *self.graph.subject_objects(SKOS.broader),
            *((b, a) for a, b in self.graph.subject_objects(SKOS.narrower)),
        ]:
            broader[str(narrow)].add(str(wide))
        for one, other in self.graph.subject_objects(SKOS.related):
            related[str(one)].add(str(other))
            related[str(other)].add(str(one))
        self._refuse_circles(broader)
        for node in nodes:
            uri = str(node)
            if uri not in self.concepts:
                continue
            for name, wanted in (("broader", broader[uri]), ("related", related[uri])):
                targets = self._targets(wanted, f"skos:{name} to a concept that is not known")
                manager = getattr(self.concepts[uri], name)
                before, after = _uris(manager.all()), _uris(targets)
                if targets and before != after:
                    manager.set(targets)
                    changes[uri].append(Change(name, before, after))
            changes[uri] += self._matches(node, self.concepts[uri])

    def _targets(self, uris: set[str], reason: str) -> list[Concept]:
        found = [self.concepts[uri] for uri in sorted(uris) if uri in self.concepts]
        elsewhere = uris - self.concepts.keys()
        rows = list(Concept.objects.filter(uri__in=elsewhere)) if elsewhere else []
        if len(rows) < len(elsewhere):
            self._leave_out(reason, len(elsewhere) - len(rows))
        return found + rows

    def _refuse_circles(self, broader: Mapping[str, set[str]]) -> None:
        """A concept that is broader than itself makes no tree."""
        left = {narrow: set(wide) for narrow, wide in broader.items()}
        while circle := _circle(left):
            self.report.refuse(circle[0], f"is broader than itself: {' > '.join(circle)}")
            # Opened, so that the next one is found.
            left[circle[1]].discard(circle[0])

    def _matches(self, node: URIRef, row: Concept) -> list[Change]:
        """Writes the mappings of a concept, unless one is refused; what changed."""
        wanted = {
            (relation.value, str(target))
            for relation, predicate in MATCHES.items()
            for target in self.graph.objects(node, predicate)
        }
        if not wanted:
            return []
        present = {
            (match.relation, match.target.uri if match.target else match.target_uri)
            for match in row.matches.select_related("target")
        }
        if wanted == present:
            return []
        own = {uri: self.concepts.get(uri) for _relation, uri in wanted}
        absent = [uri for uri, concept in own.items() if concept is None]
        own.update({c.uri: c for c in Concept.objects.filter(uri__in=absent)})
        matches = []
        for relation, uri in sorted(wanted):
            match = ConceptMatch(relation=relation, target=own[uri])
            match.target_uri = "" if own[uri] else uri
            if self._accepted(row.uri, match, exclude=("concept",)):
                matches.append(match)
        row.matches.set(matches)
        return [Change("matches", _pairs(present), _pairs(wanted))]


#: Texts of several lines, whose line breaks are kept.
_LONG = (SKOS.definition, SKOS.scopeNote)


def _uris(concepts: Iterable[Concept]) -> str:
    return "\n".join(sorted(concept.uri for concept in concepts))


def _pairs(matches: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{relation} {uri}" for relation, uri in sorted(matches))


def _circle(broader: Mapping[str, set[str]]) -> list[str]:
    """Concepts of which each is broader than the next and the last is the first; none: empty."""
    try:
        TopologicalSorter(broader).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def _last_part(uri: str) -> str:
    """The last part of an identifier, for the code of what it names."""
    part = re.split(r"[/#:]", uri.rstrip("/#:"))[-1]
    return re.sub(r"[^\w.-]+", "-", part).strip("-") or "concept"


def _free(wanted: str, model: Any, column: str, **within: Any) -> str:
    """The name wanted, or with the first number behind it that is not taken."""
    name, number = wanted, 1
    while model.objects.filter(**{column: name}, **within).exists():
        number += 1
        name = f"{wanted}-{number}"
    return name
