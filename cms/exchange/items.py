"""A work or record as other systems get it: read once, written in many formats.

`read` reads any works that an audience may read in a fixed number of queries for each shape;
`of_page` and `of_record` take what the view of a page has read already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri

from cms.core import access, works
from cms.core.choices import licence_address
from cms.core.models import File, Work
from cms.core.works import Code, Kind, best_language, kind
from cms.network.kinds import PageKind, in_languages, readable_editions
from cms.network.models import WorkPage
from cms.network.texts import plain

LANGUAGES = [code for code, _name in settings.LANGUAGES]

#: what works and records may be related to, with what is loaded to show it
RELATIONS = {
    "themes": "themes__scheme",
    "goals": "goals__scheme",
    "cities": "cities__country",
    "countries": "countries",
    "regions": "regions",
    "organisations": "organisations",
    "people": "people",
    "programmes": "programmes",
    "partnerships": "partnerships",
    "files": "files__collection",
}
#: what a record may belong to, one each, and the relation as which it is told
PLURALS = {
    "city": "cities",
    "country": "countries",
    "region": "regions",
    "organisation": "organisations",
}


@dataclass(frozen=True, slots=True)
class Item:
    """What is told of one work, with only what its reader may read.

    `row` is an edition of the work (facts are equal in all) or the record. `titles`,
    `summaries` and `addresses` are by language; `addresses` are paths. `date` is as precise as
    it is known, `licence` is '' where nobody gave one.
    """

    work: Work
    kind: Kind
    row: Any
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    addresses: Mapping[str, str]
    date: str = ""
    licence: str = ""
    modified: datetime | None = None
    related: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    files: Sequence[File] = ()

    @property
    def id(self) -> int:
        return self.work.pk

    @property
    def is_work(self) -> bool:
        """Whether it has an edition for each language (a record is one row for all)."""
        return isinstance(self.kind, PageKind)

    @property
    def languages(self) -> list[str]:
        """Languages in which it can be read, in the site's order."""
        return [code for code in LANGUAGES if code in self.titles]

    @property
    def licence_address(self) -> str:
        return licence_address(self.licence)

    @property
    def codes(self) -> tuple[Code, ...]:
        """Where it stands in lists that others keep."""
        return tuple(self.kind.codes(self.row))

    @property
    def harvestable(self) -> bool:
        """Whether others may take it: nothing goes out without a licence."""
        return bool(self.licence)

    def to(self, name: str) -> Sequence[Any]:
        """What it is related to by that name."""
        return self.related.get(name, ())

    def language_for(self, lang: str) -> str:
        """The language in which a reader of `lang` gets it ('' if it has no title)."""
        return best_language(self.titles, lang)

    def title_for(self, lang: str) -> str:
        return self.titles.get(self.language_for(lang), "")

    def summary_for(self, lang: str) -> str:
        """The summary in the language of the title, else in the next best."""
        code = self.language_for(lang)
        code = code if code in self.summaries else best_language(self.summaries, lang)
        return self.summaries.get(code, "")

    def permanent(self, lang: str) -> str:
        """The full permanent address, in an interface of that language."""
        return permanent_address(self.id, lang)

    def address(self, lang: str) -> str:
        """The full address of the page itself in a language, or the permanent one."""
        path = self.addresses.get(lang)
        return full(path) if path else self.permanent(lang)

    @property
    def paths(self) -> list[str]:
        """The paths of its pages, and that at which a concept gives its data."""
        linked_data = getattr(self.row, "linked_data_address", None)
        return [*self.addresses.values(), *([linked_data()] if linked_data else [])]

    @property
    def authors(self) -> list[str]:
        """Who wrote it, as its source names them."""
        authors = getattr(self.row, "authors", "") or ""
        return [name.strip() for name in authors.split(";") if name.strip()]

    @property
    def publisher(self) -> Any:
        """The body that published it elsewhere, or None: then it is the portal's own."""
        return getattr(self.row, "publisher", None)

    def publisher_for(self, lang: str) -> str:
        return name_for(self.publisher, lang) if self.publisher else settings.SITE_NAME


