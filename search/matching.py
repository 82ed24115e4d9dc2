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
from collections.abc import Mapping, Sequence

import numpy as np

from .engines.base import Candidates
from .question import Alternative, Likeness

#: BM25's saturation and length normalisation, and the stems of an average passage.
K1, B = 0.8, 0.5
AVERAGE_LENGTH = 45.0
#: Between 0, measured by a perfect match alone, and 1, by the best that the language has:
#: the latter brings up other languages, the former the query's own.
ATTAINABLE = 0.6


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
        self._parts = {stem for _place, stems, _weight in self._several for stem in stems}
        self._covered = self._measure(offered) * (K1 + 1)
        if likeness is not None and likeness.rows.size:
            offered = np.maximum(offered, likeness.rows.max(axis=1))
        self._alike = self._measure(offered)

    def coverage(self, stems: Sequence[str]) -> tuple[float, frozenset[str]]:
        """The part of the words asked that a passage holds, and the stems that matched."""
        if not self._covered:
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
        length = K1 * (1 - B + B * len(stems) / AVERAGE_LENGTH)
        total = sum(
            self._weights[place] * times * (K1 + 1) / (times + length)
            for place, times in counts.items()
        )
        return float(total / self._covered), frozenset(words)

    def likenesses(self, passages: Sequence[Sequence[str]]) -> np.ndarray:
        """How like what was asked each passage is, word by word."""
        if not self._alike:
            return np.zeros(len(passages))
        held = [set(stems) for stems in passages]
        columns = {stem: column for column, stem in enumerate(set().union(*held))}
        table = self._table(columns)
        found = np.zeros((len(self._weights), len(passages)), dtype=np.float32)
        for i, stems in enumerate(held):
            if stems:
                at = np.fromiter(map(columns.__getitem__, stems), np.intp, len(stems))
                table.take(at, axis=1).max(axis=1, out=found[:, i])
        for place, together, weight in self._several:
            if all(stem in columns for stem in together):
                for i, stems in enumerate(held):
                    if stems.issuperset(together):
                        found[place, i] = max(found[place, i], weight)
        return self._weights @ found / self._alike

    def _table(self, columns: Mapping[str, int]) -> np.ndarray:
        """How near each of these stems is to each word asked."""
        table = np.zeros((len(self._weights), len(columns)), dtype=np.float32)
        if self._likeness is not None:
            rows = self._likeness.rows
            unknown = rows.shape[1]
            places = np.fromiter(
                (self._likeness.places.get(stem, unknown) for stem in columns),
                np.intp,
                len(columns),
            )
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
