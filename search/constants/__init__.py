"""Numbers that make languages comparable: means and spreads of vectors.

Raw vectors of one language lie close together, so that a search with them finds
little but the language of the query (measured: 82 of 100 of the ten best).
Taking each language's mean from its vectors cures most of it: one mean for
queries, one for documents, one for single words, for each language and model.

The file `shipped.npz` was made from parallel strings of the catalogues of Django,
Wagtail and their kin by `manage.py search_constants`, which makes it again.
Means for documents are refreshed from the library when a generation is built.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np

from search import passages
from search.analysis import LANGUAGES
from search.analysis import VERSION as ANALYSIS_VERSION
from search.documents import WorkDocument
from search.embedding import embedders, store

SHIPPED = Path(__file__).parent / "shipped.npz"

#: The shipped mean counts as much as this many passages of the library.
SHRINK = 200
#: Passages of a language that are looked at to refresh its mean.
SAMPLE = 3_000

#: Changes with the way works become passages, vectors and suggestions, other than by model
#: or constants.
VERSION = "5"

Means = Mapping[str, Mapping[str, np.ndarray]]
#: The languages of a query and of a document.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Constants:
    """What is taken from raw vectors, and what scores are divided by.

    `queries` and `documents` hold a mean by model and language; `words` the mean of
    single words by language, and `basis` the directions in which words differ most
    (none: all are kept), both of the lexicon's model; `turns` for some models a matrix
    that holds back what translations of one text differ in; `spreads` how far unrelated
    texts scatter, by model; `translations` how near a query is to a document that says the same
    in another language, by model and pair of languages (query, document); `vocabulary` folded
    words, by which letters are judged.
    """

    queries: Means = field(default_factory=dict)
    documents: Means = field(default_factory=dict)
    words: Mapping[str, np.ndarray] = field(default_factory=dict)
    basis: np.ndarray | None = None
    spreads: Mapping[str, float] = field(default_factory=dict)
    turns: Mapping[str, np.ndarray] = field(default_factory=dict)
    translations: Mapping[str, Mapping[Pair, float]] = field(default_factory=dict)
    vocabulary: Sequence[str] = ()

    def centre(self, means: Means, model: str, lang: str, vectors: np.ndarray) -> np.ndarray:
        """Vectors less their language's mean, turned, at unit length. A language without a
        mean takes that of all the others."""
        known = means.get(model, {})
        if lang in known:
            vectors = vectors - known[lang]
        elif known:
            vectors = vectors - np.mean(list(known.values()), axis=0)
        centred = unit(np.asarray(vectors, dtype=np.float32))
        turn = self.turns.get(model)
        return centred if turn is None else unit(centred @ turn)

    def centre_query(self, model: str, lang: str, vector: np.ndarray) -> np.ndarray:
        """A raw query vector made comparable with documents of any language."""
        return self.centre(self.queries, model, lang, vector)

    def centre_documents(self, model: str, lang: str, vectors: np.ndarray) -> np.ndarray:
        """Raw passage vectors made comparable with queries of any language."""
        return self.centre(self.documents, model, lang, vectors)

    def joined(self, centred: Mapping[str, np.ndarray]) -> np.ndarray | None:
        """One vector of unit length from the centred ones of all models in use, each scaled
        so that their scores spread alike; zeros stand where a model has not come yet.
        None where there is none at all."""
        if not centred:
            return None
        parts = []
        for embedder in embedders():
            weight = self.spreads.get(embedder.model, 1.0) ** -0.5
            part = centred.get(embedder.model)
            parts.append(np.zeros(embedder.dims) if part is None else part * weight)
        return unit(np.concatenate(parts).astype(np.float32))

    def similarity(self, models: Collection[str]) -> float:
        """What the product of two joined vectors of these models is multiplied by to give the
        mean of their products by each model, each in units of its spread."""
        return sum(1 / self.spreads.get(model, 1.0) for model in models) / len(models)

    def evened(self, models: Collection[str], pair: Pair) -> float:
        """What the similarity of a query and a document is multiplied by, so that translations
        are as near to each other in one pair of languages as in any other: these models find
        French and Spanish nearer than French and Arabic. 1 within a language, and for a pair
        that no parallel texts were known of."""
        expected: dict[Pair, float] = {}
        for model in models:
            for each, nearness in self.translations.get(model, {}).items():
                spread = self.spreads.get(model, 1.0)
                expected[each] = expected.get(each, 0.0) + nearness / spread
        if pair not in expected:
            return 1.0
        return sum(expected.values()) / len(expected) / expected[pair]


def unit(vectors: np.ndarray) -> np.ndarray:
    """The vectors at length one; zero stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def dims() -> int:
    """The length of a joined vector; 0 without a model."""
    return sum(embedder.dims for embedder in embedders())


@cache
def shipped() -> Constants:
    """The constants that come with the code."""
    return load(SHIPPED.read_bytes()) if SHIPPED.exists() else Constants()