def full(path: str) -> str:
    """An address with the name of the site, in ASCII as formats for programs want it."""
    return iri_to_uri(f"{settings.SITE_URL.rstrip('/')}{path}" if path.startswith("/") else path)


def permanent_address(work_id: int, lang: str) -> str:
    """The full permanent address of a work in an interface of that language."""
    with translation.override(lang):
        return full(reverse("work", args=[work_id]))


def names(record: Any) -> dict[str, str]:
    """What a record is called, by language."""
    for column in ("label", "title", "name"):
        if hasattr(record, f"{column}_{LANGUAGES[0]}"):
            return in_languages(record, column)
    return {}


def name_for(record: Any, lang: str) -> str:
    """What a record is called for a reader of `lang`."""
    found = names(record)
    return found.get(best_language(found, lang), "")


def read(found: Iterable[Work], audience: str) -> dict[int, Item]:
    """Those of the works that the audience may read, by number."""
    pages: list[Work] = []
    records: dict[Kind, list[Work]] = defaultdict(list)
    known = {each.name: each for each in works.kinds()}
    for work in found:
        each = known.get(work.kind)
        if isinstance(each, PageKind):
            pages.append(work)
        elif each is not None:
            records[each].append(work)
    items = {item.id: item for item in _pages(pages, audience)}
    for each, group in records.items():
        items.update((item.id, item) for item in _records(each, group, audience))
    return items


def _pages(group: Sequence[Work], audience: str) -> Iterator[Item]:
    if not group:
        return
    reader = access.Reader(audience)
    by_key = {work.key: work for work in group}
    editions = WorkPage.objects.live().filter(translation_key__in=by_key)
    families = readable_editions(editions.order_by("pk"), reader)
    chosen = {
        key: family.get(by_key[key].source_language) or next(iter(family.values()))
        for key, family in families.items()
    }
    rows = _rows(by_key, chosen)
    for key, family in families.items():
        work, row = by_key[key], rows[chosen[key].pk]
        dates = [page.last_published_at for page in family.values() if page.last_published_at]
        yield Item(
            work=work,
            kind=kind(work.kind),
            row=row,
            titles={code: page.title for code, page in family.items()},
            summaries={code: page.summary for code, page in family.items() if page.summary},
            addresses={code: page.url for code, page in family.items() if page.url},
            date=row.date,
            licence=row.licence,
            modified=max(dates, default=work.created),
            related=_related(row),
            files=_files((each.file for each in row.work_files.all()), reader),
        )


