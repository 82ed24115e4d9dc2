"""Computing the shipped constants from parallel texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from search import analysis
from search.embedding import Embedder, embedders

from . import Constants

#: Directions kept of word vectors. Measured: as good as all 512, at a third of the cost.
WORD_DIMS = 160


def make(texts: Sequence[Mapping[str, str]]) -> Constants:
    """Constants of the models in use from texts that say the same in each language."""
    langs = sorted(texts[0])
    queries: dict[str, dict[str, np.ndarray]] = {}
    documents: dict[str, dict[str, np.ndarray]] = {}
    spreads: dict[str, float] = {}
    for embedder in embedders():
        asked = {lang: _rows(embedder, "queries", [t[lang] for t in texts]) for lang in langs}
        told = {lang: _rows(embedder, "passages", [t[lang] for t in texts]) for lang in langs}
        queries[embedder.model] = {lang: rows.mean(axis=0) for lang, rows in asked.items()}
        documents[embedder.model] = {lang: rows.mean(axis=0) for lang, rows in told.items()}
        scores = _unrelated(Constants(queries, documents), embedder.model, asked, told)
        spreads[embedder.model] = float(scores.std())
    if not queries:
        return Constants()
    words, basis = _words(texts, embedders()[0])
    return Constants(queries, documents, words, basis, spreads)


def _rows(embedder: Embedder, side: str, texts: Sequence[str]) -> np.ndarray:
    encode = getattr(embedder, side)
    size = embedder.batch
    return np.concatenate([encode(texts[i : i + size]) for i in range(0, len(texts), size)])


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


def _words(
    texts: Sequence[Mapping[str, str]], embedder: Embedder
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The mean of each language's words, and the directions in which words differ most."""
    means, centred = {}, []
    for lang in sorted(texts[0]):
        seen = {t.word for text in texts for t in analysis.tokens(text[lang], lang) if t.stem}
        rows = _rows(embedder, "passages", sorted(seen))
        means[lang] = rows.mean(axis=0)
        centred.append(rows - means[lang])
    directions = np.linalg.svd(np.concatenate(centred), full_matrices=False)[2]
    return means, directions[:WORD_DIMS].T
