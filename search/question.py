"""A query understood: its language, what stands for its words in each language, its meaning."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from . import analysis
from .constants import Constants, unit
from .embedding import EmbedderUnavailable, embed_query
from .language import languages_of
from .lexicon import Lexicon, Likeness
from .thesaurus import Labels, Thesaurus

logger = logging.getLogger(__name__)

#: Longer queries are cut: a reader's question is shorter, and each word costs time.
MOST_CHARACTERS = 800
MOST_WORDS = 64

#: How surely another label of a theme stands for the one in the query.
LABEL_WEIGHT = 0.9

_QUOTED = re.compile(r'"([^"]+)"|“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]')

#: Stems that stand together for a word of the query, and how surely.
Alternative = tuple[tuple[str, ...], float]


@dataclass(frozen=True)
class Question:
    """What ranking needs to know of a query.

    `words` are (folded word, stem) pairs in the likeliest language; `groups` holds for each
    document language, in the order of the words, the alternatives of each; `likeness` how
    near the stems of each language are to them; `vectors` are the centred query vectors by
    model, empty where no model can be asked. `phrases` are what stood in quotation marks,
    as stems of each language. `nonsense` says that most words occur nowhere and are like
    none: what a model makes of them means nothing. `concepts` are those that the query names,
    `named` the part of its words that each is named by.
    """

    text: str
    languages: Mapping[str, float]
    words: tuple[tuple[str, str], ...]
    groups: Mapping[str, Sequence[Sequence[Alternative]]]
    vectors: Mapping[str, np.ndarray]
    likeness: Mapping[str, Likeness] = field(default_factory=dict)
    phrases: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)
    nonsense: bool = False
    concepts: Labels = field(default_factory=dict)
    named: Mapping[str, float] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The likeliest language of the query."""
        return next(iter(self.languages))

    def engine_groups(self) -> dict[str, list[list[str]]]:
        """The groups as an engine takes them: plain stems, the surest first."""
        return {
            lang: [
                list(dict.fromkeys(s for stems, _weight in group for s in stems)) for group in of
            ]
            for lang, of in self.groups.items()
            if of
        }


def clean(text: str) -> str:
    """A query without control characters, in bounded length."""
    return analysis.clean(text[: MOST_CHARACTERS * 4])[:MOST_CHARACTERS]


def understand(
    text: str,
    *,
    stated: str | None,
    interface: str,
    lexicon: Lexicon,
    of: Constants,
    thesaurus: Thesaurus,
) -> Question:
    """A cleaned query, understood for one index. Without a model, or with one that cannot
    be reached, its `vectors` are empty."""
    # The slower model computes outside the interpreter, while the words are looked up.
    raw = _beside.submit(_raw_vectors, text)
    languages = languages_of(text, stated, interface)
    words = _words(text, next(iter(languages)))
    groups: dict[str, list[list[Alternative]]] = {}
    likeness: dict[str, Likeness] = {}
    away: EmbedderUnavailable | None = None
    for lang in languages:
        pairs = _in(lang, words)
        near: Mapping[str, Likeness] = {}
        try:
            near = lexicon.likeness(pairs, lang)
        except EmbedderUnavailable as error:
            away = error
        found = lexicon.stand_ins(pairs, lang, near)
        for other, of_other in near.items():
            likeness[other] = _nearer(likeness.get(other), of_other)
        for other, alternatives in found.items():
            merged = groups.setdefault(other, [[] for _ in words])
            for group, more in zip(merged, alternatives, strict=True):
                group.extend(((stem,), weight) for stem, weight in more)
    if away:
        logger.warning("query words are taken as they stand: %s", away)
    named: dict[str, float] = {}
    for lang in analysis.LANGUAGES:
        # A concept counts whatever language it is named in: DEL may be asked in English.
        stems = [stem for _word, stem in _in(lang, words)]
        for concept, places in thesaurus.named(stems, lang).items():
            _add_labels(groups, places, thesaurus.labels[concept])
            named[concept] = max(named.get(concept, 0.0), len(places) / len(words))
    best = {lang: [_best(group) for group in of_lang] for lang, of_lang in groups.items()}
    return Question(
        text,
        languages,
        words,
        best,
        _centred(raw.result(), languages, of),
        likeness,
        phrases_of(text),
        _is_nonsense(words, languages, lexicon),
        {concept: thesaurus.labels[concept] for concept in named},
        named,
    )


