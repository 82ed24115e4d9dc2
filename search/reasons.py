"""Why a work was found, as ranking saw it: its words, the themes it speaks of, or its meaning."""

from __future__ import annotations

from collections.abc import Iterator

from . import analysis
from .question import Question
from .ranking import NEAR, Ranked, Scored
from .request import Reason

#: How surely stems stand for a word that a work is said to hold, and for one of which it is
#: said to hold another: below that, likeness is told as meaning.
SAME, OTHER = 0.95, 0.4


def reason_of(work: Ranked, question: Question) -> Reason:
    """What of the question the best passage of a work has, and the one that is shown."""
    passages = [(each, each.words(question)) for each in (work.best, work.evidence)]
    sure = [
        max(_held(passage, words, question, place) for passage, words in passages)
        for place in range(len(question.words))
    ]
    written = _as_written(question)
    words, like = [], []
    for (word, _stem), weight in zip(question.words, sure, strict=True):
        if weight >= SAME:
            words.append(written.get(word, word))
        elif weight >= OTHER:
            like.append(written.get(word, word))
    concepts = tuple(
        dict.fromkeys(name for each in passages for name in _concepts(*each, question))
    )
    near = any(each.similarity >= NEAR for each, _words in passages) and not question.nonsense
    nothing_else = not (words or like or concepts)
    return Reason(
        tuple(words), tuple(like), concepts, bool(question.vectors) and (near or nothing_else)
    )


def _held(passage: Scored, words: frozenset[str], question: Question, place: int) -> float:
    """How surely a passage holds a word asked, in itself or as what stands for it."""
    groups = question.groups.get(passage.candidate.lang, ())
    if place >= len(groups):
        return 0.0
    return max((weight for stems, weight in groups[place] if words.issuperset(stems)), default=0.0)


def _concepts(passage: Scored, words: frozenset[str], question: Question) -> Iterator[str]:
    """Concepts named in the question of which a passage has a label in its language."""
    for name, labels in question.concepts.items():
        if any(words.issuperset(label) for label in labels.get(passage.candidate.lang, ())):
            yield name


def _as_written(question: Question) -> dict[str, str]:
    """The words asked as the reader wrote them, by their folded form."""
    text = question.text
    return {
        token.word: text[token.start : token.end] for token in analysis.tokens(text, question.lang)
    }
