"""Loading partnerships: one record, its words gathered from the editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from cms.core.models import Concept
from cms.network.models import (
    City,
    Contact,
    Country,
    Organisation,
    Partner,
    Partnership,
    PartnershipContact,
    PartnershipResult,
    Person,
    Programme,
    Testimonial,
    Transfer,
)

from . import sources
from .lookup import one
from .sources import WorkFile, rich, stated_sources, translated


def party(reference: str) -> City | Organisation:
    """The city of that code, or else the organisation. Raises Organisation.DoesNotExist."""
    return City.objects.filter(slug=reference).first() or Organisation.objects.get(slug=reference)


def _sided(prefix: str, reference: str | None) -> dict[str, Any]:
    if not reference:
        return {}
    found = party(reference)
    return {f"{prefix}_{'city' if isinstance(found, City) else 'organisation'}": found}


def claimant(claim: Mapping[str, str] | None) -> dict[str, Any]:
    """The columns that say who claims a result."""
    models = {"person": Person, "organisation": Organisation, "city": City}
    return {f"claimed_by_{name}": one(models[name], code) for name, code in (claim or {}).items()}


def contacts(model: type[Contact], entries: Iterable[Mapping[str, str]]) -> list[Contact]:
    """Rows that say whom to ask, by role."""
    return [
        model(
            sort_order=order,
            role=entry["role"],
            organisation=one(Organisation, entry.get("organisation")),
            person=one(Person, entry.get("person")),
            website=entry.get("website") or "",
        )
        for order, entry in enumerate(entries)
    ]


def concepts(codes: Iterable[str], *, goals: bool = False) -> list[Concept]:
    """Concepts by code ('water') or, for goals, by scheme and code ('sdg/6')."""
    if goals:
        slugs = [str(code).replace("/", "-").replace(".", "-") for code in codes]
    else:
        slugs = list(codes)
    found = {concept.slug: concept for concept in Concept.objects.filter(slug__in=slugs)}
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise ValueError(f"unknown concepts: {', '.join(missing)}")
    return [found[slug] for slug in slugs]


def _by_language(work: WorkFile, group: str, position: int, field: str) -> dict[str, str]:
    return {
        code: edition[group][position][field]
        for code, edition in work.editions.items()
        if edition.get(group) and edition[group][position].get(field)
    }


def load(work: WorkFile) -> bool:
    """Loads a partnership and publishes it; False where it is already there."""
    key = sources.key("partnership", work.slug)
    if Partnership.objects.filter(key=key).exists():
        return False
    facts, first = work.facts, work.editions[work.source_language]
    with transaction.atomic():
        row = Partnership(
            key=key,
            slug=work.slug,
            live=False,
            cooperation=facts["cooperation"],
            status=facts.get("status", "unknown"),
            date=str(facts.get("date") or ""),
            licence=facts.get("licence") or "",
            sources=stated_sources(facts),
            period_start=str(facts.get("period_start") or ""),
            period_end=str(facts.get("period_end") or ""),
            **translated("title", {c: e["title"] for c, e in work.editions.items()}),
            **translated("summary", {c: e.get("summary") for c, e in work.editions.items()}),
            **{
                f"description_{code}": rich(edition.get("description"))
                for code, edition in work.editions.items()
            },
        )
        row.themes = concepts(facts.get("themes", ()))
        row.goals = concepts(facts.get("goals", ()), goals=True)
        row.programmes = list(Programme.objects.filter(slug__in=facts.get("programmes", ())))
        row.partners = [
            Partner(
                sort_order=order,
                role=entry["role"],
                city=one(City, entry.get("city")),
                organisation=one(Organisation, entry.get("organisation")),
                country=one(Country, entry.get("country")),
            )
            for order, entry in enumerate(facts["partners"])
        ]
        row.transfers = [
            Transfer(
                sort_order=order,
                kind=entry["kind"],
                year=entry.get("year"),
                **_sided("from", entry.get("from")),
                **_sided("to", entry.get("to")),
                **translated("object", _by_language(work, "transfers", order, "object")),
            )
            for order, entry in enumerate(first.get("transfers") or ())
        ]
        row.results = [
            PartnershipResult(
                sort_order=order,
                before=str(entry.get("before") or ""),
                after=str(entry.get("after") or ""),
                **claimant(entry.get("claimed_by")),
                **{
                    column: value
                    for field in ("statement", "unit", "source")
                    for column, value in translated(
                        field, _by_language(work, "results", order, field)
                    ).items()
                },
            )
            for order, entry in enumerate(first.get("results") or ())
        ]
        row.testimonials = [
            Testimonial(
                sort_order=order,
                person=Person.objects.get(slug=entry["person"]),
                date=str(entry.get("date") or ""),
                **translated("statement", _by_language(work, "testimonials", order, "statement")),
                **translated("source", _by_language(work, "testimonials", order, "source")),
            )
            for order, entry in enumerate(first.get("testimonials") or ())
        ]
        row.contacts = contacts(PartnershipContact, facts.get("contacts", ()))
        row.full_clean()
        row.save()
        row.save_revision().publish()
    return True