def _rows(by_key: Mapping[Any, Work], chosen: Mapping[Any, WorkPage]) -> dict[int, Any]:
    """One whole edition of each work, with what it is related to."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for key, page in chosen.items():
        by_kind[by_key[key].kind].append(page.pk)
    rows = {}
    for name, ids in by_kind.items():
        model = kind(name).model
        queryset = model.objects.filter(pk__in=ids)
        if has_relation(model, "publisher"):
            queryset = queryset.select_related("publisher")
        rows.update({page.pk: page for page in queryset})
    lookups = [lookup for name, lookup in RELATIONS.items() if has_relation(WorkPage, name)]
    prefetch_related_objects(list(rows.values()), *lookups, "work_files__file__collection")
    return rows


def has_relation(model: Any, name: str) -> bool:
    """Whether a model itself points to others by that name."""
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return found.is_relation and not found.auto_created


def _records(each: Any, group: Sequence[Work], audience: str) -> Iterator[Item]:
    by_key = {work.key: work for work in group}
    model = each.model
    queryset: QuerySet = each.readable(audience).filter(key__in=by_key)
    parents = [
        name for name in (*PLURALS, "scheme", "latest_revision") if has_relation(model, name)
    ]
    if parents:
        queryset = queryset.select_related(*parents)
    lookups = [lookup for name, lookup in RELATIONS.items() if has_relation(model, name)]
    if hasattr(model, "partners"):
        lookups += ["partners__city__country", "partners__organisation", "partners__country"]
    reader = access.Reader(audience)
    for record in queryset.prefetch_related(*lookups):
        yield of_record(each, by_key[record.key], record, _related(record), reader)


def of_record(
    each: Any, work: Work, record: Any, related: Mapping[str, Sequence[Any]], reader: access.Reader
) -> Item:
    """The item of a record that has been read, with what it is related to."""
    summary = each.summary_field or ("description" if hasattr(record, "description") else "")
    summaries = in_languages(record, summary) if summary else {}
    return Item(
        work=work,
        kind=each,
        row=record,
        titles=in_languages(record, each.title_field),
        summaries={code: plain(text) for code, text in summaries.items()},
        addresses=_addresses(record),
        date=each.date(record) or "",
        licence=getattr(record, "licence", "") or "",
        modified=_modified(record, work),
        related={name: rows for name, rows in related.items() if name != "files"},
        files=_files(related.get("files", ()), reader),
    )


def of_page(context: Mapping[str, Any], reader: access.Reader) -> Item:
    """The item of the edition that a page shows, from the context of its template."""
    page, work = context["page"], context["work"]
    return Item(
        work=work,
        kind=kind(page.work_kind),
        row=page,
        titles={page.language: page.title, **{e.language: e.title for e in context["editions"]}},
        summaries={page.language: page.summary} if page.summary else {},
        addresses={edition.language: edition.url for edition in context["editions"]},
        date=page.date,
        licence=page.licence,
        modified=page.last_published_at,
        related={name: context[name] for name in RELATIONS if name != "files" and name in context},
        files=_files(context["files"], reader),
    )


def related_in(record: Any, context: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
    """What a record is related to, as far as the context of its page has read it."""
    found: dict[str, list[Any]] = {
        name: list(context[name])
        for name in RELATIONS
        if name in context and has_relation(type(record), name)
    }
    _add_parents(record, found)
    _add_parties(context.get("partners", ()), found)
    return _public(found)


def _related(row: Any) -> dict[str, Sequence[Any]]:
    """What a row is related to; of partnerships those that readers may see."""
    found = {
        name: list(getattr(row, name).all()) for name in RELATIONS if has_relation(type(row), name)
    }
    _add_parents(row, found)
    _add_parties(row.partners.all() if hasattr(row, "partners") else (), found)
    return _public(found)


def _add_parents(row: Any, found: dict[str, list[Any]]) -> None:
    """Adds what a row belongs to, where there is one of each at most."""
    for name, plural in PLURALS.items():
        if has_relation(type(row), name) and getattr(row, name):
            found.setdefault(plural, []).append(getattr(row, name))


def _add_parties(partners: Iterable[Any], found: dict[str, list[Any]]) -> None:
    """Adds the cities, bodies and countries of a partnership, each once."""
    for partner in partners:
        for name in ("city", "organisation", "country"):
            party = getattr(partner, name)
            if party is not None and party not in found.setdefault(PLURALS[name], []):
                found[PLURALS[name]].append(party)


def _public(found: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """The same as tuples; of partnerships those that readers may see."""
    return {
        name: tuple(row for row in rows if name != "partnerships" or row.live)
        for name, rows in found.items()
    }


def _files(files: Iterable[File], reader: access.Reader) -> tuple[File, ...]:
    return tuple(file for file in files if reader.may_read_file(file))


def _addresses(record: Any) -> dict[str, str]:
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = record.get_absolute_url()
    return found


def _modified(record: Any, work: Work) -> datetime | None:
    published = getattr(record, "last_published_at", None)
    revision = getattr(record, "latest_revision", None)
    return published or (revision.created_at if revision else None) or work.created
