"""Loading the thesaurus, places, bodies, people and programmes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from cms.core.models import Concept, ConceptMatch, ConceptScheme, ReusableText
from cms.network.models import (
    City,
    CityFigure,
    Country,
    Organisation,
    Person,
    Programme,
    Region,
)

from . import sources
from .sources import one_a_line, rich, translated

Say = Callable[[str], None]

SCHEMES = ("themes", "sdg", "mdg")


def load_all(say: Say) -> None:
    """Loads every record; those already there are left as they are."""
    with transaction.atomic():
        load_concepts()
    say("themes and goals")
    for name, load in (
        ("regions", load_regions),
        ("countries", load_countries),
        ("cities", load_cities),
        ("organisations", load_organisations),
        ("people", load_people),
        ("programmes", load_programmes),
        ("texts", load_texts),
    ):
        with transaction.atomic():
            load(sources.records(name))
        say(name)


def _create(model: type, slug: str, **values: Any) -> Any:
    """A record with its first revision, checked as the admin's form checks it."""
    row = model.objects.filter(slug=slug).first()
    if row is None:
        row = model(slug=slug, key=sources.key(model.work_kind, slug), **values)
        row.full_clean()
        row.save()
        row.save_revision()
    return row


def load_concepts() -> None:
    """The three schemes, then what relates their concepts to one another."""
    found: dict[str, Concept] = {}
    entries: dict[str, Mapping[str, Any]] = {}
    for name in SCHEMES:
        data = sources.read(sources.SAMPLE / "records" / "concepts" / f"{name}.yaml")
        head = data["scheme"]
        scheme, _ = ConceptScheme.objects.get_or_create(
            code=head["code"], defaults={"uri": head["uri"], **translated("name", head["name"])}
        )
        for position, (code, entry) in enumerate(data["concepts"].items()):
            code = str(code)
            slug = code if name == "themes" else f"{name}-{code}".replace(".", "-")
            found[f"{name}/{code}"] = _create(
                Concept,
                slug,
                scheme=scheme,
                code=code,
                notation=str(entry.get("notation") or ""),
                uri=entry["uri"],
                position=position,
                **translated("label", entry["label"]),
                **_labels("alternative_labels", entry.get("alt")),
                **_labels("hidden_labels", entry.get("hidden")),
                **translated("definition", entry.get("definition")),
            )
            entries[f"{name}/{code}"] = entry
    for reference, entry in entries.items():
        scheme_code = reference.split("/")[0]
        concept = found[reference]
        if entry.get("broader"):
            concept.broader.add(found[f"{scheme_code}/{entry['broader']}"])
        concept.related.add(*(found[f"{scheme_code}/{code}"] for code in entry.get("related", ())))
        for match in entry.get("matches", ()):
            ConceptMatch.objects.get_or_create(
                concept=concept,
                relation=match["relation"],
                target=found.get(match.get("concept", "")),
                target_uri=match.get("uri", ""),
            )


def _labels(field: str, values: Mapping[str, list] | None) -> dict[str, str]:
    return {f"{field}_{code}": one_a_line(labels) for code, labels in (values or {}).items()}


def load_regions(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        parent = Region.objects.get(slug=entry["parent"]) if entry.get("parent") else None
        _create(
            Region, code, m49=str(entry["m49"]), parent=parent, **translated("name", entry["name"])
        )


def load_countries(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        region = Region.objects.get(slug=entry["region"])
        _create(Country, code, iso=code.upper(), region=region, **translated("name", entry["name"]))


def load_cities(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        if City.objects.filter(slug=code).exists():
            continue
        country = Country.objects.get(slug=entry["country"]) if entry.get("country") else None
        city = _create(
            City,
            code,
            country=country,
            kind=entry.get("kind", "municipality"),
            wikidata=entry.get("wikidata") or "",
            latitude=entry.get("latitude"),
            longitude=entry.get("longitude"),
            variants=one_a_line(entry.get("variants")),
            **translated("name", entry["name"]),
            **translated("subdivision", entry.get("subdivision")),
            **_rich("description", entry.get("description")),
            **translated("source", entry.get("source")),
        )
        for order, figure in enumerate(entry.get("figures") or ()):
            CityFigure.objects.create(
                city=city,
                sort_order=order,
                indicator=figure["indicator"],
                low=figure["low"],
                high=figure.get("high"),
                unit=figure["unit"],
                year=figure.get("year"),
                **translated("source", figure.get("source")),
            )
    for code, entry in data.items():
        if entry.get("part_of"):
            city = City.objects.get(slug=code)
            city.part_of = City.objects.get(slug=entry["part_of"])
            city.save()


def _rich(field: str, values: Mapping[str, str] | None) -> dict[str, str]:
    return {f"{field}_{code}": rich(value) for code, value in (values or {}).items()}


def _city(entry: Mapping[str, Any]) -> City | None:
    return City.objects.get(slug=entry["city"]) if entry.get("city") else None


def load_organisations(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        country = Country.objects.get(slug=entry["country"]) if entry.get("country") else None
        _create(
            Organisation,
            code,
            type=entry["type"],
            city=_city(entry),
            country=country,
            website=entry.get("website") or "",
            variants=one_a_line(entry.get("variants")),
            **translated("name", entry["name"]),
            **translated("acronym", entry.get("acronym")),
            **_rich("description", entry.get("description")),
        )
    _parents(Organisation, data)


def _parents(model: type, data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        if entry.get("parent"):
            row = model.objects.get(slug=code)
            row.parent = model.objects.get(slug=entry["parent"])
            row.save()


def load_people(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        organisation = entry.get("organisation")
        _create(
            Person,
            code,
            organisation=Organisation.objects.get(slug=organisation) if organisation else None,
            city=_city(entry),
            as_of=str(entry.get("as_of") or ""),
            variants=one_a_line(entry.get("variants")),
            **translated("name", entry["name"]),
            **translated("role", entry.get("role")),
        )


def load_programmes(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        row = _create(
            Programme,
            code,
            start=str(entry.get("start") or ""),
            end=str(entry.get("end") or ""),
            variants=one_a_line(entry.get("variants")),
            **translated("name", entry["name"]),
            **translated("acronym", entry.get("acronym")),
            **_rich("description", entry.get("description")),
        )
        row.organisations.set(Organisation.objects.filter(slug__in=entry.get("organisations", ())))
        row.cities.set(City.objects.filter(slug__in=entry.get("cities") or ()))
        row.countries.set(Country.objects.filter(slug__in=entry.get("countries") or ()))
    _parents(Programme, data)


def load_texts(data: Mapping[str, Any]) -> None:
    for code, entry in data.items():
        if ReusableText.objects.filter(code=code).exists():
            continue
        row = ReusableText(
            code=code, **translated("title", entry["title"]), **_rich("text", entry["text"])
        )
        row.full_clean()
        row.save()
        row.save_revision()