def for_documents(documents: Iterable[WorkDocument]) -> Constants:
    """The shipped constants with document means refreshed from what is embedded already of
    these documents, shrunk towards the shipped means where a language has few.

    A model that ships none (a service) takes all its constants from the documents.
    Pass documents of the widest audience only: they shape every search.
    """
    sums: dict[str, dict[str, list[np.ndarray]]] = {e.model: {} for e in embedders()}
    for lang, keys in _keys_by_language(documents).items():
        for model, known in store.vectors_for(keys).items():
            if known:
                sums[model][lang] = list(known.values())
    base = shipped()
    means: dict[str, dict[str, np.ndarray]] = {}
    for model, by_lang in sums.items():
        means[model] = dict(base.documents.get(model, {}))
        for lang, vectors in by_lang.items():
            total = np.sum(np.asarray(vectors, dtype=np.float32), axis=0)
            before = means[model].get(lang)
            shrink = 0 if before is None else SHRINK
            start = 0 if before is None else before * shrink
            means[model][lang] = (total + start) / (len(vectors) + shrink)
    refreshed = replace(base, documents={**base.documents, **means})
    return _with_own_queries(refreshed, sums)


def fingerprint(constants: Constants) -> str:
    """Equal for processes that may search and write the same index."""
    parts = [VERSION, ANALYSIS_VERSION, str(passages.SIZE), str(passages.STEP), *LANGUAGES]
    parts += [f"{embedder.model}:{embedder.dims}" for embedder in embedders()]
    digest = hashlib.sha256("|".join(parts).encode())
    for name, array in sorted(_arrays(constants).items()):
        digest.update(name.encode() + np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:32]


def dump(constants: Constants) -> bytes:
    """The constants as bytes, to be kept with a generation."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **_arrays(constants))  # type: ignore[arg-type]
    return buffer.getvalue()


def load(data: bytes) -> Constants:
    """Constants from the bytes of `dump`."""
    means: dict[str, dict[str, dict[str, np.ndarray]]] = {"queries": {}, "documents": {}}
    words: dict[str, np.ndarray] = {}
    spreads: dict[str, float] = {}
    turns: dict[str, np.ndarray] = {}
    translations: dict[str, dict[Pair, float]] = {}
    basis = None
    vocabulary: Sequence[str] = ()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for name in arrays.files:
            if name == "vocabulary":
                vocabulary = arrays[name].tobytes().decode().split()
                continue
            array = arrays[name].astype(np.float32)
            match name.split("|"):
                case ["queries" | "documents" as side, model, lang]:
                    means[side].setdefault(model, {})[lang] = array
                case ["words", lang]:
                    words[lang] = array
                case ["spreads", model]:
                    spreads[model] = float(array)
                case ["turns", model]:
                    turns[model] = array
                case ["translations", model, asked, told]:
                    translations.setdefault(model, {})[asked, told] = float(array)
                case ["basis"]:
                    basis = array
    return Constants(
        means["queries"],
        means["documents"],
        words,
        basis,
        spreads,
        turns,
        translations,
        vocabulary,
    )


def _arrays(constants: Constants) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {}
    for side, means in (("queries", constants.queries), ("documents", constants.documents)):
        for model, by_lang in means.items():
            for lang, mean in by_lang.items():
                arrays[f"{side}|{model}|{lang}"] = np.asarray(mean, dtype=np.float32)
    for lang, mean in constants.words.items():
        arrays[f"words|{lang}"] = np.asarray(mean, dtype=np.float32)
    for model, spread in constants.spreads.items():
        arrays[f"spreads|{model}"] = np.array(spread, dtype=np.float32)
    if constants.vocabulary:
        joined = " ".join(constants.vocabulary).encode()
        arrays["vocabulary"] = np.frombuffer(joined, dtype=np.uint8)
    for model, turn in constants.turns.items():
        arrays[f"turns|{model}"] = np.asarray(turn, dtype=np.float16)
    for model, by_pair in constants.translations.items():
        for (asked, told), nearness in by_pair.items():
            arrays[f"translations|{model}|{asked}|{told}"] = np.array(nearness, dtype=np.float32)
    if constants.basis is not None:
        arrays["basis"] = np.asarray(constants.basis, dtype=np.float16)
    return arrays


def _keys_by_language(documents: Iterable[WorkDocument]) -> dict[str, list[str]]:
    keys: dict[str, dict[str, None]] = {}
    for document in documents:
        for text in document.texts:
            known = keys.setdefault(text.lang, {})
            for passage in islice(passages.cut(text.text), SAMPLE - len(known)):
                known[store.key_of(passage.text)] = None
    return {lang: list(known) for lang, known in keys.items()}


def _with_own_queries(
    constants: Constants, vectors: Mapping[str, Mapping[str, list[np.ndarray]]]
) -> Constants:
    """Fills what a model without shipped constants lacks, from its document vectors."""
    queries, spreads = dict(constants.queries), dict(constants.spreads)
    lacking = [model for model in vectors if model not in queries]
    for model in lacking:
        queries[model] = constants.documents.get(model, {})
        centred = [
            constants.centre_documents(model, lang, np.asarray(rows[:500], dtype=np.float32))
            for lang, rows in vectors[model].items()
        ]
        if centred:
            sample = np.concatenate(centred)
            products = (sample @ sample.T)[~np.eye(len(sample), dtype=bool)]
            spreads[model] = (float(products.std()) if products.size else 0.0) or 1.0
    return replace(constants, queries=queries, spreads=spreads)
