"""Measuring search on a collection with known answers.

A collection is a directory with `docs.jsonl` {id, lang, title, body}, `queries.jsonl`
{id, lang, text} and `qrels.jsonl` {query, doc, rel}; both of the first may name a
`set`; other keys are ignored. It is indexed beside the site's own works and asked
through the site's own code, one query at a time.
"""

from __future__ import annotations

import json
import math
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import constants, indexing, lexicon
from .documents import Text, WorkDocument
from .embedding import store
from .engines import engine
from .query import Searched, ranked
from .question import clean
from .request import SearchRequest
from .thesaurus import Thesaurus

#: Documents kept of each answer.
DEPTH = 100
_BATCH = 50

#: Told how much of what is done: (what, done, of).
Progress = Callable[[str, int, int], None]


class BadCollection(Exception):
    """A file of a collection is missing or cannot be read as what it should be."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a collection. `set` is '' where the collection names none."""

    id: str
    lang: str
    text: str
    set: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """How well one query found its answers in one language. `own_share` is the part of the
    ten best documents, right or wrong, that are in the query's language."""

    set: str
    query_lang: str
    doc_lang: str
    reciprocal_rank: float
    ndcg: float
    recall_1: float
    recall_10: float
    own_share: float


#: Query identifier to document identifiers, best first.
Run = Mapping[str, Sequence[str]]
#: Query identifier to document identifier to how relevant it is.
Judgements = Mapping[str, Mapping[str, float]]


def read_documents(directory: Path) -> list[WorkDocument]:
    """The documents of a collection, each a work in one language."""
    return [
        WorkDocument(
            id=row["id"],
            kind="document",
            title={row["lang"]: row["title"]} if row.get("title") else {},
            texts=(Text(row["lang"], row.get("body") or ""),),
        )
        for row in _rows(directory / "docs.jsonl", "id", "lang")
    ]


def read_queries(directory: Path) -> list[Query]:
    """The queries of a collection."""
    return [
        Query(row["id"], row["lang"], row["text"], row.get("set") or "")
        for row in _rows(directory / "queries.jsonl", "id", "lang", "text")
    ]


def read_judgements(directory: Path) -> Judgements | None:
    """The answers known to be right; None where the collection has none."""
    if not (directory / "qrels.jsonl").exists():
        return None
    judgements: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows(directory / "qrels.jsonl", "query", "doc"):
        if (relevance := float(row.get("rel", 1))) > 0:
            judgements[row["query"]][row["doc"]] = relevance
    return judgements


@contextmanager
def scratch(documents: Sequence[WorkDocument], progress: Progress) -> Iterator[Searched]:
    """An index of these documents in the engine in use, removed at the end in any case.

    Constants are the shipped ones, with document means refreshed as in any generation.
    No thesaurus: labels of goals would give answers away.
    """
    texts = {p.key: p.text for document in documents for p in indexing.passages(document)}
    todo = sum(map(len, store.missing(texts).values()))
    done = 0

    def made(count: int) -> None:
        nonlocal done
        done += count
        progress("embedding", done, todo)

    store.embed(texts, made)
    of = constants.for_documents(documents)
    index = f"evaluate-{uuid.uuid4().hex[:12]}"
    try:
        meta = {"fingerprint": indexing.fingerprint(), "dims": str(constants.dims())}
        engine().create(index, meta)
        for start in range(0, len(documents), _BATCH):
            part = documents[start : start + _BATCH]
            engine().put(index, [work for work, _ in indexing.index_with(of, index, part)])
            progress("indexing", start + len(part), len(documents))
        yield Searched(engine(), index, of, thesaurus=Thesaurus({}))
    finally:
        lexicon.forget(index)
        engine().drop(index)


def ask(
    searched: Searched, queries: Sequence[Query], detect: bool, progress: Progress
) -> tuple[dict[str, list[str]], list[float]]:
    """The answers to each query, asked alone, and the seconds that each took. The language
    is stated, or detected with no hint from an interface."""
    run: dict[str, list[str]] = {}
    seconds = []
    for number, query in enumerate(queries, 1):
        started = time.perf_counter()
        request = SearchRequest(
            text=clean(query.text),
            lang="" if detect else query.lang,
            query_lang=None if detect else query.lang,
        )
        works, _question, _lexicon = ranked(request, searched)
        seconds.append(time.perf_counter() - started)
        run[query.id] = [work.work for work in works[:DEPTH]]
        progress("asking", number, len(queries))
    return run, seconds


