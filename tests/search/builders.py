"""Works for the tests of engines: analysed for real, with vectors that depend on the text alone."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from search import analysis
from search.engines.base import IndexedPassage, IndexedWork

DIMS = 16


def vector(text: str) -> np.ndarray:
    """A unit vector: the same text always has the same, other texts have others."""
    made = np.random.default_rng(zlib.crc32(text.encode())).normal(size=DIMS)
    return (made / np.linalg.norm(made)).astype(np.float32)


def passage(
    n: int, lang: str, text: str, *, file: str = "", page: int | None = None, vectors: bool = True
) -> IndexedPassage:
    """A passage of a text, analysed as text of its language."""
    return IndexedPassage(
        n=n,
        lang=lang,
        text=text,
        stems=analysis.stems(text, lang),
        key=hashlib.sha256(text.encode()).hexdigest()[:32],
        file=file,
        page=page,
        vector=vector(text) if vectors else None,
    )


def work(
    work_id: str,
    texts: Sequence[tuple[str, str]] = (),
    *,
    kind: str = "case_study",
    titles: Mapping[str, str] | None = None,
    published: int | None = None,
    added: int | None = None,
    vectors: bool = True,
    **facets: Sequence[str],
) -> IndexedWork:
    """A work with a passage for each (language, text), titled in those languages."""
    titles = titles or {"en": f"Work {work_id}"}
    passages = tuple(
        passage(n, lang, text, vectors=vectors) for n, (lang, text) in enumerate(texts)
    )
    content = repr((work_id, kind, texts, titles, published, added, sorted(facets.items())))
    return IndexedWork(
        id=work_id,
        kind=kind,
        digest=hashlib.sha256(content.encode()).hexdigest()[:32],
        facets={name: tuple(values) for name, values in facets.items()},
        titles=titles,
        suggestions=tuple(
            (" ".join(analysis.words(title)), title, lang) for lang, title in titles.items()
        ),
        passages=passages,
        published=published,
        added=added,
        sort_titles={lang: title.lower() for lang, title in titles.items()},
    )


def groups(text: str, lang: str) -> list[list[str]]:
    """A query as groups of stems, each word standing for itself only."""
    return [[stem] for stem in analysis.stems(text, lang)]
