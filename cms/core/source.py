"""What the search reads from the content: the one source of works."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from search.documents import WorkDocument
from search.request import Hit, SearchRequest
from search.sources import Shown

from . import access, facets, works
from .models import Concept, File, Work

#: Editions and records of a kind that a plain database search looks at, before filters.
MOST_IN_DATABASE = 200


class WorkSource:
    """Implements `search.sources.Source` over the registered kinds."""

    def ids(self) -> Iterator[str]:
        names = [kind.name for kind in works.kinds() if kind.searchable]
        keys = Work.objects.filter(kind__in=names).order_by("pk").values_list("pk", flat=True)
        for pk in keys.iterator(chunk_size=2000):
            yield str(pk)

    def kinds(self) -> Mapping[str, bool]:
        return {kind.name: kind.by_edition for kind in works.kinds() if kind.searchable}

    def build(self, ids: Sequence[str], audience: str) -> list[WorkDocument]:
        return [
            document
            for kind, group in works.by_kind(ids).items()
            if kind.searchable
            for document in kind.documents(group, audience)
        ]

    def show(self, ids: Sequence[str], audience: str, lang: str) -> Mapping[str, Shown]:
        return {shown.id: shown for shown in works.show(ids, access.Reader(audience), lang)}

    def readable_files(self, ids: Collection[str], audience: str) -> set[str]:
        if not ids:
            return set()
        reader = access.Reader(audience)
        files = File.objects.filter(pk__in=ids).select_related("collection")
        files = files.only("collection__path")
        return {str(file.pk) for file in files if reader.may_read_file(file)}

    def file_url(self, file: str, page: int | None) -> str:
        address = reverse("file", args=[file])
        return f"{address}#page={page}" if page else address

    def work_url(self, work: str, lang: str) -> str:
        with translation.override(lang):
            return reverse("work", args=[work])

    def labels(self, facet: str, values: Sequence[str], lang: str) -> Mapping[str, str]:
        with translation.override(lang):
            return facets.labels(facet, values)

    def renamed(self, filters: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
        return facets.renamed(filters)

    def themes(self, slugs: Sequence[str], audience: str, lang: str) -> Mapping[str, Shown]:
        by_key = dict(Concept.objects.filter(slug__in=slugs).values_list("key", "slug"))
        rows = list(Work.objects.filter(key__in=by_key))
        shown = self.show([str(row.pk) for row in rows], audience, lang)
        return {by_key[row.key]: shown[str(row.pk)] for row in rows if str(row.pk) in shown}

    def find_in_database(self, request: SearchRequest) -> tuple[list[Hit], int, bool]:
        """Works whose title or summary holds every word, in any language, and that the filters
        let through."""
        words = request.text.split()[:10]
        wanted = request.filters.get("kind", ())
        found: list[Work] = []
        more = False
        latest_first = request.sort == "added"
        for kind in works.kinds():
            if not kind.searchable or (wanted and kind.name not in wanted):
                continue
            names = kind.text_columns()
            query = Q()
            for word in words:
                any_column = Q()
                for name in names:
                    any_column |= Q(**{f"{name}__icontains": word})
                query &= any_column
            rows = kind.readable(request.audience).filter(query)
            rows = rows.order_by("-pk" if latest_first else "pk")
            keys = list(rows.values_list(kind.key_column, flat=True)[: MOST_IN_DATABASE + 1])
            more = more or len(keys) > MOST_IN_DATABASE
            keys = keys[:MOST_IN_DATABASE]
            found += Work.objects.filter(key__in=keys, kind=kind.name).order_by("pk")
        if latest_first:
            found.sort(key=lambda work: work.created, reverse=True)
        found = self._let_through(found, request)
        allowed = self.show([str(work.pk) for work in found], request.audience, request.lang)
        hits = [Hit(str(w.pk), w.kind, 0.0) for w in found if str(w.pk) in allowed]
        start = (request.page - 1) * request.page_size
        return hits[start : start + request.page_size], len(hits), more

    def _let_through(self, found: list[Work], request: SearchRequest) -> list[Work]:
        """Those of the works whose facets hold one of the values chosen in each, as an index
        would have them: the facets are those of their search documents."""
        chosen = {name: set(values) for name, values in request.filters.items() if name != "kind"}
        if not chosen:
            return found
        documents = self.build([str(work.pk) for work in found], request.audience)
        kept = {
            document.id
            for document in documents
            if all(values.intersection(document.facets.get(n, ())) for n, values in chosen.items())
        }
        return [work for work in found if str(work.pk) in kept]

    def concepts(self, audience: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return {concept.slug: concept.labels() for concept in Concept.objects.all()}
