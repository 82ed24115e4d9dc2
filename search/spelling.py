"""Did you mean: a query in which words that occur nowhere are replaced by words of titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from . import analysis
from .lexicon import Lexicon
from .question import Question

if TYPE_CHECKING:
    from .query import Searched

#: Of so many letters one may be wrong, of twice as many two: a shorter word is taken as it stands.
_SHORTEST = 5
#: Letters that may be wrong in a long word: what engines look up quickly.
_MOST_EDITS = 2
#: Titles and names that are looked at for how a word is written.
_MOST_TEXTS = 8
#: A longer query is not worth correcting word by word.
_MOST_WORDS = 12


def correction(question: Question, lexicon: Lexicon, searched: Searched) -> str:
    """The query with its unknown words replaced by the words of titles and names spelt most
    like them; '' where nothing is to be replaced."""
    unknown = _unknown(question, lexicon)
    if not unknown:
        return ""
    text = question.text
    changed = False
    for token in reversed(list(analysis.tokens(question.text, question.lang))):
        if token.word not in unknown:
            continue
        edits = min(len(token.word) // _SHORTEST, _MOST_EDITS)
        known = searched.engine.spelt_like(searched.index, token.word, edits)
        near = process.extractOne(token.word, known, scorer=OSA.distance)
        if near and near[0] != token.word:
            text = text[: token.start] + _written(near[0], searched) + text[token.end :]
            changed = True
    return text if changed else ""


def _written(word: str, searched: Searched) -> str:
    """A folded word as a title or name has it, with its accents, in small letters."""
    for _work, text, lang in searched.engine.suggest(searched.index, word, _MOST_TEXTS):
        for token in analysis.tokens(text, lang):
            if token.word == word:
                return text[token.start : token.end].lower()
    return word


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
