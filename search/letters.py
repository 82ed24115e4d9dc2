"""Whether a row of letters is like a word, so that a slip of the hand means nothing.

Models give any row of letters a vector, and something is always nearest to it. So
the letters of a word that occurs nowhere are held against those of words that
everybody has: the likelihood of each letter after the two before it, smoothed by
shorter contexts (Jelinek and Mercer, 1980; weights after Witten and Bell, 1991).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from .analysis import is_arabic
from .constants import shipped

#: The least mean likelihood of a letter, as a logarithm. Measured on words that no shipped
#: text holds: one real word in a hundred is taken for nonsense, and of rows of letters struck
#: at random nine in ten are found out (in Arabic, where most rows are possible words, half).
LEAST, LEAST_ARABIC = -4.6, -5.4
_LONGEST_CONTEXT = 2
#: How often a context must have been seen to be believed as much as the shorter one.
_DOUBT = 5


class Letters:
    """The likelihood of letters, learnt from words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._after: dict[str, Counter[str]] = {}
        for word in set(words):
            letters = f"^{word}$"
            for at, letter in enumerate(letters):
                for size in range(min(at, _LONGEST_CONTEXT) + 1):
                    self._after.setdefault(letters[at - size : at], Counter())[letter] += 1
        self._seen = {context: counts.total() for context, counts in self._after.items()}
        self._alphabet = len(self._after.get("", ())) + 1

    def likelihood(self, word: str) -> float:
        """The mean over the letters of a folded word, as a natural logarithm."""
        letters = f"^{word}$"
        total = 0.0
        for at in range(1, len(letters)):
            likely = 1 / self._alphabet
            for size in range(min(at, _LONGEST_CONTEXT) + 1):
                context = letters[at - size : at]
                seen = self._seen.get(context, 0)
                if seen:
                    share = self._after[context][letters[at]] / seen
                    likely = (seen * share + _DOUBT * likely) / (seen + _DOUBT)
            total += math.log(likely)
        return total / (len(letters) - 1)


@lru_cache(maxsize=10_000)
def like_a_word(word: str) -> bool:
    """Whether a folded word may be one of the languages that are searched. Numbers and
    other scripts are not judged."""
    arabic = is_arabic(word)
    if not word.isalpha() or not (arabic or word.isascii()):
        return True
    return _letters().likelihood(word) >= (LEAST_ARABIC if arabic else LEAST)


@lru_cache(maxsize=1)
def _letters() -> Letters:
    return Letters(shipped().vocabulary)
