"""Reading the network: what belongs to a place or body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from cms.core import access
from cms.core.models import Work
from cms.core.sorting import by_name
from search.sources import Shown

from .choices import PartnerRole
from .models import City, Country, Partner, Partnership, Region, WorkPage
from .presentation import shown_by_keys
from .relations import found_under, naming

#: how many works a page of a place or body lists before it leads to the search
WORKS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """A city on the map, in degrees."""

    name: str
    url: str
    latitude: float
    longitude: float


def on_the_map(cities: Iterable[City]) -> list[Mark]:
    """Cities whose position is known."""
    return [
        Mark(str(city), city.get_absolute_url(), city.latitude, city.longitude)
        for city in cities
        if city.latitude is not None and city.longitude is not None
    ]


def all_on_the_map() -> list[Mark]:
    """All cities whose position is known."""
    cities = City.objects.values_list("name", "slug", "latitude", "longitude")
    return [
        Mark(name, reverse("network:city", args=[slug]), latitude, longitude)
        for name, slug, latitude, longitude in cities
        if latitude is not None and longitude is not None
    ]


def _shown(query: Q, reader: access.Reader) -> list[Shown]:
    pages = (
        access.readable(WorkPage.objects.live(), reader.audience)
        .filter(query)
        .order_by("-date", "pk")
        # A page that names several of the places looked for counts once.
        .distinct()
    )
    keys = dict.fromkeys(pages.values_list("translation_key", flat=True)[: WORKS_SHOWN * 4])
    return shown_by_keys(list(keys)[:WORKS_SHOWN], reader)


def work_counts(cities: Iterable[City], audience: str) -> dict[int, int]:
    """How many works name each of the cities, by the city's key: of those that the audience may
    read."""
    works = access.readable(WorkPage.objects.live(), audience).order_by()
    counts = works.filter(cities__in=[city.pk for city in cities]).values("cities")
    counted = counts.annotate(number=Count("translation_key", distinct=True))
    return dict(counted.values_list("cities", "number"))


def works_of(relation: str, row: Any, reader: access.Reader) -> list[Shown]:
    """Works that name a record through a relation and that a reader may read, newest first."""
    return _shown(naming(relation, [row.pk]), reader)


def works_of_country(country: Country, reader: access.Reader) -> list[Shown]:
    """Works about a country or one of its cities."""
    return _shown(Q(countries=country.pk) | Q(cities__country=country.pk), reader)


def works_of_regions(regions: Sequence[int], reader: access.Reader) -> list[Shown]:
    """Works about regions, given by their keys, or about their countries or cities."""
    query = (
        Q(regions__in=regions)
        | Q(countries__region__in=regions)
        | Q(cities__country__region__in=regions)
    )
    return _shown(query, reader)


def works_of_concept(concept: Any, reader: access.Reader) -> list[int]:
    """Numbers of the works and partnerships that a reader may read about a theme or goal, those
    narrower than it and the goals that match them, newest first: what its filter finds."""
    of_works, of_partnerships = found_under([concept.pk])
    works = access.readable(WorkPage.objects.live(), reader.audience).filter(of_works).order_by()
    partnerships = Partnership.objects.filter(of_partnerships, live=True).order_by()
    dates = dict(works.values_list("translation_key", "date"))
    dates |= dict(partnerships.values_list("key", "date"))
    found = Work.objects.filter(
        Q(key__in=works.values("translation_key")) | Q(key__in=partnerships.values("key"))
    )
    dated = sorted((dates[key], pk) for pk, key in found.values_list("pk", "key") if key in dates)
    return [pk for _date, pk in reversed(dated)]


def live_partnerships() -> QuerySet:
    """Partnerships that readers may see, with their partners."""
    partners = Partner.objects.select_related("city", "organisation", "country")
    return Partnership.objects.filter(live=True).prefetch_related(
        Prefetch("partners", queryset=partners)
    )


def partnerships_of(column: str, row: Any) -> list[tuple[Partnership, str]]:
    """(partnership, the party's role in it) of a city or organisation."""
    partners = Partner.objects.filter(**{column: row}, partnership__live=True)
    return [
        (partner.partnership, partner.get_role_display())
        for partner in partners.select_related("partnership").order_by("partnership_id")
    ]


def chain(partners: Sequence[Partner]) -> list[tuple[str, list[Partner]]]:
    """Partners by role in the order of the chain, and then those beside it."""
    groups = []
    for role in PartnerRole:
        members = [partner for partner in partners if partner.role == role]
        if members:
            groups.append((str(role.label), members))
    return groups


def regions_within(region: Region) -> list[int]:
    """Keys of a region and of all regions that are part of it."""
    parents = dict(Region.objects.values_list("pk", "parent_id"))
    within = {region.pk}
    while more := {pk for pk, parent in parents.items() if parent in within} - within:
        within |= more
    return sorted(within)


def region_tree() -> list[tuple[Region, list[Any], list[Country]]]:
    """(region, its subtree, its countries) from the top, by name."""
    children: dict[int | None, list[Region]] = {}
    for region in Region.objects.prefetch_related("countries"):
        children.setdefault(region.parent_id, []).append(region)

    def branch(parent: int | None) -> list[tuple[Region, list[Any], list[Country]]]:
        return [
            (region, branch(region.pk), by_name(region.countries.all()))
            for region in by_name(children.get(parent, []))
        ]

    return branch(None)
