"""The order of results: the one place where it is decided, the same for every engine.

A passage is scored by meaning and by words. *Similarity* is the mean over the
models of the product of centred vectors, divided by how far unrelated texts
scatter and by how near translations are in that pair of languages. Words count
twice, as *coverage* and as *likeness* (`search.matching`). Each language has a
list of its own, which is lowered by a part of the mean of its ten best; the lists
are then one, and the passages of a work collapse into their best. What stands in
quotation marks must stand so in the passages of the query's language; works that
hold it come first.

Rank fusion must not be used here: a work in another language stands in fewer
lists, so that every keyword hit beats it (measured: MRR .01 across languages).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .constants import Constants
from .engines.base import Candidate, Candidates
from .matching import Matcher, matched, rarity
from .question import Question

#: What full coverage and full likeness are worth, in spreads of similarity. These were tuned
#: with `manage.py search_evaluate` on development data; docs/search.md has the figures.
COVERAGE_WEIGHT, LIKENESS_WEIGHT = 1.5, 2.5
#: The part of the mean of a language's best works that is taken from all of them.
LOWERED = 0.3
_BEST = 10
#: Between 0, similarity as the models see it, and 1, as if they found translations equally near
#: in each pair of languages: the latter brings up pairs that they find far from each other.
EVENED = 0.6
#: Works weaker than this, or than this part of the strongest, are no answer. On development
#: data one right answer in three hundred of the first ten is lost.
LEAST, LEAST_BY_WORDS = 2.6, 0.4
OF_THE_BEST = 0.6
#: A passage that holds hardly a word of what was asked must be this near in meaning.
HARDLY, NEAR = 0.02, 2.5
#: A work that can be read in a language the reader has chosen is raised by so much: it passes
#: those that answer hardly better, and no others.
READABLE = 0.3
#: A work that is given a theme or goal which all the words asked name is raised by so much, and
#: by a part of it where a part of the words does.
NAMED = 1.0
#: Of works that answer equally well, those come first that are newer, measured against the newest
#: that is proposed, and those that are surer of what they tell: each raises a work by at most so
#: much, a work that is so many years older than the newest by nothing.
FRESH, SURE = 0.1, 0.1
_YEARS = 20
#: The facets that hold concepts.
_CONCEPTS = ("theme", "goal")
#: A reader gets evidence in the language of the interface, or else in that of the question, if it
#: is at most this much worse.
_OWN_LANGUAGE = 1.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate passage with its scores. `strength` is what it has by itself, `score` that
    less what is taken from its language; `answers` is false for one that neither holds words
    asked nor is near in meaning; `similarity` is how near that is; `says` tells that it says
    every word asked; `holds` that it has what stood in quotation marks."""

    candidate: Candidate
    strength: float
    score: float
    answers: bool
    similarity: float = 0.0
    says: bool = False
    holds: bool = False

    def words(self, question: Question, least: float = 0.0) -> frozenset[str]:
        """The stems that stand in it for a word asked, each at least so surely."""
        groups = question.groups.get(self.candidate.lang, ())
        return matched(groups, self.candidate.stems, least)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A work in its place: its best passage, the one to show as evidence, how strongly the best
    answers, whatever the others of that language do, whether a passage of it says every word
    asked, whether it holds what stood in quotation marks, and all its passages that were
    proposed."""

    work: str
    kind: str
    score: float
    strength: float
    best: Scored
    evidence: Scored
    says: bool = False
    holds: bool = False
    passages: Sequence[Scored] = ()


def rank(
    question: Question,
    candidates: Candidates,
    of: Constants,
    interface: str,
    reads: Collection[str] = (),
) -> list[Ranked]:
    """Works in order, best first. `interface` is the language in which evidence is preferred,
    `reads` are those in which works are."""
    held = {(item.work, item.n) for item in candidates.items if _holds(item, question)}
    by_lang: dict[str, list[Candidate]] = defaultdict(list)
    for item in candidates.items:
        if not held or item.lang not in question.languages or (item.work, item.n) in held:
            by_lang[item.lang].append(item)
    weights = rarity(candidates)
    scored: list[Scored] = []
    for lang, items in by_lang.items():
        scored += _scores(question, weights, items, lang, of)
    by_work: dict[str, list[Scored]] = defaultdict(list)
    for each in scored:
        if (each.candidate.work, each.candidate.n) in held:
            each = replace(each, holds=True)
        by_work[each.candidate.work].append(each)
    languages = (interface, question.lang)
    newest = max((_year(item) for item in candidates.items), default=0)
    ranked = [
        _collapsed(passages, languages, reads, question, newest) for passages in by_work.values()
    ]
    return sorted(ranked, key=lambda each: (not each.holds, -each.score, each.work))


def answers(works: Sequence[Ranked], question: Question, best: float | None = None) -> list[Ranked]:
    """The works that are counted and shown, in their order: those that hold what stood in
    quotation marks or say every word asked, and those that answer nearly as well as the best
    one, and better than unrelated texts do. `best` is its strength, where these works are not
    all that were found (`strongest`): what answers is the same under every filter."""
    least = LEAST if question.vectors else LEAST_BY_WORDS
    least = max(least, OF_THE_BEST * (strongest(works) if best is None else best))
    return [work for work in works if work.holds or work.says or work.strength >= least]


def full(works: Sequence[Ranked], depth: int) -> bool:
    """Whether as many passages of these works answer in some language as one list holds, so that
    works may have been left out that answer as well."""
    answering = (each for work in works for each in work.passages if each.answers)
    return any(n >= depth for n in Counter(each.candidate.lang for each in answering).values())


def strongest(works: Sequence[Ranked]) -> float:
    """How strongly the best of some works answers."""
    return max((work.strength for work in works), default=0.0)


def _scores(
    question: Question,
    weights: Sequence[float],
    items: Sequence[Candidate],
    lang: str,
    of: Constants,
) -> list[Scored]:
    """The passages of one language, each with its scores, lowered by how well the language
    answers on the whole."""
    similarities = _similarities(question, items, lang, of)
    matcher = Matcher(question.groups.get(lang, ()), weights, question.likeness.get(lang))
    coverages, likenesses, said = matcher.scores([item.stems for item in items])
    strengths = similarities + COVERAGE_WEIGHT * coverages + LIKENESS_WEIGHT * likenesses
    near = coverages >= HARDLY
    if not question.nonsense:
        near |= similarities >= NEAR
    scores = strengths - _less(items, strengths.tolist())
    columns = (strengths, scores, near, similarities, said)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Scored(item, *row) for item, row in zip(items, rows, strict=True)]


def _similarities(
    question: Question, items: Sequence[Candidate], lang: str, of: Constants
) -> np.ndarray:
    """How near in meaning each passage of a language is, whatever the model makes of that
    language and the question's. One that no model has read yet is taken to be as near as the
    other candidates on average, so that new works are found by their words."""
    if not question.vectors:
        return np.zeros(len(items))
    found = np.array([math.nan if i.nearness is None else i.nearness for i in items])
    unread = np.isnan(found)
    found[unread] = 0.0 if unread.all() else found[~unread].mean()
    evened = of.evened(question.vectors, (question.lang, lang)) ** EVENED
    return found * of.similarity(question.vectors) * evened


def _less(items: Sequence[Candidate], strengths: Sequence[float]) -> float:
    """What is taken from all passages of a language: a part of the mean of its best works."""
    best: dict[str, float] = {}
    for item, strength in zip(items, strengths, strict=True):
        best[item.work] = max(best.get(item.work, -math.inf), strength)
    top = sorted(best.values(), reverse=True)[:_BEST]
    return LOWERED * sum(top) / len(top) if top else 0.0


def _holds(item: Candidate, question: Question) -> bool:
    """Whether a passage has all that stood in quotation marks, each with its words in a row."""
    phrases = question.phrases.get(item.lang, ())
    return bool(phrases) and all(_in_a_row(phrase, item.stems) for phrase in phrases)


def _in_a_row(phrase: Sequence[str], stems: Sequence[str]) -> bool:
    size = len(phrase)
    starts = (at for at, stem in enumerate(stems) if stem == phrase[0])
    return any(tuple(stems[at : at + size]) == tuple(phrase) for at in starts)


def _collapsed(
    passages: Sequence[Scored],
    languages: Sequence[str],
    reads: Collection[str],
    question: Question,
    newest: int,
) -> Ranked:
    """A work by its best passage, of those that hold what stood in quotation marks if any
    does. What is shown is that one, or one in the first of the reader's own languages that is
    nearly as good; a passage of names alone has nothing to show."""
    readable = any(each.candidate.text and each.candidate.lang in reads for each in passages)
    proposed = passages
    passages = [each for each in passages if each.holds] or passages
    passages = sorted(passages, key=_by_score)
    best = passages[0]
    told = next((each for each in passages if each.candidate.text), best)
    as_good = [each for each in passages if each.score >= told.score - _OWN_LANGUAGE]
    own = (each for lang in languages for each in as_good if _told_in(lang, each))
    evidence = next(own, told)
    return Ranked(
        work=best.candidate.work,
        kind=best.candidate.kind,
        score=best.score
        + (READABLE if readable else 0.0)
        + _named(best.candidate, question)
        + FRESH * max(0.0, 1 - (newest - _year(best.candidate)) / _YEARS)
        + SURE * best.candidate.sureness,
        strength=max((each.strength for each in passages if each.answers), default=0.0),
        best=best,
        evidence=evidence,
        says=any(each.says for each in passages),
        holds=best.holds,
        passages=proposed,
    )


def _named(item: Candidate, question: Question) -> float:
    """What a work is raised by for a concept that it is given and the question names."""
    if not question.named:
        return 0.0
    given = (concept for facet in _CONCEPTS for concept in item.facets.get(facet, ()))
    return NAMED * max((question.named.get(concept, 0.0) for concept in given), default=0.0)


def _year(item: Candidate) -> int:
    """The last year that a work is filed under, 0 where none is known."""
    return max((int(year) for year in item.facets.get("year", ()) if year.isdecimal()), default=0)


def _by_score(passage: Scored) -> tuple[float, int]:
    """The best first, of equals the one that stands earlier in its work."""
    return -passage.score, passage.candidate.n


def _told_in(lang: str, passage: Scored) -> bool:
    """Whether a passage has something to show in a language."""
    return passage.candidate.lang == lang and bool(passage.candidate.text)
