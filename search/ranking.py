"""The order of results: the one place where it is decided, the same for every engine.

A passage is scored by meaning and by words. *Similarity* is the mean over the
models of the product of centred vectors, divided by how far unrelated texts
scatter. *Coverage* is BM25 within the passages of its language, of the words
asked and what stands for them there, as a part of what a perfect match would
give: between 0 and 1, and so comparable between languages. Each language has a
list of its own, which is lowered by a part of the mean of its ten best; the
lists are then one, and the passages of a work collapse into their best.

Rank fusion must not be used here: a work in another language stands in fewer
lists, so that every keyword hit beats it (measured: MRR .01 across languages).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .constants import Constants
from .engines.base import Candidate, Candidates
from .question import Alternative, Question

#: What full coverage is worth, in spreads of similarity. These five were tuned with
#: `manage.py search_evaluate` on development data; docs/search.md has the figures.
COVERAGE_WEIGHT = 3.5
#: Coverage in another language than the query's counts more: less of it can be expected.
FOREIGN = 1.25
#: The part of the mean of a language's best works that is taken from all of them.
LOWERED = 0.3
_BEST = 10
#: BM25's saturation and length normalisation, and the stems of an average passage.
_K1, _B = 0.8, 0.5
_AVERAGE_LENGTH = 45.0
#: Works weaker than this, or than this part of the strongest, are no answer. On development
#: data one right answer in two hundred of the first ten is lost.
LEAST, LEAST_BY_WORDS = 1.75, 0.35
OF_THE_BEST = 0.5
#: A passage that holds hardly a word of what was asked must be this near in meaning.
HARDLY, NEAR = 0.02, 2.5
#: A reader gets evidence in the language of the interface if it is at most this much worse.
_OWN_LANGUAGE = 1.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate passage with its scores. `strength` is what it has by itself, `score` that
    less what is taken from its language; `words` holds the stems that matched; `answers` is
    false for one that neither holds words asked nor is near in meaning."""

    candidate: Candidate
    strength: float
    score: float
    words: frozenset[str]
    answers: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """A work in its place: the passage to show as evidence, and how strongly its best
    passage answers, whatever the others of that language do."""

    work: str
    kind: str
    score: float
    strength: float
    evidence: Scored


def rank(
    question: Question,
    candidates: Candidates,
    vectors: Mapping[str, Mapping[str, np.ndarray]],
    of: Constants,
    interface: str,
) -> list[Ranked]:
    """Works in order, best first. `vectors` are the raw ones of the candidates, by model and
    key; `interface` is the language in which evidence is preferred."""
    by_lang: dict[str, list[Candidate]] = defaultdict(list)
    for item in candidates.items:
        by_lang[item.lang].append(item)
    scored: list[Scored] = []
    for lang, items in by_lang.items():
        scored += _lowered(_scores(question, candidates, items, lang, vectors, of))
    by_work: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        by_work[each.candidate.work].append(each)
    ranked = [_collapsed(passages, interface) for passages in by_work.values()]
    return sorted(ranked, key=lambda each: (-each.score, each.work))


def answers(works: Sequence[Ranked], question: Question) -> list[Ranked]:
    """The works that are counted and shown, in their order: those that answer at least half
    as well as the best one, and better than unrelated texts do."""
    least = LEAST if question.vectors else LEAST_BY_WORDS
    least = max(least, OF_THE_BEST * max((work.strength for work in works), default=0.0))
    return [work for work in works if work.strength >= least]


def _scores(
    question: Question,
    candidates: Candidates,
    items: Sequence[Candidate],
    lang: str,
    vectors: Mapping[str, Mapping[str, np.ndarray]],
    of: Constants,
) -> list[Scored]:
    """The passages of one language, each with its scores."""
    similarities = _similarities(question, items, lang, vectors, of)
    matcher = Matcher(
        question.groups.get(lang, ()),
        candidates.frequencies.get(lang, ()),
        candidates.passages.get(lang, 0),
    )
    foreign = FOREIGN - (FOREIGN - 1) * question.languages.get(lang, 0.0)
    found = []
    for item, similarity in zip(items, similarities, strict=True):
        coverage, words = matcher.coverage(item.stems)
        strength = similarity + COVERAGE_WEIGHT * foreign * coverage
        near = coverage >= HARDLY or similarity >= NEAR
        found.append(Scored(item, strength, strength, words, near))
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


class Matcher:
    """Coverage of the words asked by the stems of passages in one language."""

    def __init__(
        self,
        groups: Sequence[Sequence[Alternative]],
        frequencies: Sequence[int],
        passages: int,
    ) -> None:
        self._single: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._several: list[tuple[int, tuple[str, ...], float]] = []
        self.weights = [
            math.log(1 + (passages - count + 0.5) / (count + 0.5)) for count in frequencies
        ]
        self._perfect = sum(self.weights) * (_K1 + 1)
        for place, group in enumerate(groups):
            for stems, weight in group:
                if len(stems) == 1:
                    self._single[stems[0]].append((place, weight))
                else:
                    self._several.append((place, stems, weight))
        self._parts = {stem for _place, stems, _weight in self._several for stem in stems}

    def coverage(self, stems: Sequence[str]) -> tuple[float, frozenset[str]]:
        """The part of the words asked that a passage holds, and the stems that matched."""
        if not self._perfect:
            return 0.0, frozenset()
        counts: dict[int, float] = defaultdict(float)
        words: set[str] = set()
        parts: dict[str, int] = defaultdict(int)
        for stem in stems:
            if stem in self._single:
                words.add(stem)
                for place, weight in self._single[stem]:
                    counts[place] += weight
            if stem in self._parts:
                parts[stem] += 1
        for place, together, weight in self._several if parts else ():
            times = min(parts[stem] for stem in together)
            if times:
                words.update(together)
                counts[place] = max(counts[place], weight * times)
        length = _K1 * (1 - _B + _B * len(stems) / _AVERAGE_LENGTH)
        total = sum(
            self.weights[place] * times * (_K1 + 1) / (times + length)
            for place, times in counts.items()
        )
        return total / self._perfect, frozenset(words)


def _lowered(scored: list[Scored]) -> list[Scored]:
    """The list of a language, lowered by how well it answers on the whole."""
    best: dict[str, float] = {}
    for each in scored:
        work = each.candidate.work
        best[work] = max(best.get(work, -math.inf), each.strength)
    top = sorted(best.values(), reverse=True)[:_BEST]
    less = LOWERED * sum(top) / len(top) if top else 0.0
    return [
        Scored(each.candidate, each.strength, each.strength - less, each.words, each.answers)
        for each in scored
    ]


def _collapsed(passages: Sequence[Scored], interface: str) -> Ranked:
    """A work by its best passage. What is shown is that one, or one in the reader's own
    language that is nearly as good; a passage of names alone has nothing to show."""
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
        score=best.score,
        strength=max((each.strength for each in passages if each.answers), default=0.0),
        evidence=evidence,
    )
