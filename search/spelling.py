"""Did you mean: a query in which words that occur nowhere are replaced by words of titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from . import analysis
from .lexicon import Lexicon
from .question import Question

if TYPE_CHECKING:
    from .query import Searched

#: Letters of ten that must be right.
LIKENESS = 0.75
_SHORTEST = 4
#: A longer query is not worth correcting word by word.
_MOST_WORDS = 12


def correction(question: Question, lexicon: Lexicon, searched: Searched) -> str:
    """The query with its unknown words replaced by the words of titles and names spelt most
    like them; '' where nothing is to be replaced."""
    unknown = _unknown(question, lexicon)
    if not unknown:
        return ""
    known = searched.engine.spellings(searched.index)
    text = question.text
    changed = False
    for token in reversed(list(analysis.tokens(question.text, question.lang))):
        if token.word not in unknown or token.word in known:
            continue
        near = process.extractOne(
            token.word,
            known,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=LIKENESS,
        )
        if near:
            text = text[: token.start] + near[0] + text[token.end :]
            changed = True
    return text if changed else ""


def _unknown(question: Question, lexicon: Lexicon) -> set[str]:
    """Words of the query that occur in no language of the index."""
    if len(question.words) > _MOST_WORDS:
        return set()
    return {
        word
        for word, stem in question.words
        if len(word) >= _SHORTEST
        and not word.isdigit()
        and not lexicon.knows(stem, question.lang)
        and not any(lexicon.knows(analysis.stem(word, lang), lang) for lang in analysis.LANGUAGES)
    }
