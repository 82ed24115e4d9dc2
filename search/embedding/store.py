"""Vectors of passages, kept in the database so that no text is embedded twice."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from search.analysis import clean
from search.batches import batched
from search.models import Embedding

from . import Embedder, TextRefused, embedders

_AT_ONCE = 500


def key_of(text: str) -> str:
    """The key of a text: the same for texts that a model should not tell apart."""
    return hashlib.sha256(clean(text).encode()).hexdigest()[:32]


def length_of(model: str) -> int:
    """How long the vectors are that are kept of a model; 0 where there are none."""
    kept = Embedding.objects.filter(model=model).values_list("vector", flat=True).first()
    return len(kept) // np.dtype(np.float16).itemsize if kept else 0


def vectors_for(keys: Iterable[str]) -> dict[str, dict[str, np.ndarray]]:
    """The raw vectors that are known: model to key to vector. One SQL query for some hundreds
    of keys."""
    models = [embedder.model for embedder in embedders()]
    found: dict[str, dict[str, np.ndarray]] = {model: {} for model in models}
    for part in batched(sorted(set(keys)), _AT_ONCE):
        rows = Embedding.objects.filter(model__in=models, key__in=part)
        for model, key, raw in rows.values_list("model", "key", "vector"):
            found[model][key] = np.frombuffer(raw, dtype=np.float16)
    return found


def missing(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Of texts by key, those that a model in use has not embedded yet: model to key to text."""
    lacking = {embedder.model: dict(texts) for embedder in embedders()}
    for part in batched(texts, _AT_ONCE):
        rows = Embedding.objects.filter(model__in=lacking, key__in=part)
        for model, key in rows.values_list("model", "key"):
            lacking[model].pop(key, None)
    return {model: rest for model, rest in lacking.items() if rest}


def embed(texts: Mapping[str, str], progress: Callable[[int], None] | None = None) -> int:
    """Embeds texts by key with every model in use that lacks them, the fast model first,
    and keeps each batch as soon as it is made. Returns how many vectors were made.

    A text that a service refuses hinders no other: `TextRefused` is raised after the rest.
    """
    lacking = missing(texts)
    refused: list[TextRefused] = []
    made = 0
    for embedder in embedders():
        for part in batched(lacking.get(embedder.model, {}).items(), embedder.batch):
            for keys, vectors in _vectors(embedder, part, refused):
                keep(embedder.model, keys, vectors)
                made += len(keys)
                if progress:
                    progress(len(keys))
    if refused:
        raise refused[0]
    return made


def _vectors(
    embedder: Embedder, part: Sequence[tuple[str, str]], refused: list[TextRefused]
) -> Iterator[tuple[list[str], np.ndarray]]:
    """Keys and vectors of a batch; of one that is refused by its halves, down to single texts:
    why these are refused is put among the refusals."""
    try:
        vectors = embedder.passages([clean(text) for _key, text in part])
    except TextRefused as error:
        if len(part) == 1:
            refused.append(error)
            return
    else:
        yield [key for key, _text in part], vectors
        return
    half = len(part) // 2
    for texts in (part[:half], part[half:]):
        yield from _vectors(embedder, texts, refused)


def keep(model: str, keys: Sequence[str], vectors: np.ndarray) -> None:
    """Puts vectors into the database; those already there stay as they are."""
    raw = np.asarray(vectors, dtype=np.float16)
    rows = [
        Embedding(model=model, key=key, vector=vector.tobytes())
        for key, vector in zip(keys, raw, strict=True)
    ]
    Embedding.objects.bulk_create(rows, ignore_conflicts=True)


def dump(keys: Iterable[str]) -> bytes:
    """The vectors of those keys, to be carried elsewhere: a byte for each component."""
    arrays: dict[str, np.ndarray] = {}
    wanted = list(dict.fromkeys(keys))
    rows: dict[str, list[tuple[str, np.ndarray]]] = defaultdict(list)
    for part in batched(wanted, _AT_ONCE):
        for model, known in vectors_for(part).items():
            rows[model] += sorted(known.items())
    for model, pairs in rows.items():
        if not pairs:
            continue
        matrix = np.array([vector for _key, vector in pairs], dtype=np.float32)
        scale = np.maximum(np.abs(matrix).max(axis=1, keepdims=True), 1e-9) / 127
        arrays[f"{model}.keys"] = np.array([bytes.fromhex(key) for key, _vector in pairs])
        arrays[f"{model}.scale"] = scale.astype(np.float32)
        arrays[f"{model}.values"] = np.rint(matrix / scale).astype(np.int8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def load(data: bytes) -> int:
    """Keeps the vectors of a dump. Returns how many there were."""
    count = 0
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        for name in arrays.files:
            model, _, part = name.rpartition(".")
            if part != "keys":
                continue
            # numpy drops zero bytes at the end of byte strings: they are put back.
            keys = [raw.ljust(16, b"\0").hex() for raw in arrays[name].tolist()]
            vectors = arrays[f"{model}.values"] * arrays[f"{model}.scale"]
            for part_of in batched(range(len(keys)), _AT_ONCE):
                keep(model, [keys[i] for i in part_of], vectors[list(part_of)])
            count += len(keys)
    return count
