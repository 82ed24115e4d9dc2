"""Searching: the one entry for pages, the API and commands."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from . import analysis, generations, indexing, spelling
from .constants import Constants
from .documents import FACETS
from .embedding import embedders
from .engines import engine
from .engines.base import CandidateRequest, Engine, EngineUnavailable, Suggested
from .evidence import evidence_of
from .grouping import by_language
from .lexicon import Lexicon, lexicon_of
from .question import Question, clean, understand
from .ranking import Ranked, answers, full, rank, strongest
from .reasons import OTHER, reason_of
from .request import Hit, SearchRequest, SearchResponse
from .sources import source
from .thesaurus import Thesaurus, thesaurus_of

logger = logging.getLogger(__name__)

Filters = Mapping[str, tuple[str, ...]]
#: How many works each value of a facet has, the most frequent first.
Counts = Mapping[str, Sequence[tuple[str, int]]]

#: Names that a work is expected to have, in all languages.
_NAMES = 8


@dataclass(frozen=True, slots=True)
class Searched:
    """An index to search: its engine and name, the constants and thesaurus that go with it."""

    engine: Engine
    index: str
    constants: Constants
    thesaurus: Thesaurus


def search(request: SearchRequest, searched: Searched | None = None) -> SearchResponse:
    """One page of what answers a request, with the totals of the whole result.

    Searches the live generation unless told what else. With the engine down it is a plain
    database search, and says so in `limited`.
    """
    text = clean(request.text)
    request = replace(request, text=text, page=max(request.page, 1))
    try:
        searched = searched or _live(request.audience)
        if not text:
            return _browse(request, searched)
        return _search(request, searched)
    except EngineUnavailable as error:
        logger.warning("search is limited to the database: %s", error)
        hits, total, more = source().find_in_database(request)
        facets: Mapping[str, tuple[tuple[str, int], ...]] = {}
        lang = request.query_lang or request.lang
        return SearchResponse(tuple(hits), total, facets, lang, limited="database", more=more)


def suggest(prefix: str, *, audience: str = "public", limit: int = 8) -> Sequence[Suggested]:
    """(work, text, language) of titles and names that begin like what was typed, one for
    each work. Nothing with the engine down: it is a help, not an answer."""
    return suggest_each(prefix, {"": ()}, audience=audience, limit=limit).get("", ())


def suggest_each(
    prefix: str, groups: Mapping[str, Collection[str]], *, audience: str, limit: int
) -> dict[str, Sequence[Suggested]]:
    """As `suggest`, at most `limit` for each group, of works of the kinds that it names (all,
    where it names none)."""
    text = clean(prefix)
    if not text or not groups:
        return {}
    try:
        searched = _live(audience)
        found = searched.engine.suggest_each(
            searched.index, text, limit * _NAMES, list(groups.values())
        )
    except EngineUnavailable as error:
        logger.warning("no suggestions: %s", error)
        return {}
    return {name: _once(each)[:limit] for name, each in zip(groups, found, strict=True)}


def _once(found: Sequence[Suggested]) -> list[Suggested]:
    """The first name of each work."""
    by_work = {suggestion[0]: suggestion for suggestion in reversed(found)}
    return [each for each in found if by_work[each[0]] == each]


def ranked(request: SearchRequest, searched: Searched) -> tuple[list[Ranked], Question, Lexicon]:
    """Every work that the engine proposes for the words of a request, best first."""
    lexicon = lexicon_of(searched.index)
    question = understand(
        request.text,
        stated=request.query_lang,
        interface=request.lang,
        lexicon=lexicon,
        of=searched.constants,
        thesaurus=searched.thesaurus,
    )
    if not question.words:
        return [], question, lexicon
    return _proposed(question, request, searched), question, lexicon


def _proposed(question: Question, request: SearchRequest, searched: Searched) -> list[Ranked]:
    """What the engine proposes for a question under the filters of a request, best first."""
    joined = searched.constants.joined(question.vectors)
    found = searched.engine.candidates(
        searched.index,
        CandidateRequest(
            words=question.engine_groups(),
            vectors={} if joined is None else dict.fromkeys(analysis.LANGUAGES, joined),
            filters=request.filters,
            limit=request.depth,
            phrases=question.phrases,
        ),
    )
    return rank(question, found, searched.constants, request.lang, request.reads)


def alike(request: SearchRequest, work: str) -> list[str]:
    """The works that answer a request as well as may be expected when the one that it was
    taken from is left out, best first."""
    request = replace(request, text=clean(request.text))
    works, question, _lexicon = ranked(request, _live(request.audience))
    return [each.work for each in answers([w for w in works if w.work != work], question)]


def _live(audience: str) -> Searched:
    generation = generations.live()
    if generation is None:
        raise EngineUnavailable("no index has been built yet")
    if generation.fingerprint != indexing.fingerprint():
        raise EngineUnavailable("the index was made by other code or models: run search_rebuild")
    return Searched(
        engine(),
        generation.index(audience),
        indexing.constants_of(generation),
        thesaurus_of(audience),
    )


def _search(request: SearchRequest, searched: Searched) -> SearchResponse:
    works, question, lexicon = ranked(request, searched)
    unfiltered = works
    if request.filters and question.words:
        unfiltered = _proposed(question, replace(request, filters={}), searched)
    works = answers(works, question, strongest(unfiltered))
    if request.sort != "relevance":
        works = _sorted(works, request, searched)
    groups: tuple[tuple[str, int], ...] = ()
    if request.group == "language":
        works, groups = by_language(works, _language_of, [request.lang, *request.reads])
    start = (request.page - 1) * request.page_size
    shown = works[start : start + request.page_size]
    return SearchResponse(
        hits=tuple(_hit(work, question) for work in shown),
        total=len(works),
        facets=_counts(request, works, question, searched, unfiltered),
        query_lang=question.lang,
        did_you_mean=spelling.correction(question, lexicon, searched),
        limited="" if question.vectors else "words_only",
        phrases=_found(works) if question.phrases else "",
        groups=groups,
        more=full(works, request.depth),
    )


def _language_of(work: Ranked) -> str:
    return work.evidence.candidate.lang


def _found(works: Sequence[Ranked]) -> str:
    return "held" if any(work.holds for work in works) else "unheld"


def _browse(request: SearchRequest, searched: Searched) -> SearchResponse:
    """Without words: everything that the filters let through, newest first unless told else."""

    def wider(filters: Filters) -> Counts:
        engine = searched.engine
        return engine.browse(searched.index, filters, "newest", request.lang, 0, 1).facets

    listing = searched.engine.browse(
        searched.index,
        request.filters,
        "newest" if request.sort == "relevance" else request.sort,
        request.lang,
        (request.page - 1) * request.page_size,
        request.page_size,
    )
    return SearchResponse(
        hits=tuple(Hit(work, kind, 0.0) for work, kind in listing.ids),
        total=listing.total,
        facets=_with_alternatives(request, listing.facets, wider),
        query_lang=request.query_lang or request.lang,
        limited="" if embedders() else "words_only",
    )


def _sorted(works: list[Ranked], request: SearchRequest, searched: Searched) -> list[Ranked]:
    """The same works in the order asked for."""
    ids = [each.work for each in works]
    listing = searched.engine.browse(
        searched.index, {}, request.sort, request.lang, 0, len(ids), among=ids
    )
    place = {work: i for i, (work, _kind) in enumerate(listing.ids)}
    return sorted(works, key=lambda each: place.get(each.work, len(place)))


def _hit(work: Ranked, question: Question) -> Hit:
    evidence = evidence_of(work.evidence.candidate, work.evidence.words(question, OTHER))
    return Hit(
        work.work,
        work.kind,
        round(work.score, 4),
        evidence if evidence.text else None,
        _language_of(work),
        reason_of(work, question),
    )


def _counts(
    request: SearchRequest,
    works: Sequence[Ranked],
    question: Question,
    searched: Searched,
    unfiltered: Sequence[Ranked],
) -> dict[str, tuple[tuple[str, int], ...]]:
    """The facets of what answers a request with words; `unfiltered` is what is proposed for
    the words alone."""

    def wider(filters: Filters) -> Counts:
        found = unfiltered
        if filters:
            found = _proposed(question, replace(request, filters=filters), searched)
        return counted(answers(found, question, strongest(unfiltered)))

    return _with_alternatives(request, counted(works), wider)


def counted(works: Sequence[Ranked]) -> Counts:
    """How many of the works each value of a facet has, most frequent first, ties by value."""
    totals: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for work in works:
        totals["kind"][work.kind] += 1
        for facet, values in work.best.candidate.facets.items():
            totals[facet].update(values)
    return {
        facet: tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))
        for facet, total in totals.items()
    }


def _with_alternatives(
    request: SearchRequest, counts: Counts, wider: Callable[[Filters], Counts]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Facet counts where a facet that a value was chosen in tells what its other values would
    find under the other filters: two values of a facet widen a search."""
    found = {name: tuple(pairs) for name, pairs in counts.items()}
    for name, chosen in request.filters.items():
        others = {facet: values for facet, values in request.filters.items() if facet != name}
        known = dict(found.get(name, ()))
        pairs = [
            (value, known.get(value, count) if value in chosen else count)
            for value, count in wider(others).get(name, ())
        ]
        found[name] = tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
    return found
