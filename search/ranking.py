"""The order of results: the one place where it is decided, the same for every engine.

A passage is scored by meaning and by words. *Similarity* is the mean over the
models of the product of centred vectors, divided by how far unrelated texts
scatter. Words count twice, as *coverage* and as *likeness* (`search.matching`).
Each language has a list of its own, which is lowered by a part of the mean of its
ten best; the lists are then one, and the passages of a work collapse into their
best. What stands in quotation marks must stand so in the passages of the query's
language; works that hold it come first.

Rank fusion must not be used here: a work in another language stands in fewer
lists, so that every keyword hit beats it (measured: MRR .01 across languages).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .constants import Constants
from .engines.base import Candidate, Candidates
from .matching import Matcher, rarity
from .question import Question

#: What full coverage and full likeness are worth, in spreads of similarity. These were tuned
#: with `manage.py search_evaluate` on development data; docs/search.md has the figures.
COVERAGE_WEIGHT, LIKENESS_WEIGHT = 1.5, 2.5
#: The part of the mean of a language's best works that is taken from all of them.
LOWERED = 0.3
_BEST = 10
#: Works weaker than this, or than this part of the strongest, are no answer. On development
#: data one right answer in three hundred of the first ten is lost.
LEAST, LEAST_BY_WORDS = 2.6, 0.4
OF_THE_BEST = 0.6
#: A passage that holds hardly a word of what was asked must be this near in meaning.
HARDLY, NEAR = 0.02, 2.5
#: A work that can be read in a language the reader has chosen is raised by so much: it passes
#: those that answer hardly better, and no others.
READABLE = 0.3
#: A reader gets evidence in the language of the interface if it is at most this much worse.
_OWN_LANGUAGE = 1.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate passage with its scores. `strength` is what it has by itself, `score` that
    less what is taken from its language; `words` holds the stems that matched; `answers` is
    false for one that neither holds words asked nor is near in meaning; `similarity` is how
    near that is; `holds` says that it has what stood in quotation marks."""

    candidate: Candidate
    strength: float
    score: float
    words: frozenset[str]
    answers: bool
    similarity: float = 0.0
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A work in its place: its best passage, the one to show as evidence, how strongly the best
    answers, whatever the others of that language do, and whether it holds what stood in
    quotation marks."""

    work: str
    kind: str
    score: float
    strength: float
    best: Scored
    evidence: Scored
    holds: bool = False


def rank(
    question: Question,
    candidates: Candidates,
    vectors: Mapping[str, Mapping[str, np.ndarray]],
    of: Constants,
    interface: str,
    reads: Collection[str] = (),
) -> list[Ranked]:
    """Works in order, best first. `vectors` are the raw ones of the candidates, by model and
    key; `interface` is the language in which evidence is preferred, `reads` are those in which
    works are."""
    held = {(item.work, item.n) for item in candidates.items if _holds(item, question)}
    by_lang: dict[str, list[Candidate]] = defaultdict(list)
    for item in candidates.items:
        if not held or item.lang not in question.languages or (item.work, item.n) in held:
            by_lang[item.lang].append(item)
    weights = rarity(candidates)
    scored: list[Scored] = []
    for lang, items in by_lang.items():
        scored += _lowered(_scores(question, weights, items, lang, vectors, of))
    by_work: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        if (each.candidate.work, each.candidate.n) in held:
            each = replace(each, holds=True)
        by_work[each.candidate.work].append(each)
    ranked = [_collapsed(passages, interface, reads) for passages in by_work.values()]
    return sorted(ranked, key=lambda each: (not each.holds, -each.score, each.work))


def answers(works: Sequence[Ranked], question: Question) -> list[Ranked]:
    """The works that are counted and shown, in their order: those that hold what stood in
    quotation marks, and those that answer nearly as well as the best one, and better than
    unrelated texts do."""
    least = LEAST if question.vectors else LEAST_BY_WORDS
    least = max(least, OF_THE_BEST * max((work.strength for work in works), default=0.0))
    return [work for work in works if work.holds or work.strength >= least]


def _scores(
    question: Question,
    weights: Sequence[float],
    items: Sequence[Candidate],
    lang: str,
    vectors: Mapping[str, Mapping[str, np.ndarray]],
    of: Constants,
) -> list[Scored]:
    """The passages of one language, each with its scores."""
    similarities = _similarities(question, items, lang, vectors, of)
    matcher = Matcher(question.groups.get(lang, ()), weights, question.likeness.get(lang))
    likenesses = matcher.likenesses([item.stems for item in items])
    found = []
    for item, similarity, like in zip(items, similarities, likenesses.tolist(), strict=True):
        coverage, words = matcher.coverage(item.stems)
        strength = similarity + COVERAGE_WEIGHT * coverage + LIKENESS_WEIGHT * like
        near = coverage >= HARDLY or (similarity >= NEAR and not question.nonsense)
        found.append(Scored(item, strength, strength, words, near, similarity))
    return found


def _similarities(
    question: Question,
    items: Sequence[Candidate],
    lang: str,
    vectors: Mapping[str, Mapping[str, np.ndarray]],
    of: Constants,
) -> list[float]:
    """How near in meaning each passage is. One that no model has read yet is taken to be as
    near as the other candidates on average, so that new works are found by their words."""
    total = np.zeros(len(items))
    models = np.zeros(len(items))
    for model, query in question.vectors.items():
        known = vectors.get(model, {})
        places = [i for i, item in enumerate(items) if item.key in known]
        if places:
            raw = np.array([known[items[i].key] for i in places], dtype=np.float32)
            centred = of.centre_documents(model, lang, raw)
            total[places] += centred @ query / of.spreads.get(model, 1.0)
            models[places] += 1
    found = total / np.maximum(models, 1)
    if models.any():
        found[models == 0] = found[models > 0].mean()
    return [float(value) for value in found]


def _lowered(scored: list[Scored]) -> list[Scored]:
    """The list of a language, lowered by how well it answers on the whole."""
    best: dict[str, float] = {}
    for each in scored:
        work = each.candidate.work
        best[work] = max(best.get(work, -math.inf), each.strength)
    top = sorted(best.values(), reverse=True)[:_BEST]
    less = LOWERED * sum(top) / len(top) if top else 0.0
    return [
        Scored(
            each.candidate,
            each.strength,
            each.strength - less,
            each.words,
            each.answers,
            each.similarity,
        )
        for each in scored
    ]


def _holds(item: Candidate, question: Question) -> bool:
    """Whether a passage has all that stood in quotation marks, each with its words in a row."""
    phrases = question.phrases.get(item.lang, ())
    return bool(phrases) and all(_in_a_row(phrase, item.stems) for phrase in phrases)


def _in_a_row(phrase: Sequence[str], stems: Sequence[str]) -> bool:
    size = len(phrase)
    starts = (at for at, stem in enumerate(stems) if stem == phrase[0])
    return any(tuple(stems[at : at + size]) == tuple(phrase) for at in starts)


def _collapsed(passages: Sequence[Scored], interface: str, reads: Collection[str]) -> Ranked:
    """A work by its best passage, of those that hold what stood in quotation marks if any
    does. What is shown is that one, or one in the reader's own language that is nearly as
    good; a passage of names alone has nothing to show."""
    readable = any(each.candidate.text and each.candidate.lang in reads for each in passages)
    passages = [each for each in passages if each.holds] or passages
    best = max(passages, key=lambda each: (each.score, -each.candidate.n))
    told = [each for each in passages if each.candidate.text] or [best]
    best_told = max(told, key=lambda each: (each.score, -each.candidate.n))
    own = [each for each in told if each.candidate.lang == interface]
    evidence = max(own, key=lambda each: (each.score, -each.candidate.n), default=best_told)
    if evidence.score < best_told.score - _OWN_LANGUAGE:
        evidence = best_told
    return Ranked(
        work=best.candidate.work,
        kind=best.candidate.kind,
        score=best.score + (READABLE if readable else 0.0),
        strength=max((each.strength for each in passages if each.answers), default=0.0),
        best=best,
        evidence=evidence,
        holds=best.holds,
    )
