"""What is asked of Elasticsearch: bodies of searches, nothing sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search

from search.analysis import LANGUAGES
from search.documents import FACETS
from search.engines.base import WORKS_OF_A_TEXT

from .mapping import PASSAGE, WORK, stems_field, vector_field

#: More values than any facet has; buckets of a search may not pass 65,536 in all.
MOST_VALUES = 5_000
#: Words or works read at a time where all are read.
PAGE = 5_000
#: Works read for words that are spelt like another.
MOST_SPELT_LIKE = 100
#: How many of its neighbours a vector search looks at for each that it returns.
NEIGHBOURS = 2
#: The product of a passage's vector with that of the query. Functions for it are there where
#: scores are made alone, and what is found by words keeps the order of its words.
PRODUCT = """
def values = doc[params.field];
if (values.size() == 0) { return null; }
float[] vector = values.vectorValue;
double product = 0;
for (int i = 0; i < vector.length; i++) { product += vector[i] * (double) params.vector[i]; }
return product;
"""


def filters(wanted: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Any of the values within a facet, all facets together."""
    return [
        {"terms": {f"facets.{facet}": list(values)}}
        for facet, values in wanted.items()
        if values and facet in FACETS
    ]


def by_words(
    lang: str,
    groups: Sequence[Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    limit: int,
    vector: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Passages in a language that hold stems of the groups, the best first.

    The words of one group stand for each other, so only the best of them counts.
    """
    field = stems_field(lang)
    holds = [
        {"dis_max": {"queries": [{"term": {field: stem}} for stem in group]}}
        for group in groups
        if group
    ]
    found = {"bool": {"should": holds, "minimum_should_match": 1, "filter": filters(wanted)}}
    return {"query": found, **_listed(limit), **_with_products(lang, vector)}


def by_phrases(
    lang: str,
    phrases: Sequence[Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    limit: int,
    vector: Sequence[float] | None = None,
) -> dict[str, Any]:
    """Passages in a language that hold each of the phrases in a row."""
    held = [{"match_phrase": {stems_field(lang): " ".join(stems)}} for stems in phrases]
    found = {"bool": {"must": held, "filter": filters(wanted)}}
    return {"query": found, **_listed(limit), **_with_products(lang, vector)}


def by_vector(
    lang: str, vector: Sequence[float], wanted: Mapping[str, Sequence[str]], limit: int
) -> dict[str, Any]:
    """The passages in a language that are nearest to a vector, scored by their products with it
    as they were written and not as the graph rounds them."""
    nearest: dict[str, Any] = {
        "field": vector_field(lang),
        "k": limit,
        "num_candidates": min(limit * NEIGHBOURS, 10_000),
        "query_vector": vector,
        "rescore_vector": {"oversample": 1.0},
    }
    # A filter that lets everything through costs as much as one that does not.
    if within := filters(wanted):
        nearest["filter"] = within
    return {"knn": nearest, **_listed(limit)}


def _listed(limit: int, field: str = "read") -> dict[str, Any]:
    """So many documents with a field, that which ranking and evidence read of a passage;
    nothing is counted."""
    return {
        "size": limit,
        "track_total_hits": False,
        "stored_fields": "_none_",
        "docvalue_fields": [field],
    }


def _with_products(lang: str, vector: Sequence[float] | None) -> dict[str, Any]:
    """Tells of each passage listed the product of its vector with this one."""
    if vector is None:
        return {}
    asked = {"source": PRODUCT, "params": {"field": vector_field(lang), "vector": vector}}
    return {"script_fields": {"product": {"script": asked}}}


def product_told(hit: Mapping[str, Any]) -> float | None:
    """The product of a passage listed by `by_words` or `by_phrases`."""
    return next(iter(hit["fields"].get("product", ())), None)


def product_scored(hit: Mapping[str, Any]) -> float:
    """The product of a passage listed by `by_vector`; Elasticsearch keeps scores positive."""
    return 2 * hit["_score"] - 1


def counts(words: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, Any]:
    """How many passages there are in each language, and for each group of a language's
    stems how many hold any of them, under the language and what `group` says.

    One plain list of filters over everything, so that Elasticsearch counts by its postings.
    """
    asked: dict[str, Any] = {lang: {"term": {"lang": lang}} for lang in LANGUAGES}
    for lang, groups in words.items():
        for number, stems in enumerate(groups):
            asked[group(lang, number)] = {"terms": {stems_field(lang): list(stems)}}
    return {
        "size": 0,
        "track_total_hits": False,
        "aggs": {"counts": {"filters": {"filters": asked}}},
    }


def group(lang: str, number: int) -> str:
    """What the count of a group of stems is called."""
    return f"{lang}:{number}"


def written_before(ids: Sequence[str], written: str) -> dict[str, Any]:
    """Passages of some works that are left of earlier versions."""
    return {
        "bool": {
            "filter": [{"term": {"type": PASSAGE}}, {"terms": {"work": list(ids)}}],
            "must_not": [{"term": {"written": written}}],
        }
    }


def everything_of(ids: Sequence[str]) -> dict[str, Any]:
    """All documents of some works."""
    return {"terms": {"work": list(ids)}}


def works(*within: dict[str, Any]) -> dict[str, Any]:
    """The documents of works that pass the filters."""
    return {"bool": {"filter": [{"term": {"type": WORK}}, *within]}}


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


def listing(
    wanted: Mapping[str, Sequence[str]],
    sort: str,
    lang: str,
    offset: int,
    limit: int,
    among: Sequence[str] | None = None,
) -> dict[str, Any]:
    """One page of a sorted list, its total and its counts."""
    within = filters(wanted)
    if among is not None:
        within.append({"terms": {"work": list(among)}})
    title = {f"sort_titles.{lang}": {"missing": "_first", "unmapped_type": "keyword"}}
    orders: dict[str, list[dict[str, Any]]] = {
        "newest": [{"published": {"order": "desc", "missing": "_last"}}, title],
        "oldest": [{"published": {"order": "asc", "missing": "_last"}}, title],
        "added": [{"added": {"order": "desc", "missing": "_last"}}, title],
        "title": [title],
    }
    search = (
        Search()
        .query(Q(works(*within)))
        .sort(*orders[sort], "work")[offset : offset + limit]
        .source(["work", "kind"])
        .extra(track_total_hits=True)
    )
    return counted(search).to_dict()


def beginning_with(words: Sequence[str], limit: int, kinds: Collection[str] = ()) -> dict[str, Any]:
    """Texts offered while typing: one suggestion holds all words, the last perhaps unfinished.

    The shortest texts first, being the nearest to what was typed; each with its languages,
    those of titles before that of names, and some of the works that have it.
    """
    *whole, last = words
    holds = [Q("term", **{"suggestions.words": word}) for word in whole]
    holds.append(Q("prefix", **{"suggestions.words": last}))
    found = Q("bool", filter=holds)
    search = Search().query("nested", path="suggestions", query=found)[:0]
    if kinds:
        search = search.filter("terms", **{"facets.kind": list(kinds)})
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
    ).bucket("id", "terms", field="work", **first)
    return search.to_dict()


def spelt_like(word: str, edits: int) -> dict[str, Any]:
    """Works with words in their titles and names so near to this one, the nearest first."""
    near = {"value": word, "fuzziness": edits}
    return {
        "query": {"fuzzy": {"spellings": near}},
        **_listed(MOST_SPELT_LIKE, "spellings"),
    }


def digests(after: Sequence[Any] | None) -> dict[str, Any]:
    """A page of the works, with what tells whether each is there whole."""
    asked: dict[str, Any] = {
        "query": works(),
        "size": PAGE,
        "sort": ["_shard_doc"],
        "_source": False,
        "docvalue_fields": [{"field": name} for name in ("work", "digest", "passages")],
        "track_total_hits": False,
    }
    return asked | ({"search_after": after} if after else {})


def passages_of_works(after: Mapping[str, str] | None) -> dict[str, Any]:
    """A page of the works that have passages, with how many."""
    passages = Q({"term": {"type": PASSAGE}})
    search = Search().query(passages)[:0].extra(track_total_hits=False)
    by_work = A("composite", sources=[{"work": A("terms", field="work")}], size=PAGE)
    search.aggs.bucket("works", by_work)
    asked = search.to_dict()
    if after:
        asked["aggs"]["works"]["composite"]["after"] = after
    return asked
