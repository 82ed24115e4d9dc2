"""Cities, bodies, people, partnerships and themes, so many that a network has them after years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import transaction

from cms.core.models import Concept, ConceptScheme
from cms.network.models import (
    City,
    Country,
    Organisation,
    Partner,
    Partnership,
    Person,
    Programme,
    WorkPage,
)

from .corpus import relate
from .words import Vocabulary

#: partners of a partnership, cities of a programme
PARTNERS, PLACES = 3, 20


@transaction.atomic
def make(words: dict[str, Vocabulary], cities: int, concepts: int, seed: int = 3) -> None:
    """Adds so many cities and themes to a library, for each two cities a body and a person, for
    each five a partnership, for each ten a programme. Works are given to the cities and themes
    as chance will have it."""
    chance = np.random.default_rng(seed)

    def called(field: str) -> dict[str, str]:
        return {
            f"{field}_{lang}": " ".join(of.draw(chance, 2)).capitalize()
            for lang, of in words.items()
        }

    def one(rows: Sequence[Any]) -> Any:
        return rows[int(chance.integers(len(rows)))]

    countries = list(Country.objects.all())
    places = [
        City.objects.create(
            slug=f"city-{n}",
            country=one(countries),
            latitude=float(chance.uniform(-40, 60)),
            longitude=float(chance.uniform(-100, 100)),
            **called("name"),
        )
        for n in range(cities)
    ]
    bodies = [
        Organisation.objects.create(slug=f"body-{n}", city=one(places), **called("name"))
        for n in range(cities // 2)
    ]
    for n in range(cities // 2):
        Person.objects.create(slug=f"person-{n}", organisation=one(bodies), **called("name"))
    for n in range(cities // 10):
        programme = Programme.objects.create(slug=f"programme-{n}", **called("name"))
        programme.cities.set({one(places) for _ in range(PLACES)})
        programme.save()
    for n in range(cities // 5):
        partnership = Partnership.objects.create(slug=f"with-{n}", live=True, **called("title"))
        for _ in range(PARTNERS):
            Partner.objects.create(partnership=partnership, city=one(places), role="partner")
    scheme = ConceptScheme.objects.get(code="themes")
    themes: list[Concept] = []
    for n in range(concepts):
        uri = f"https://example.org/theme-{n}"
        theme = Concept.objects.create(
            scheme=scheme, slug=f"theme-{n}", code=f"theme-{n}", uri=uri, **called("label")
        )
        # A tree of some levels, of which the first holds a fiftieth.
        if n > concepts // 50:
            theme.broader.add(one(themes[: n // 8 + 1]))
        themes.append(theme)
    works = list(WorkPage.objects.values_list("pk", flat=True))
    relate("cities", [place.pk for place in places], works, chance)
    relate("themes", [theme.pk for theme in themes], works, chance)