def write_run(run: Run, path: Path) -> None:
    """One JSON line for each query, in the order asked."""
    lines = (json.dumps({"query": query, "docs": list(docs)}) for query, docs in run.items())
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def judge(
    run: Run, queries: Iterable[Query], languages: Mapping[str, str], judgements: Judgements
) -> list[Judged]:
    """Each query judged once for every language in which it has an answer.

    Right answers in other languages are taken out of the list first: that they stand
    before the one looked for is no fault.
    """
    found = []
    for query in queries:
        ten = [languages.get(doc) for doc in list(run.get(query.id, ()))[:10]]
        own_share = ten.count(query.lang) / len(ten) if ten else 0.0
        by_lang: dict[str, dict[str, float]] = defaultdict(dict)
        for doc, relevance in judgements.get(query.id, {}).items():
            if doc in languages:
                by_lang[languages[doc]][doc] = relevance
        for lang, right in by_lang.items():
            others = {doc for other, docs in by_lang.items() if other != lang for doc in docs}
            docs = [doc for doc in run.get(query.id, ()) if doc not in others]
            found.append(_judged(query, lang, docs[:10], right, own_share))
    return found


def _judged(
    query: Query, lang: str, docs: Sequence[str], right: Mapping[str, float], own_share: float
) -> Judged:
    places = [place for place, doc in enumerate(docs) if doc in right]
    gain = sum((2 ** right[docs[place]] - 1) / math.log2(place + 2) for place in places)
    ideal = sum(
        (2**relevance - 1) / math.log2(place + 2)
        for place, relevance in enumerate(sorted(right.values(), reverse=True)[:10])
    )
    return Judged(
        set=query.set,
        query_lang=query.lang,
        doc_lang=lang,
        reciprocal_rank=1 / (places[0] + 1) if places else 0.0,
        ndcg=gain / ideal if ideal else 0.0,
        recall_1=len([place for place in places if place == 0]) / len(right),
        recall_10=len(places) / len(right),
        own_share=own_share,
    )


def table(judged: Sequence[Judged]) -> str:
    """The figures as text: for each set every pair of languages, mono, cross, their ratio,
    the worst pair of different languages by MRR@10, and how many of the ten best documents
    are in the query's language."""
    lines = []
    for name in sorted({each.set for each in judged}):
        of = [each for each in judged if each.set == name]
        lines.append(f"{name or 'all'}: {len(of)} answers looked for")
        lines.append(f"  {'':10} {'MRR@10':>7} {'nDCG@10':>8} {'R@1':>6} {'R@10':>6} {'n':>6}")
        pairs: dict[tuple[str, str], list[Judged]] = defaultdict(list)
        for each in of:
            pairs[each.query_lang, each.doc_lang].append(each)
        for pair, group in sorted(pairs.items()):
            lines.append(_line(" > ".join(pair), group))
        mono = [each for each in of if each.query_lang == each.doc_lang]
        cross = [each for each in of if each.query_lang != each.doc_lang]
        lines += [_line("mono", mono)] if mono else []
        lines += [_line("cross", cross)] if cross else []
        if mono and cross:
            ratio = _mrr(cross) / _mrr(mono) if _mrr(mono) else 0.0
            worst = min(
                (pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: _mrr(pairs[pair])
            )
            lines.append(f"  ratio {ratio:.3f}")
            lines.append(f"  worst {' > '.join(worst)} {_mrr(pairs[worst]):.3f}")
        share = sum(each.own_share for each in of) / len(of)
        lines.append(f"  of the ten best in the query's language {share:.3f}")
        lines.append("")
    return "\n".join(lines).rstrip()


def _line(name: str, group: Sequence[Judged]) -> str:
    def mean(attribute: str) -> float:
        return sum(getattr(each, attribute) for each in group) / len(group)

    return (
        f"  {name:10} {mean('reciprocal_rank'):7.3f} {mean('ndcg'):8.3f}"
        f" {mean('recall_1'):6.3f} {mean('recall_10'):6.3f} {len(group):6}"
    )


def _mrr(group: Sequence[Judged]) -> float:
    return sum(each.reciprocal_rank for each in group) / len(group)


def _rows(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    row = json.loads(line)
                    lacking = [key for key in needed if not isinstance(row.get(key), str)]
                    if lacking:
                        raise BadCollection(f"{path}:{number}: no {', '.join(lacking)}")
                    yield row
    except (OSError, ValueError, AttributeError) as error:
        raise BadCollection(f"{path}: {error}") from error
