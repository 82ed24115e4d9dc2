"""Records that are harvested: headers and unqualified Dublin Core in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from lxml import etree

from cms.core.access import PUBLIC
from cms.core.models import Concept, Work
from cms.core.works import kinds

from ..items import LANGUAGES, Item, full, names, read
from ..models import Trace, TraceSet
from .protocol import Selection, written

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: records in one answer
BATCH = 100
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Harvested:
    """One record: its trace, and its item unless it is deleted."""

    trace: Trace
    item: Item | None


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a list. `next` selects what follows, or is None at the end."""

    records: Sequence[Harvested]
    total: int
    next: Selection | None


def namespace() -> str:
    """The part of identifiers that names this repository."""
    return settings.OAI_NAMESPACE or urlsplit(settings.SITE_URL).hostname or "localhost"


def has_registered_form() -> bool:
    """Whether identifiers have the form of the guideline on OAI identifiers."""
    return bool(_DOMAIN.fullmatch(namespace()))


def identifier(work_id: int) -> str:
    """The identifier of a record, which never changes."""
    return f"oai:{namespace()}:{work_id}"


def number(text: str) -> int | None:
    """The number in an identifier of ours, or None."""
    beginning = f"oai:{namespace()}:"
    last = text[len(beginning) :]
    fits = text.startswith(beginning) and last.isascii() and last.isdecimal() and len(last) < 18
    return int(last) if fits else None


def harvested() -> QuerySet[Trace]:
    """Everything that is harvested now or was."""
    return Trace.objects.exclude(harvest=Trace.Harvest.NEVER)


def one(work_id: int) -> Harvested | None:
    """The record of a work, or None."""
    found = _records(list(harvested().filter(pk=work_id).prefetch_related("sets")))
    return found[0] if found else None


def page(chosen: Selection) -> Page:
    """What a selection holds, oldest first, after what was given already."""
    rows = harvested()
    if chosen.set:
        specs = TraceSet.objects.filter(trace=OuterRef("pk")).filter(
            Q(spec=chosen.set) | Q(spec__startswith=f"{chosen.set}:")
        )
        rows = rows.filter(Exists(specs))
    if chosen.start:
        rows = rows.filter(datestamp__gte=chosen.start)
    if chosen.end:
        rows = rows.filter(datestamp__lte=chosen.end)
    rest = rows
    if chosen.after:
        stamp, last = chosen.after
        rest = rows.filter(Q(datestamp__gt=stamp) | Q(datestamp=stamp, pk__gt=last))
    ordered = rest.order_by("datestamp", "pk").prefetch_related("sets")
    traces = list(ordered[: BATCH + 1])
    shown = traces[:BATCH]
    following = None
    if len(traces) > BATCH:
        assert shown[-1].datestamp is not None
        following = replace(
            chosen,
            after=(shown[-1].datestamp, shown[-1].pk),
            given=chosen.given + len(shown),
        )
    return Page(_records(shown), chosen.given + rest.count(), following)


def earliest() -> datetime | None:
    """The first datestamp there is."""
    return harvested().order_by("datestamp").values_list("datestamp", flat=True).first()


def sets() -> Iterator[tuple[str, str]]:
    """Every set (its name in English: the protocol has one), with the sets above it."""
    specs = list(TraceSet.objects.order_by("spec").values_list("spec", flat=True).distinct())
    labels = {f"kind:{kind.name}": str(kind.plural) for kind in kinds()}
    slugs = [spec.partition(":")[2] for spec in specs if spec.startswith("theme:")]
    labels |= {f"theme:{c.slug}": c.label for c in Concept.objects.filter(slug__in=slugs)}
    yield "kind", "Kinds"
    yield "theme", "Themes"
    for spec in specs:
        yield spec, labels.get(spec) or spec


def _records(traces: Sequence[Trace]) -> list[Harvested]:
    """The traces with their items, read afresh: what may no longer be given is deleted."""
    found = read(Work.objects.filter(pk__in=[trace.pk for trace in traces]), PUBLIC)
    items = {pk: item for pk, item in found.items() if item.harvestable}
    live = Trace.Harvest.LIVE
    return [
        Harvested(trace, items.get(trace.pk) if trace.harvest == live else None) for trace in traces
    ]


def text(value: str) -> str:
    """A text without characters that XML cannot carry."""
    return _UNFIT.sub("", value)


def header(record: Harvested, parent: etree._Element) -> None:
    """Writes the header of a record."""
    found = etree.SubElement(parent, f"{{{OAI}}}header")
    if record.item is None:
        found.set("status", "deleted")
    etree.SubElement(found, f"{{{OAI}}}identifier").text = identifier(record.trace.pk)
    assert record.trace.datestamp is not None
    etree.SubElement(found, f"{{{OAI}}}datestamp").text = written(record.trace.datestamp)
    for each in sorted(each.spec for each in record.trace.sets.all()):
        etree.SubElement(found, f"{{{OAI}}}setSpec").text = each


def metadata(item: Item, parent: etree._Element) -> None:
    """Writes an item as unqualified Dublin Core, every text with its language."""
    holder = etree.SubElement(parent, f"{{{OAI}}}metadata")
    nsmap = {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}
    root = etree.SubElement(holder, f"{{{OAI_DC}}}dc", nsmap=nsmap)
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {OAI_DC[:-1]}.xsd")
    for name, value, lang in _elements(item):
        if not text(value).strip():
            continue
        element = etree.SubElement(root, f"{{{DC}}}{name}")
        element.text = text(value)
        if lang:
            element.set(f"{{{XML}}}lang", lang)


def _elements(item: Item) -> Iterator[tuple[str, str, str]]:
    """(element, text, language or '') of Dublin Core, in its usual order."""
    for lang in item.languages:
        yield "title", item.titles[lang], lang
    for author in item.authors:
        yield "creator", author, ""
    for concept in (*item.to("themes"), *item.to("goals")):
        for lang, label in names(concept).items():
            yield "subject", label, lang
    for code in item.codes:
        for lang in LANGUAGES if code.label else ():
            with translation.override(lang):
                yield "subject", f"{code.scheme} {code.code} {code.label}", lang
    for lang, summary in item.summaries.items():
        yield "description", summary, lang
    if item.publisher:
        for lang, name in names(item.publisher).items():
            yield "publisher", name, lang
    else:
        yield "publisher", settings.SITE_NAME, ""
    if item.date:
        yield "date", item.date, ""
    yield "type", item.kind.schema_properties(item.row).get("@type", item.kind.schema_type), ""
    yield "format", "text/html", ""
    for lang in item.languages:
        yield "identifier", item.permanent(lang), ""
    for code in item.codes:
        if not code.label:
            yield "identifier", f"{code.scheme} {code.code}", ""
    for lang in item.languages:
        yield "language", lang, ""
    for file in item.files:
        if file.licence:
            yield "relation", full(file.url), ""
    for place in (*item.to("cities"), *item.to("countries"), *item.to("regions")):
        for lang, name in names(place).items():
            yield "coverage", name, lang
    yield "rights", item.licence_address or item.licence, ""
