"""How far the words of passages are the words asked, in one language.

Two measures, both between 0 and about 1, and so comparable between languages.
*Coverage* is BM25 of the words asked, where a word and the few that may stand for it
count as one. *Likeness* takes for each word asked the passage's nearest one, however
far it is, as late interaction does (Khattab and Zaharia, 2020). Each is divided by what
a perfect match would give, and so far as `ATTAINABLE` says by the best that this
language's vocabulary has to offer: less can be expected where nothing there means
quite what the word asked does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, repeat

import numpy as np

from .engines.base import Candidates
from .question import Alternative, Likeness

#: BM25's saturation and length normalisation, and the stems of an average passage.
K1, B = 0.8, 0.5
AVERAGE_LENGTH = 45.0
#: Between 0, measured by a perfect match alone, and 1, by the best that the language has:
#: the latter brings up other languages, the former the query's own.
ATTAINABLE = 0.6

#: What stands so surely for a word says it: the word itself, its spelling or sound in another
#: language, a label of the same concept; a translation found by its vector does not.
SURE = 0.9

#: The place of a word asked, how surely some stems together stand for it, and how often each
#: passage holds them together.
_Together = tuple[int, float, np.ndarray]


def rarity(candidates: Candidates) -> list[float]:
    """What each word asked is worth: its inverse document frequency, the mean of all
    languages. One that is frequent in one language is hardly rare in another."""
    by_lang = [
        [math.log(1 + (passages - count + 0.5) / (count + 0.5)) for count in counts]
        for lang, counts in candidates.frequencies.items()
        if (passages := candidates.passages.get(lang, 0))
    ]
    return [sum(values) / len(values) for values in zip(*by_lang, strict=True)]


class Matcher:
    """The words asked against the stems of passages in one language. `groups` holds for each
    word what stands for it there, `weights` what it is worth, `likeness` how near all stems
    of the vocabulary are to it."""

    def __init__(
        self,
        groups: Sequence[Sequence[Alternative]],
        weights: Sequence[float],
        likeness: Likeness | None = None,
    ) -> None:
        self._weights = np.array(weights[: len(groups)], dtype=np.float64)
        self._likeness = likeness
        self._single: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._several: list[tuple[int, tuple[str, ...], float]] = []
        offered = np.zeros(len(groups))
        for place, group in enumerate(groups):
            for stems, weight in group:
                if len(stems) == 1:
                    self._single[stems[0]].append((place, weight))
                else:
                    self._several.append((place, stems, weight))
                if likeness is None or all(stem in likeness.places for stem in stems):
                    offered[place] = max(offered[place], weight)
        self._covered = self._measure(offered) * (K1 + 1)
        if likeness is not None and likeness.rows.size:
            offered = np.maximum(offered, likeness.rows.max(axis=1))
        self._alike = self._measure(offered)

    def scores(
        self, passages: Sequence[Sequence[str]]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each passage, from its stems, the coverage, the likeness, and whether it says each
        word asked, or what surely stands for it."""
        if not passages or not len(self._weights):
            return np.zeros(len(passages)), np.zeros(len(passages)), np.zeros(len(passages), bool)
        held = _Stems(passages)
        several = [
            (place, weight, np.minimum.reduce([held.counts(stem) for stem in together]))
            for place, together, weight in self._several
            if held.columns.keys() >= set(together)
        ]
        return (
            self._coverages(held, several),
            self._likenesses(held, several),
            self._said(held, several),
        )

    def _coverages(self, held: _Stems, several: Sequence[_Together]) -> np.ndarray:
        """The part of the words asked that each passage holds."""
        found = np.zeros(held.number)
        if not self._covered:
            return found
        times = np.zeros((len(self._weights), held.number))
        for stem, alternatives in self._single.items():
            if stem in held.columns:
                counts = held.counts(stem)
                for place, weight in alternatives:
                    times[place] += weight * counts
        for place, weight, counts in several:
            np.maximum(times[place], weight * counts, out=times[place])
        length = K1 * (1 - B + B * held.lengths / AVERAGE_LENGTH)
        for weight, of_word in zip(self._weights, times, strict=True):
            found += weight * of_word * (K1 + 1) / (of_word + length)
        return found / self._covered

    def _said(self, held: _Stems, several: Sequence[_Together]) -> np.ndarray:
        """Whether each passage says all the words asked."""
        said = np.zeros((len(self._weights), held.number), dtype=bool)
        for stem, alternatives in self._single.items():
            if stem in held.columns:
                for place, weight in alternatives:
                    if weight >= SURE:
                        said[place] |= held.counts(stem) > 0
        for place, weight, counts in several:
            if weight >= SURE:
                said[place] |= counts > 0
        return np.logical_and.reduce(said)

    def _likenesses(self, held: _Stems, several: Sequence[_Together]) -> np.ndarray:
        """How like what was asked each passage is, word by word."""
        if not self._alike:
            return np.zeros(held.number)
        found = held.greatest(self._table(held.columns))
        for place, weight, counts in several:
            np.maximum(found[place], weight * (counts > 0), out=found[place])
        return self._weights @ found / self._alike

    def _table(self, columns: Mapping[str, int]) -> np.ndarray:
        """How near each of these stems is to each word asked."""
        table = np.zeros((len(self._weights), len(columns)), dtype=np.float32)
        if self._likeness is not None:
            rows = self._likeness.rows
            unknown = rows.shape[1]
            found = map(self._likeness.places.get, columns, repeat(unknown))
            places = np.fromiter(found, np.intp, len(columns))
            known = places < unknown
            table[:, known] = rows[:, places[known]]
        for stem, alternatives in self._single.items():
            if stem in columns:
                for place, weight in alternatives:
                    table[place, columns[stem]] = max(table[place, columns[stem]], weight)
        return table

    def _measure(self, offered: np.ndarray) -> float:
        """What a score is divided by; 0 where nothing can match."""
        perfect = float(self._weights.sum())
        attainable = float(self._weights @ offered)
        return perfect ** (1 - ATTAINABLE) * attainable**ATTAINABLE


