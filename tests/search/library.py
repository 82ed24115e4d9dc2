"""A small source of works for tests: a real `Source` over documents held in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from search.documents import AUDIENCES, Text, WorkDocument
from search.request import Hit, SearchRequest
from search.sources import Shown


def document(
    work: str, text: str = "water in the city", *, lang: str = "en", **values
) -> WorkDocument:
    """A document of one language."""
    return WorkDocument(
        id=work,
        kind=values.pop("kind", "case_study"),
        title={lang: values.pop("title", f"Work {work}")},
        texts=(Text(lang, text),),
        facets={"language": (lang,), **values.pop("facets", {})},
        published=date(2020, 1, 1),
        **values,
    )


class Library:
    """Works by id. `private` works are for members; `broken` ones cannot be built."""

    def __init__(self) -> None:
        self.works: dict[str, WorkDocument] = {}
        self.private: set[str] = set()
        self.broken: set[str] = set()
        self.built: list[tuple[str, ...]] = []

    def add(self, *documents: WorkDocument) -> None:
        """Puts documents in, replacing those of the same works."""
        self.works.update({each.id: each for each in documents})

    def ids(self) -> Iterator[str]:
        """In the order of their ids."""
        yield from sorted(self.works)

    def kinds(self) -> Mapping[str, bool]:
        """Those of its works; cities, people and partnerships are records, others are written."""
        records = ("city", "person", "partnership")
        return {each.kind: each.kind not in records for each in self.works.values()}

    def build(self, ids: Sequence[str], audience: str) -> list[WorkDocument]:
        """Those that the audience may read."""
        self.built.append(tuple(ids))
        for work in ids:
            if work in self.broken:
                raise LookupError(f"work {work} is broken")
        hidden = self.private if audience == AUDIENCES[0] else set()
        return [self.works[work] for work in ids if work in self.works and work not in hidden]

    def show(self, ids: Sequence[str], audience: str, lang: str) -> Mapping[str, Shown]:
        """Their titles."""
        return {
            each.id: Shown(each.id, each.kind, each.kind, *next(iter(each.title.items()))[::-1], "")
            for each in self.build(ids, audience)
        }

    def readable_files(self, ids: Collection[str], audience: str) -> Collection[str]:
        """All of them."""
        return ids

    def file_url(self, file: str, page: int | None) -> str:
        """A path."""
        return f"/files/{file}#page={page}"

    def work_url(self, work: str, lang: str) -> str:
        """A path."""
        return f"/{lang}/w/{work}/"

    def labels(self, facet: str, values: Sequence[str], lang: str) -> Mapping[str, str]:
        """The values themselves."""
        return {value: value for value in values}

    def renamed(self, filters: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
        """Nothing has got another name."""
        return {facet: tuple(values) for facet, values in filters.items()}

    def themes(self, slugs: Sequence[str], audience: str, lang: str) -> Mapping[str, Shown]:
        """Each by its identifier."""
        return {
            slug: Shown(slug, "theme", "theme", slug, lang, f"/themes/{slug}/") for slug in slugs
        }

    def find_in_database(self, request: SearchRequest) -> tuple[list[Hit], int, bool]:
        """Works whose title holds the words."""
        found = [
            Hit(each.id, each.kind, 0.0)
            for each in self.build(list(self.ids()), request.audience)
            if any(request.text.lower() in title.lower() for title in each.title.values())
        ]
        return found, len(found), False

    def concepts(self, audience: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """None."""
        return {}
