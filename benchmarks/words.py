"""Words of the four languages with how often they really occur.

From `wordfreq` where it is installed (code Apache-2.0, data CC BY-SA 4.0 by Robyn Speer; for
benchmarks alone, so no dependency of the portal): some ten thousand words a language, inflected
as people write them. Else from the texts of the sample library: fewer words, counted there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

#: Words taken of a language.
MOST = 40_000
#: The most frequent words, which say nothing and which nobody asks for alone.
COMMON = 150

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Vocabulary:
    """Words of a language, the most frequent first, and the share of each in running text."""

    words: list[str]
    shares: np.ndarray

    def draw(self, chance: np.random.Generator, count: int, skip: int = 0) -> list[str]:
        """So many words as they come in running text, but for the `skip` most frequent."""
        shares = self.shares[skip:] / self.shares[skip:].sum()
        return [self.words[skip + i] for i in chance.choice(len(shares), count, p=shares)]


def source() -> str:
    """Where the words come from, to be named beside the figures."""
    return "wordfreq" if find_spec("wordfreq") else "sample library"


def vocabularies(texts: Mapping[str, Iterable[str]]) -> dict[str, Vocabulary]:
    """A vocabulary for each language of the texts, which serve where there is no `wordfreq`."""
    return {lang: _vocabulary(_frequencies(lang, of)) for lang, of in texts.items()}


def _frequencies(lang: str, texts: Iterable[str]) -> Mapping[str, float]:
    if source() == "wordfreq":
        import wordfreq

        best = wordfreq.top_n_list(lang, MOST)
        return {word: wordfreq.word_frequency(word, lang) for word in best if _WORD.match(word)}
    return Counter(word for text in texts for word in _WORD.findall(text.lower()))


def _vocabulary(frequencies: Mapping[str, float]) -> Vocabulary:
    words = sorted(frequencies, key=lambda word: (-frequencies[word], word))[:MOST]
    shares = np.array([frequencies[word] for word in words], dtype=np.float64)
    return Vocabulary(words, shares / shares.sum())