def phrases_of(text: str) -> dict[str, list[tuple[str, ...]]]:
    """What stands in quotation marks, as the stems of each language. A mark without its
    counterpart is none, and words that say nothing are no phrase."""
    quoted = [next(filter(None, groups)) for groups in _QUOTED.findall(text)]
    found = {}
    for lang in analysis.LANGUAGES:
        phrases = [stems for part in quoted if (stems := analysis.stems(part, lang))]
        if phrases:
            found[lang] = phrases
    return found


_beside = ThreadPoolExecutor(max_workers=8, thread_name_prefix="query")


def _nearer(one: Likeness | None, other: Likeness) -> Likeness:
    """The nearer of two readings of the same words; the vocabulary may have grown between."""
    if one is None:
        return other
    size = min(one.rows.shape[1], other.rows.shape[1])
    return Likeness(np.maximum(one.rows[:, :size], other.rows[:, :size]), other.places)


def _is_nonsense(
    words: Sequence[tuple[str, str]], languages: Mapping[str, float], lexicon: Lexicon
) -> bool:
    """Whether less than half of the words can be made sense of, in any likely language."""
    sense = [
        any(lexicon.makes_sense(word, stem, lang) for lang in languages) for word, stem in words
    ]
    return sum(sense) * 2 < len(sense)


def _words(text: str, lang: str) -> tuple[tuple[str, str], ...]:
    """The distinct words that say something; all of them where none does."""
    tokens = list(analysis.tokens(text, lang))
    said = [token for token in tokens if token.stem] or tokens
    by_stem = {token.stem or token.word: token.word for token in reversed(said)}
    ordered = dict.fromkeys(token.stem or token.word for token in said)
    return tuple((by_stem[stem], stem) for stem in ordered)[:MOST_WORDS]


def _in(lang: str, words: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words asked with their stems in a language."""
    return [(word, analysis.stem(word, lang) or word) for word, _stem in words]


def _best(group: Sequence[Alternative]) -> list[Alternative]:
    """Each alternative once, at its greatest weight, the surest first."""
    weights: dict[tuple[str, ...], float] = {}
    for stems, weight in group:
        weights[stems] = max(weights.get(stems, 0.0), weight)
    return sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))


def _add_labels(
    groups: Mapping[str, list[list[Alternative]]],
    places: Iterable[int],
    labels: Mapping[str, Sequence[tuple[str, ...]]],
) -> None:
    """Lets all labels of a concept stand for the words by which the query names it."""
    for place in places:
        for lang, merged in groups.items():
            merged[place].extend((stems, LABEL_WEIGHT) for stems in labels.get(lang, ()))


def _raw_vectors(text: str) -> Mapping[str, np.ndarray]:
    """The raw vector of the query by model; empty where no model can be asked."""
    try:
        return embed_query(text)
    except EmbedderUnavailable as error:
        logger.warning("search goes by words alone: %s", error)
        return {}


def _centred(
    raw: Mapping[str, np.ndarray], languages: Mapping[str, float], of: Constants
) -> dict[str, np.ndarray]:
    """The centred vector of the query by model; where its language is unsure, the mean of
    what each would give."""
    return {
        model: unit(
            np.sum(
                [
                    weight * of.centre_query(model, lang, vector)
                    for lang, weight in languages.items()
                ],
                axis=0,
            )
        )
        for model, vector in raw.items()
    }
