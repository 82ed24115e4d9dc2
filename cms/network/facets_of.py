"""Facet values of works: identifiers that engines index and filter by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cms.core import facets
from cms.core.choices import LANGUAGE_CODES

from .choices import PartnerRole
from .concept_graph import ConceptGraph
from .models import City, Country, Region

#: the one value of the facet of works that peers have checked
CHECKED = "peer"


class FacetBuilder:
    """Computes facet values for a batch of works; reads the tree of regions and that of concepts
    once."""

    def __init__(self) -> None:
        self._regions = {r.pk: r for r in Region.objects.all()}
        self._countries = {c.pk: c for c in Country.objects.all()}
        self._concepts = ConceptGraph()

    def regions(self, region_id: int | None) -> Iterable[str]:
        """A region and those it is part of; each once, even where they stand in a circle."""
        above: list[str] = []
        while region_id:
            region = self._regions[region_id]
            if region.slug in above:
                break
            above.append(region.slug)
            region_id = region.parent_id
        return above

    def of_country(self, country_id: int | None) -> dict[str, set[str]]:
        """Country and regions of a country."""
        if not country_id:
            return {"country": set(), "region": set()}
        country = self._countries[country_id]
        return {"country": {country.slug}, "region": set(self.regions(country.region_id))}

    def of_places(
        self, cities: Iterable[City] = (), countries: Iterable[Country] = ()
    ) -> dict[str, set[str]]:
        """City, country and region of places; a city counts for the area it is part of."""
        found: dict[str, set[str]] = {"city": set(), "country": set(), "region": set()}
        for city in cities:
            found["city"].add(city.slug)
            if city.part_of_id:
                found["city"].add(city.part_of.slug)
            for name, values in self.of_country(city.country_id).items():
                found[name] |= values
        for country in countries:
            for name, values in self.of_country(country.pk).items():
                found[name] |= values
        return found

    def themes(self, themes: Iterable[Any]) -> set[str]:
        """Facet values of themes: those that are broader count too."""
        return self._concepts.themes(theme.pk for theme in themes)

    def goals(self, goals: Iterable[Any]) -> set[str]:
        """Facet values of goals: those that are broader or that match count too."""
        return self._concepts.goals(goal.pk for goal in goals)

    def of_work(self, page: Any, cities: Iterable[City] = ()) -> dict[str, tuple[str, ...]]:
        """Facets of a work written as pages; its relations must be prefetched.

        `cities` are those that only its kind names.
        """
        found = self.of_places([*page.cities.all(), *cities], page.countries.all())
        for region in page.regions.all():
            found["region"] |= set(self.regions(region.pk))
        found["theme"] = self.themes(page.themes.all())
        found["goal"] = self.goals(page.goals.all())
        if page.date:
            found["year"] = {page.date[:4]}
        if page.peer_checks.all():
            found["checked"] = {CHECKED}
        return {name: tuple(sorted(values)) for name, values in found.items() if values}

    def labels(self, themes: Iterable[Any], goals: Iterable[Any]) -> dict[str, tuple[str, ...]]:
        """By language, the preferred labels of concepts that a work is given and of the goals that
        its goals say they match, sorted. Other labels lead to these when a query is read."""
        given = {*themes}
        for goal in goals:
            matching = self._concepts.matching(goal.pk)
            given |= {goal, *(m.target for m in goal.matches.all() if m.target_id in matching)}
        return {
            code: tuple(sorted(filter(None, (getattr(c, f"label_{code}") for c in given))))
            for code in LANGUAGE_CODES
        }

    @staticmethod
    def names_of_work(page: Any, further: Iterable[Any] = ()) -> tuple[str, ...]:
        """Proper names of the places, bodies and people of a work, with their variants; sorted,
        since a database gives related rows in any order and a document must stay the same.

        `further` are those that only its kind names.
        """
        names: set[str] = set()
        relations = ("cities", "countries", "organisations", "people", "programmes")
        shared = (record for name in relations for record in getattr(page, name).all())
        for record in (*shared, *further):
            for code in LANGUAGE_CODES:
                names.add(getattr(record, f"name_{code}") or "")
                names.add(getattr(record, f"acronym_{code}", "") or "")
            names.update(getattr(record, "spellings", ()))
        return tuple(sorted(names - {""}))


def _named(model: type) -> facets.Labels:
    def labels(values: Sequence[str]) -> Mapping[str, str]:
        rows = model.objects.filter(slug__in=values).order_by()
        return dict(rows.values_list("slug", "name"))

    return labels


def _roles(values: Sequence[str]) -> Mapping[str, str]:
    return {code: str(label) for code, label in PartnerRole.choices if code in values}


facets.register("city", _named(City), "network:city")
facets.register("country", _named(Country), "network:country")
facets.register("region", _named(Region), "network:region")
facets.register("role", _roles)
facets.register("checked", lambda values: {CHECKED: _("By peers")})
