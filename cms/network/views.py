"""Pages of places, bodies, people, programmes and partnerships."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cms.core import access
from cms.core.choices import licence_address
from cms.core.sections import sections_for
from cms.core.sorting import by_name, keys_by_name

from . import selectors
from .models import City, Country, Organisation, Partnership, Person, Programme, Region
from .presentation import related

PAGE_SIZE = 60


def _by_name(request: HttpRequest, rows: QuerySet) -> Page:
    """A page of records in the order of their names. Of the others only the names are read."""
    page = Paginator(keys_by_name(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    found = rows.in_bulk(page.object_list)
    page.object_list = [found[key] for key in page.object_list if key in found]
    return page


def _list(request: HttpRequest, template: str, rows: QuerySet) -> HttpResponse:
    return render(request, template, {"objects": _by_name(request, rows)})


def _detail(request: HttpRequest, template: str, row: Any, name: str, **context: Any):
    context |= {name: row, "record": row, "permanent_address": row.permanent_address()}
    return render(request, template, {**context, **sections_for(name, row, request)})


def city_list(request: HttpRequest) -> HttpResponse:
    """Cities by name, with those that can be put on the map."""
    page = _by_name(request, City.objects.select_related("country"))
    counts = selectors.work_counts(page.object_list, access.reader_of(request).audience)
    for row in page.object_list:
        row.work_count = counts.get(row.pk, 0)
    context = {"objects": page, "mapped": selectors.all_on_the_map()}
    return render(request, "network/city_list.html", context)


def city(request: HttpRequest, slug: str) -> HttpResponse:
    """What a city did, with whom, what was written there, and its figures."""
    row = get_object_or_404(
        City.objects.select_related("country__region", "part_of").prefetch_related("figures"),
        slug=slug,
    )
    return _detail(
        request,
        "network/city_detail.html",
        row,
        "city",
        figures=list(row.figures.all()),
        parts=by_name(row.parts.all()),
        works=selectors.works_of("cities", row, access.reader_of(request)),
        partnerships=selectors.partnerships_of("city", row),
        organisations=by_name(row.organisations.all()),
        people=by_name(row.people.select_related("organisation")),
        programmes=by_name(row.programmes.all()),
        mapped=selectors.on_the_map([row]),
    )


def country_list(request: HttpRequest) -> HttpResponse:
    """Countries by name."""
    countries = Country.objects.select_related("region").annotate(city_count=Count("cities"))
    return _list(request, "network/country_list.html", countries)


def country(request: HttpRequest, slug: str) -> HttpResponse:
    """A country: its cities, its bodies and the works about it."""
    row = get_object_or_404(Country.objects.select_related("region"), slug=slug)
    cities = by_name(row.cities.all())
    return _detail(
        request,
        "network/country_detail.html",
        row,
        "country",
        cities=cities,
        organisations=by_name(row.organisations.all()),
        works=selectors.works_of_country(row, access.reader_of(request)),
        mapped=selectors.on_the_map(cities),
    )


def region_list(request: HttpRequest) -> HttpResponse:
    """Regions of the world, as a tree."""
    return render(request, "network/region_list.html", {"tree": selectors.region_tree()})


def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region: its parts, its countries and their cities, and the works about any of them."""
    row = get_object_or_404(Region.objects.select_related("parent"), slug=slug)
    within = selectors.regions_within(row)
    countries = by_name(Country.objects.filter(region__in=within))
    cities = by_name(City.objects.filter(country__in=countries).select_related("country"))
    return _detail(
        request,
        "network/region_detail.html",
        row,
        "region",
        parts=by_name(row.parts.all()),
        countries=countries,
        cities=cities,
        works=selectors.works_of_regions(within, access.reader_of(request)),
        mapped=selectors.on_the_map(cities),
    )


def organisation_list(request: HttpRequest) -> HttpResponse:
    """Organisations by name."""
    rows = Organisation.objects.select_related("city", "country", "parent")
    return _list(request, "network/organisation_list.html", rows)


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation: its place, its people, its programmes and the works that name it."""
    row = get_object_or_404(
        Organisation.objects.select_related("parent", "city__country", "country"), slug=slug
    )
    return _detail(
        request,
        "network/organisation_detail.html",
        row,
        "organisation",
        parts=by_name(row.parts.all()),
        people=by_name(row.people.select_related("city")),
        programmes=by_name(row.programmes.all()),
        partnerships=selectors.partnerships_of("organisation", row),
        works=selectors.works_of("organisations", row, access.reader_of(request)),
    )


def person_list(request: HttpRequest) -> HttpResponse:
    """People in public roles, by name."""
    rows = Person.objects.select_related("organisation", "city")
    return _list(request, "network/person_list.html", rows)


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person in a public role, with the works that name them."""
    row = get_object_or_404(Person.objects.select_related("organisation", "city"), slug=slug)
    return _detail(
        request,
        "network/person_detail.html",
        row,
        "person",
        works=selectors.works_of("people", row, access.reader_of(request)),
        testimonials=list(
            row.testimonials.filter(partnership__live=True).select_related("partnership")
        ),
    )


def programme_list(request: HttpRequest) -> HttpResponse:
    """Programmes by name."""
    rows = Programme.objects.select_related("parent")
    return _list(request, "network/programme_list.html", rows)


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme: what it is part of, who runs it, where, and the works about it."""
    row = get_object_or_404(Programme.objects.select_related("parent"), slug=slug)
    return _detail(
        request,
        "network/programme_detail.html",
        row,
        "programme",
        parts=by_name(row.parts.all()),
        organisations=by_name(row.organisations.all()),
        cities=by_name(row.cities.select_related("country")),
        countries=by_name(row.countries.all()),
        partnerships=[(one, "") for one in by_name(row.partnerships.filter(live=True), "title")],
        works=selectors.works_of("programmes", row, access.reader_of(request)),
    )


def partnership_list(request: HttpRequest) -> HttpResponse:
    """Partnerships, newest first."""
    rows = selectors.live_partnerships().order_by("-period_start", "-date", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "network/partnership_list.html", {"objects": page})


def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    """A partnership: partners and roles, transfers, results, what people said."""
    row = get_object_or_404(Partnership, slug=slug, live=True)
    return render(request, "network/partnership_detail.html", partnership_context(row, request))


def partnership_context(row: Partnership, request: HttpRequest) -> dict[str, Any]:
    """What the page and the preview of a partnership show."""
    reader = access.reader_of(request)
    partners = related(row.partners, "city__country", "organisation", "country")
    return {
        "partnership": row,
        "record": row,
        "permanent_address": row.permanent_address(),
        "licence_address": licence_address(row.licence),
        "partners": partners,
        "chain": selectors.chain(partners),
        "transfers": related(
            row.transfers, "from_city", "from_organisation", "to_city", "to_organisation"
        ),
        "results": related(
            row.results, "claimed_by_person", "claimed_by_organisation", "claimed_by_city"
        ),
        "testimonials": related(row.testimonials, "person__organisation", "person__city"),
        "programmes": list(row.programmes.all()),
        "themes": list(row.themes.all()),
        "goals": list(row.goals.select_related("scheme")),
        "files": [f for f in related(row.files, "collection") if reader.may_read_file(f)],
        "contacts": related(row.contacts, "organisation", "person"),
        "works": selectors.works_of("partnerships", row, reader) if row.pk else [],
        **sections_for("partnership", row, request),
    }
