"""The sample's vectors, which come with the sample so that nothing has to be embedded at first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search import indexing
from search.documents import AUDIENCES
from search.embedding import embedders, store
from search.sources import source

from .loading.sources import SAMPLE

PATH = SAMPLE / "vectors.npz"


def texts() -> Iterator[tuple[str, str]]:
    """(key, text) of every passage of the library as it stands in the database."""
    content = source()
    for audience in AUDIENCES:
        for document in content.build(list(content.ids()), audience):
            for passage in indexing.passages(document):
                if passage.text:
                    yield passage.key, passage.text


def load() -> int:
    """Puts the shipped vectors into the database; those there stay. Returns how many were new."""
    missing = store.missing(dict(texts()))
    return store.load(PATH.read_bytes()) if missing and PATH.exists() else 0


def dump() -> int:
    """Embeds what is missing and writes the file anew. Returns the number of texts."""
    wanted = dict(texts())
    store.embed(wanted)
    PATH.write_bytes(store.dump(wanted))
    return len(wanted)


def not_shipped() -> list[str]:
    """Texts of the library for which some model in use has no vector in the file."""
    with np.load(PATH, allow_pickle=False) as arrays:
        shipped = {
            name.removesuffix(".keys"): {
                raw.ljust(16, b"\0").hex() for raw in arrays[name].tolist()
            }
            for name in arrays.files
            if name.endswith(".keys")
        }
    models = [embedder.model for embedder in embedders()]
    return [
        text
        for key, text in dict(texts()).items()
        if any(key not in shipped.get(model, set()) for model in models)
    ]
