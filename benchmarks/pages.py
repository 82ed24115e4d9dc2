"""What pages cost in a library of many years: lists and pages of records, forms of editors.

    python benchmarks/pages.py [--works 20000] [--cities 2000] [--concepts 3000]

Every page is measured with the sample library alone, which is the baseline, and again with so many
works (`benchmarks/corpus.py`) and records (`benchmarks/records.py`) more: milliseconds of processor
time (the least of some rounds), queries, and kilobytes as they are sent. Pages of results have
benchmarks of their own. Runs on SQLite in a scratch directory.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page takes."""

    milliseconds: float
    queries: int
    kilobytes: float


def main() -> None:
    """Measures twice, and prints what grew how much."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--works", type=int, default=20_000)
    parser.add_argument("--cities", type=int, default=2_000)
    parser.add_argument("--concepts", type=int, default=3_000)
    parser.add_argument(
        "--state", type=Path, help="a directory that holds the sample library, and is left grown"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="medina-pages-") as scratch:
        _set_up(str(given.state or scratch))
        from benchmarks import corpus, records

        corpus.begin()
        before = measured()
        words = corpus.make(given.works)
        records.make(words, given.cities, given.concepts)
        after = measured()
    print(f"{given.works} works, {given.cities} cities, {given.concepts} themes more")
    print(f"{'':32}{'sample: ms  queries   KB':>26}{'grown: ms  queries   KB':>28}   ms / sample's")
    for name, cost in after.items():
        ratio = cost.milliseconds / before[name].milliseconds
        print(f"{name:32}{_row(before[name]):>26}{_row(cost):>28}   {ratio:.1f}")


def _row(cost: Cost) -> str:
    return f"{cost.milliseconds:8.0f} {cost.queries:8d} {cost.kilobytes:6.0f}"


def _set_up(state: str) -> None:
    """The portal on a scratch database."""
    for variable in ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "SEARCH_ENGINE"):
        os.environ.pop(variable, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "MEDINA_STATE_DIR": state,
        "SEARCH_EMBEDDER": "none",
        "DEBUG": "False",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
    }
    import django

    django.setup()


def pages() -> Iterator[tuple[str, str]]:
    """What is measured: a name and its address."""
    from django.db.models import Count
    from django.urls import reverse

    from cms.core.models import Concept
    from cms.library.models import LibraryPage, PublicationPage
    from cms.network.models import City, Organisation, Partnership, Programme

    yield "home", "/en/"
    for name in ("library", "cities", "countries", "organisations", "people", "programmes"):
        yield name, f"/en/{name}/"
    for name in ("partnerships", "themes", "agenda", "regions/world"):
        yield name, f"/en/{name}/"
    city = City.objects.annotate(number=Count("works")).order_by("-number", "pk")[0]
    theme = Concept.objects.filter(scheme__code="themes").annotate(number=Count("theme_works"))
    yield "city with most works", f"/en/cities/{city.slug}/"
    yield "theme with most works", theme.order_by("-number", "pk")[0].get_absolute_url()
    yield "works for programs", "/api/v1/works"
    library = LibraryPage.objects.get(locale__language_code="en")
    work = PublicationPage.objects.order_by("pk")[0]
    yield "administration", reverse("wagtailadmin_home")
    yield "its list of works", reverse("wagtailadmin_explore", args=[library.pk])
    yield "its form of a work", reverse("wagtailadmin_pages:edit", args=[work.pk])
    for model in (City, Organisation, Programme, Partnership, Concept):
        viewset, row = model.snippet_viewset, model.objects.order_by("pk")[0]
        name = model._meta.model_name
        yield f"its list, {name}", reverse(viewset.get_url_name("list"))
        yield f"its form, {name}", reverse(viewset.get_url_name("edit"), args=[row.pk])


def measured() -> dict[str, Cost]:
    """Each page as an administrator is shown it."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    accounts = get_user_model().objects
    account = accounts.filter(is_superuser=True).first() or accounts.create_superuser("measuring")
    client = Client(headers={"accept-encoding": "gzip", "accept-language": "en"})
    client.force_login(account)
    return {name: _cost(client, address) for name, address in pages()}


def _cost(client, address: str) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        answer = client.get(address)
        taken.append(time.process_time() - started)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} for {address}")
    sent = answer.content
    if answer.get("Content-Encoding") != "gzip":
        sent = gzip.compress(sent)
    return Cost(min(taken) * 1000, len(queries), len(sent) / 1024)


if __name__ == "__main__":
    main()
