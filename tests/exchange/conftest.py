"""A small library with everything that matters to what goes out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core.models import Work
from cms.exchange import traces
from cms.network.models import WorkFile
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    CountryFactory,
    FileFactory,
    GoalFactory,
    HandbookFactory,
    ManualFactory,
    OrganisationFactory,
    PublicationFactory,
    translate,
)

#: words that stand in private texts alone
SECRETS = ("Quixotry", "Zanzibarite", "Confidential", "سرية")
#: how the library is indexed
INDEXED = {"SEARCH_ENGINE": "embedded", "SEARCH_EMBEDDER": "none"}


@dataclass
class Shared:
    """Works by what is particular about them, and their permanent numbers."""

    pages: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.pages[name]

    def id(self, name: str) -> int:
        return self.pages[name].work.pk


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    """What earlier tests asked counts for no limit."""
    cache.clear()


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """What the tests of a module have in common, written once and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _written()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def index(library, tmp_path_factory, django_db_blocker) -> Path:
    """The index of it, by words."""
    place = tmp_path_factory.mktemp("index")
    with django_db_blocker.unblock(), override_settings(**INDEXED, SEARCH_INDEX_DIR=place):
        call_command("search_rebuild", verbosity=0)
    return place


@pytest.fixture
def shared(library, db) -> Shared:
    """Public works with and without a licence, a private edition, work and file, a draft."""
    return Shared(deepcopy(library))


@pytest.fixture
def searchable(shared, index, settings, tmp_path) -> Shared:
    """The same, indexed by words."""
    search_in(settings, shutil.copytree(index, tmp_path / "index"))
    return shared


def search_in(settings: Any, directory: Path) -> None:
    """Has a test search by words in a directory."""
    for name, value in INDEXED.items():
        setattr(settings, name, value)
    settings.SEARCH_INDEX_DIR = directory


def _written() -> dict[str, Any]:
    morocco = CountryFactory(iso="MA", name_en="Morocco", name_fr="Maroc", name_ar="المغرب")
    city = CityFactory(
        slug="chefchaouen",
        name_en="Chefchaouen",
        name_ar="شفشاون",
        country=morocco,
        latitude=35.17,
        longitude=-5.27,
    )
    theme = ConceptFactory(code="water", label_en="Water", label_fr="Eau", label_ar="الماء")
    goal = GoalFactory(code="6", notation="SDG 6", label_en="Clean water and sanitation")
    drawer = Collection.get_first_root_node().add_child(name="For members")
    CollectionViewRestriction.objects.create(collection=drawer, restriction_type="login")
    pages = {}
    pages["open"] = CaseStudyFactory(
        title="Water meters & <b>pipes</b>",
        slug="water-meters",
        summary="What the city did, 50 % cheaper_than {before}.",
        date="2012-03",
        licence="CC-BY-4.0",
        cities=[city],
        themes=[theme],
        goals=[goal],
        organisations=[OrganisationFactory(name_en="Water office")],
        work_files=[
            WorkFile(file=FileFactory(title="Free file")),
            WorkFile(file=FileFactory(title="Zanzibarite file", collection=drawer)),
        ],
    )
    pages["french"] = translate(
        pages["open"], "fr", title="Compteurs d’eau", slug="compteurs", summary="Ce qui a été fait."
    )
    private = translate(pages["open"], "ar", title="نسخة سرية", slug="secret", summary="Quixotry")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    pages["arabic"] = ManualFactory(
        title="دليل المياه",
        slug="arabic",
        language="ar",
        summary="كيف نقيس المياه.",
        licence="CC0-1.0",
        themes=[theme],
        series="سلسلة",
        number=2,
    )
    pages["report"] = PublicationFactory(
        title="=SUM(A1) of a report",
        slug="report",
        licence="CC-BY-SA-4.0",
        publication_type="report",
        authors="Amal Idrissi; Kwame Mensah",
        publisher=OrganisationFactory(name_en="Press of the network"),
        date="2020-05-17",
    )
    pages["unlicensed"] = HandbookFactory(title="Nobody gave a licence", slug="unlicensed")
    pages["private"] = PublicationFactory(
        title="Confidential work", slug="private", summary="Quixotry", licence="CC-BY-4.0"
    )
    PageViewRestriction.objects.create(page=pages["private"], restriction_type="login")
    pages["draft"] = CaseStudyFactory(
        title="Confidential draft", slug="draft", licence="CC-BY-4.0", publish=False
    )
    traces.sweep()
    return pages


def work_of(page) -> Work:
    """The identity of a page, read anew."""
    return Work.objects.get(key=page.translation_key)


@pytest.fixture
def in_one_minute(monkeypatch) -> None:
    """All requests of the test fall into the same window of the limit."""
    monkeypatch.setattr("search.rate.time", SimpleNamespace(time=lambda: 1_700_000_000.0))