class _Stems:
    """The stems of some passages as numbers: `columns` gives each stem its number."""

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        self.number = len(passages)
        self.lengths = np.array([len(stems) for stems in passages])
        flat = list(chain.from_iterable(passages))
        self.columns = {stem: column for column, stem in enumerate(dict.fromkeys(flat))}
        self._flat = np.fromiter(map(self.columns.__getitem__, flat), np.intp, len(flat))
        self._owner = np.repeat(np.arange(self.number), self.lengths)
        self._counts: dict[str, np.ndarray] = {}

    def counts(self, stem: str) -> np.ndarray:
        """How often each passage holds a stem of theirs."""
        if stem not in self._counts:
            owners = self._owner[self._flat == self.columns[stem]]
            self._counts[stem] = np.bincount(owners, minlength=self.number)
        return self._counts[stem]

    def greatest(self, table: np.ndarray) -> np.ndarray:
        """For each row of a table that has a column for each stem, the greatest value that a
        passage holds; 0 in one that is empty."""
        found = np.zeros((len(table), self.number), dtype=table.dtype)
        filled = np.flatnonzero(self.lengths)
        if len(filled):
            starts = (np.cumsum(self.lengths) - self.lengths)[filled]
            found[:, filled] = np.maximum.reduceat(table[:, self._flat], starts, axis=1)
        return found


def matched(
    groups: Sequence[Sequence[Alternative]], stems: Collection[str], least: float = 0.0
) -> frozenset[str]:
    """The stems of a passage that stand for a word asked, each at least so surely."""
    held = set(stems)
    return frozenset(
        stem
        for group in groups
        for together, weight in group
        if weight >= least and held.issuperset(together)
        for stem in together
    )
