"""What is asked of Elasticsearch: bodies of searches, nothing sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.analysis import LANGUAGES
from search.documents import FACETS
from search.engines.base import WORKS_OF_A_TEXT

from .mapping import passages_field

#: Passages of one work that may stand in one list: ranking keeps the best, so that more
#: would only be carried about.
PASSAGES_OF_A_WORK = 2
#: More values than any facet has; buckets of a search may not pass 65,536 in all.
MOST_VALUES = 5_000
#: Words or works read at a time where all are read.
PAGE = 5_000
#: How many of its neighbours a vector search looks at for each that it returns.
NEIGHBOURS = 2

_STORED = ["stems", "n", "page", "text", "key", "file", "opens", "closes"]


def filters(wanted: Mapping[str, Sequence[str]]) -> list[Query]:
    """Any of the values within a facet, all facets together."""
    return [
        Q("terms", **{f"facets.{facet}": list(values)})
        for facet, values in wanted.items()
        if values and facet in FACETS
    ]


def _inner_hits(path: str) -> dict[str, Any]:
    """The passages that matched, read from stored fields."""
    return {
        "size": PASSAGES_OF_A_WORK,
        "_source": False,
        "stored_fields": [f"{path}.{name}" for name in _STORED],
    }


def by_words(
    lang: str,
    groups: Sequence[Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    limit: int,
) -> dict[str, Any]:
    """Works whose passages in a language hold stems of the groups, the best passages first.

    The words of one group stand for each other, so only the best of them counts.
    """
    path = passages_field(lang)
    holds = [
        Q("dis_max", queries=[Q("term", **{f"{path}.stems": stem}) for stem in group])
        for group in groups
        if group
    ]
    nested = Q(
        "nested",
        path=path,
        query=Q("bool", should=holds, minimum_should_match=1),
        score_mode="max",
        inner_hits=_inner_hits(path),
    )
    search = Search().query(Q("bool", must=[nested], filter=filters(wanted)))
    return _bare(search, limit).to_dict()


def by_phrases(
    lang: str,
    phrases: Sequence[Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    limit: int,
) -> dict[str, Any]:
    """Works with passages in a language that hold each of the phrases in a row."""
    path = passages_field(lang)
    held = [Q("match_phrase", **{f"{path}.stems": " ".join(stems)}) for stems in phrases]
    nested = Q(
        "nested",
        path=path,
        query=Q("bool", must=held),
        score_mode="max",
        inner_hits=_inner_hits(path),
    )
    search = Search().query(Q("bool", must=[nested], filter=filters(wanted)))
    return _bare(search, limit).to_dict()


def by_vector(
    lang: str, vector: Sequence[float], wanted: Mapping[str, Sequence[str]], limit: int
) -> dict[str, Any]:
    """Works with the passages in a language that are nearest to a vector."""
    path = passages_field(lang)
    search = Search().knn(
        field=f"{path}.vector",
        k=limit,
        num_candidates=min(limit * NEIGHBOURS, 10_000),
        query_vector=list(vector),
        filter=Q("bool", filter=filters(wanted)),
        inner_hits=_inner_hits(path),
    )
    return _bare(search, limit).to_dict()


def _bare(search: Search, limit: int) -> Search:
    """A search that returns keys and inner hits only, and counts nothing.

    The keys come from columns: stored documents would be a hundred places on disk.
    """
    return search[:limit].extra(
        track_total_hits=False, stored_fields="_none_", docvalue_fields=["id", "facets.kind"]
    )


def passages() -> dict[str, Any]:
    """How many passages there are in each language: the same question each time, so cached."""
    search = Search()[:0].extra(track_total_hits=False)
    for lang in LANGUAGES:
        search.aggs.bucket(lang, "nested", path=passages_field(lang))
    return search.to_dict()


def frequencies(words: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, Any]:
    """For each language, how many passages hold any stem of each of its groups.

    Only works that hold some stem are looked through.
    """
    holds = []
    search = Search()[:0].extra(track_total_hits=False)
    for lang, groups in words.items():
        path = passages_field(lang)
        stems = sorted({stem for group in groups for stem in group})
        holds.append(Q("nested", path=path, query=Q("terms", **{f"{path}.stems": stems})))
        search.aggs.bucket(lang, "nested", path=path).bucket(
            "groups",
            "filters",
            filters={
                str(number): Q("terms", **{f"{path}.stems": list(group)})
                for number, group in enumerate(groups)
            },
        )
    return search.query(Q("bool", filter=[Q("bool", should=holds)])).to_dict()


def counted(search: Search) -> Search:
    """The same search with the counts of every facet, most frequent first, ties by value."""
    for facet in FACETS:
        terms = A(
            "terms",
            field=f"facets.{facet}",
            size=MOST_VALUES,
            shard_size=MOST_VALUES,
            order=[{"_count": "desc"}, {"_key": "asc"}],
        )
        search.aggs.bucket(facet, terms)
    return search


def of_works(ids: Sequence[str]) -> dict[str, Any]:
    """The counts of every facet over some works."""
    search = Search().query(Q("bool", filter=[Q("terms", id=list(ids))]))
    return counted(search)[:0].extra(track_total_hits=False).to_dict()


def listing(
    wanted: Mapping[str, Sequence[str]], sort: str, lang: str, offset: int, limit: int
) -> dict[str, Any]:
    """One page of a sorted list, its total and its counts."""
    title = {f"sort_titles.{lang}": {"missing": "_first", "unmapped_type": "keyword"}}
    orders: dict[str, list[dict[str, Any]]] = {
        "newest": [{"published": {"order": "desc", "missing": "_last"}}, title],
        "oldest": [{"published": {"order": "asc", "missing": "_last"}}, title],
        "title": [title],
    }
    search = (
        Search()
        .query(Q("bool", filter=filters(wanted)))
        .sort(*orders[sort], "id")[offset : offset + limit]
        .source(["id", "kind"])
        .extra(track_total_hits=True)
    )
    return counted(search).to_dict()


def beginning_with(words: Sequence[str], limit: int) -> dict[str, Any]:
    """Texts offered while typing: one suggestion holds all words, the last perhaps unfinished.

    The shortest texts first, being the nearest to what was typed; each with its languages,
    those of titles before that of names, and some of the works that have it.
    """
    *whole, last = words
    holds = [Q("term", **{"suggestions.words": word}) for word in whole]
    holds.append(Q("prefix", **{"suggestions.words": last}))
    found = Q("bool", filter=holds)
    search = Search().query("nested", path="suggestions", query=found)[:0]
    search = search.extra(track_total_hits=False)
    texts = (
        search.aggs.bucket("suggestions", "nested", path="suggestions")
        .bucket("found", "filter", filter=found)
        .bucket(
            "texts",
            "terms",
            field="suggestions.text",
            size=limit,
            order=[{"length": "asc"}, {"_key": "asc"}],
        )
    )
    texts.metric("length", "min", field="suggestions.length")
    title = {"size": len(LANGUAGES) + 1, "order": {"_key": "desc"}}  # a name has the language ""
    first = {"size": WORKS_OF_A_TEXT, "order": {"_key": "asc"}}
    texts.bucket("lang", "terms", field="suggestions.lang", **title).bucket(
        "work", "reverse_nested"
    ).bucket("id", "terms", field="id", **first)
    return search.to_dict()


def all_spellings(after: Mapping[str, str] | None) -> dict[str, Any]:
    """A page of the distinct words of titles and names."""
    words = A("composite", sources=[{"word": A("terms", field="spellings")}], size=PAGE)
    search = Search()[:0].extra(track_total_hits=False)
    search.aggs.bucket("words", words)
    asked = search.to_dict()
    if after:
        asked["aggs"]["words"]["composite"]["after"] = after
    return asked
