"""What the pages of works show, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.query import PageQuerySet

from cms.core import access, works
from cms.core.addresses import Edition, know_sites, language_links
from cms.core.choices import licence_address
from cms.core.models import Concept, Work
from cms.core.sections import sections_for
from search.sources import Shown

from .kinds import shown_work
from .models import PeerCheck, WorkPage


@dataclass(frozen=True, slots=True)
class Near:
    """A work that another is tied to: as a list shows it, and facts that say how."""

    item: Shown
    facts: dict[str, Any]


def shown_by_keys(keys: Iterable[Any], reader: access.Reader) -> list[Shown]:
    """List items of the works and records with these keys that a reader may read, in that order."""
    keys = list(dict.fromkeys(keys))
    ids = dict(Work.objects.filter(key__in=keys).values_list("key", "pk"))
    lang = translation.get_language()
    return works.show([ids[key] for key in keys if key in ids], reader, lang)


def shown_by_ids(ids: Iterable[int], request: HttpRequest) -> list[Shown]:
    """List items of the works with these numbers that this reader may read, in that order."""
    numbers = [str(pk) for pk in dict.fromkeys(ids)]
    if not numbers:
        return []
    return works.show(numbers, access.reader_of(request), translation.get_language())


def by_ids(ids: Iterable[int | None]) -> QuerySet:
    """Keys of the works with these numbers, for `works_near`."""
    return Work.objects.filter(pk__in=[pk for pk in ids if pk]).values("key")


def by_role(rows: Sequence[Any], roles: Any) -> list[tuple[str, list[Any]]]:
    """The bodies of rows under the heading of their role, in the order of the roles."""
    return [
        (role.heading, of_role)
        for role in roles
        if (of_role := [row.organisation for row in rows if row.role == role])
    ]


def linking(model: type[WorkPage], path: str, work: Work) -> QuerySet:
    """Keys of the works of a kind that name a work through a link, for `works_near`."""
    return model.objects.filter(**{path: work.pk or 0}).order_by().values("translation_key")


def best_editions(pages: PageQuerySet, request: HttpRequest) -> list[tuple[Any, Shown]]:
    """The works of these editions that this reader may read, in their order, in one query.

    Each is the edition that suits the reader best, with how a list shows it, without its place.
    """
    reader, lang = access.reader_of(request), translation.get_language() or ""
    work = Work.objects.filter(key=OuterRef("translation_key"))
    families: dict[tuple[int, str], dict[str, Any]] = {}
    editions = (
        pages.live()
        .select_related("locale")
        .annotate(
            identity=Subquery(work.values("pk")),
            kind=Subquery(work.values("kind")),
            peer_checked=Exists(PeerCheck.objects.filter(page=OuterRef("pk"))),
        )
    )
    know_sites(editions)
    for page in editions:
        if page.identity and reader.may_read_page(page):
            families.setdefault((page.identity, page.kind), {})[page.language] = page
    found = []
    for (number, kind), editions in families.items():
        shown = shown_work(number, kind, editions, lang)
        found.append((editions[shown.title_lang], shown))
    return found


def works_near(
    keys: QuerySet, *others: QuerySet, request: HttpRequest, **facts: Any
) -> dict[int, Near]:
    """Works written as pages whose keys are among these, by number, the newest first: those
    that this reader may read, in one query. `facts` are columns that the caller wants of them.
    """
    pages = WorkPage.objects.filter(translation_key__in=keys.union(*others))
    pages = pages.order_by("-date", "pk").annotate(**facts)
    return {
        int(shown.id): Near(shown, {name: getattr(page, name) for name in facts})
        for page, shown in best_editions(pages, request)
    }


def editions_of(page: WorkPage, request: HttpRequest) -> list[Edition]:
    """The editions of the work that this reader may read, in the site's order of languages.

    Also gives `page` its locale, its work and whether peers have checked it, which the same
    query has read.
    """
    reader = access.reader_of(request)
    family = WorkPage.objects.filter(translation_key=page.translation_key, live=True)
    work = Work.objects.filter(key=OuterRef("translation_key"))
    found = {}
    for edition in family.select_related("locale").annotate(
        work_id=Subquery(work.values("pk")),
        work_source=Subquery(work.values("source_language")),
        peer_checked=Exists(PeerCheck.objects.filter(page=OuterRef("pk"))),
    ):
        if edition.pk == page.pk:
            page.locale = edition.locale
            page.peer_checked = edition.peer_checked
        if edition.work_id and "work" not in page.__dict__:
            page.work = Work(
                pk=edition.work_id,
                key=page.translation_key,
                kind=page.work_kind,
                source_language=edition.work_source,
            )
        if reader.may_read_page(edition):
            code = edition.locale.language_code
            found[code] = Edition(code, edition.title, edition.get_url(request) or "")
    return [found[code] for code, _name in settings.LANGUAGES if code in found]


def concepts_of(page: WorkPage) -> tuple[list[Concept], list[Concept]]:
    """(themes, goals) of a work, in one query."""
    themes, goals = page.themes.all(), page.goals.all()
    if not (isinstance(themes, QuerySet) and isinstance(goals, QuerySet)):
        # In a preview they stand in memory.
        return list(themes), list(goals)
    of_page = Q(theme_works=page.pk) | Q(goal_works=page.pk)
    found = Concept.objects.filter(of_page).select_related("scheme").distinct()
    return (
        [concept for concept in found if concept.scheme.code == "themes"],
        [concept for concept in found if concept.scheme.code != "themes"],
    )


def named_by(page: WorkPage, *relations: str, **further: Any) -> dict[str, list[Any]]:
    """The records that a work names through each of these relations, all in one query.

    Only what a link shows is loaded of them: their address and their names. `further` are
    relations and querysets under names of their own.
    """
    managers = {name: getattr(page, name) for name in relations} | further
    rows = {name: manager.all() for name, manager in managers.items()}
    if not all(isinstance(each, QuerySet) for each in rows.values()):
        # In a preview they stand in memory.
        return {name: list(each) for name, each in rows.items()}
    columns = ["id", "slug", *(f"name_{code}" for code, _name in settings.LANGUAGES)]
    first, *others = (
        each.order_by().annotate(relation=Value(name)).values_list("relation", *columns)
        for name, each in rows.items()
    )
    found: dict[str, list[Any]] = {name: [] for name in managers}
    for name, *values in first.union(*others, all=True).order_by("id"):
        found[name].append(rows[name].model.from_db(first.db, columns, values))
    return found


def checks_of(page: WorkPage) -> list[PeerCheck]:
    """Who checked a work; few are, so that most pages need not ask."""
    stored = isinstance(page.peer_checks.all(), QuerySet)
    if stored and not getattr(page, "peer_checked", True):
        return []
    return related(page.peer_checks, "organisation", "person")


def work_context(page: WorkPage, request: HttpRequest) -> dict[str, Any]:
    """Everything the template of a work shows besides the page itself.

    `work`, `editions`, `language_links`, `canonical`, `shown_instead` (the
    reader's language has no edition), `themes`, `goals`, `cities`, `countries`,
    `regions`, `organisations`, `people`, `programmes`, `partnerships`, `files`,
    `contacts`, `peer_checks`, `sections` (heading, HTML) of words, `licence_address`.
    """
    reader = translation.get_language()
    editions = editions_of(page, request)
    themes, goals = concepts_of(page)
    files = [row.file for row in related(page.work_files, "file__collection")]
    work = page.work
    return {
        "work": work,
        "kind": works.kind(page.work_kind),
        "editions": editions,
        "language_links": language_links(editions, lambda: _address(work, request)),
        "canonical": _canonical(page, request),
        "shown_instead": page.language != reader,
        "themes": themes,
        "goals": goals,
        "cities": related(page.cities, "country"),
        **named_by(
            page,
            "countries",
            "regions",
            "organisations",
            "people",
            "programmes",
            **page.further_names(),
        ),
        "partnerships": [p for p in page.partnerships.all() if p.live],
        "files": [f for f in files if access.reader_of(request).may_read_file(f)],
        "contacts": related(page.contacts, "organisation", "person"),
        "peer_checks": checks_of(page),
        "sections": [
            (label, getattr(page, name)) for name, label in page.word_fields if getattr(page, name)
        ],
        "licence_address": licence_address(page.licence),
        **sections_for("work", page, request),
    }


def _address(work: Work, request: HttpRequest) -> str:
    """The permanent address, or that of the preview of a work that has none yet."""
    return reverse("work", args=[work.pk]) if work.pk else request.path


def _canonical(page: WorkPage, request: HttpRequest) -> str:
    """The full address of an edition ('' in the preview of one that has none yet)."""
    address = page.get_url(request) if page.pk else None
    return f"{settings.SITE_URL}{address}" if address else ""


def related(manager: Any, *names: str) -> list[Any]:
    """Rows with what they refer to. In a preview the rows stand in memory, where no join exists."""
    rows = manager.all()
    return list(rows.select_related(*names) if hasattr(rows, "select_related") else rows)
