"""From a work as the database has it to a work as an engine takes it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby, islice

import numpy as np

from . import analysis, constants, lexicon
from . import passages as cutting
from .batches import batched
from .constants import Constants
from .documents import AUDIENCES, Text, WorkDocument
from .embedding import Embedder, EmbedderUnavailable, embedders, store
from .engines import engine
from .engines.base import IndexedPassage, IndexedWork
from .language import preference
from .models import Generation
from .sources import source

logger = logging.getLogger(__name__)

#: Works looked at to refresh the constants of a new generation.
_SAMPLE = 1_000
_TOGETHER = 50
_EPOCH = date(1970, 1, 1)


def fingerprint() -> str:
    """Equal for processes that may search and feed the same generation: the same analysis,
    models, passages, shipped constants and layout of the engine's indexes. Empty, and so equal
    to that of no generation, while a model that has embedded nothing yet cannot be asked."""
    try:
        return f"{_of_shipped(embedders())}-{engine().layout_version}"
    except EmbedderUnavailable as error:
        logger.warning("which index may be searched cannot be told: %s", error)
        return ""


@lru_cache(maxsize=4)
def _of_shipped(_models: tuple[Embedder, ...]) -> str:
    """The fingerprint of the shipped constants with the models in use: each search asks for it."""
    return constants.fingerprint(constants.shipped())


def new_constants() -> bytes:
    """The constants of a new generation: the shipped ones, with the means of what the
    library holds for everybody. They stay as they are while the generation lives."""
    return constants.dump(constants.for_documents(_sample()))


def _sample() -> Iterator[WorkDocument]:
    """Works that everybody may read; one that cannot be built is left to the drainer to report."""
    for ids in batched(islice(source().ids(), _SAMPLE), _TOGETHER):
        try:
            yield from source().build(ids, AUDIENCES[0])
        except Exception:
            logger.exception("some works are left out of the constants of a new generation")


def constants_of(generation: Generation) -> Constants:
    """The constants that a generation was made with; read once for each process."""
    return _loaded(generation.name)


@lru_cache(maxsize=4)
def _loaded(name: str) -> Constants:
    """Those of the generation of a name, which no two ever share."""
    kept = Generation.objects.values_list("constants", flat=True).get(name=name)
    return constants.load(bytes(kept))


def meta(generation: Generation) -> dict[str, str]:
    """What an engine keeps with each index of a generation."""
    return {"fingerprint": generation.fingerprint, "dims": str(constants.dims())}


def index_documents(
    generation: Generation, audience: str, documents: Sequence[WorkDocument]
) -> list[tuple[IndexedWork, bool]]:
    """The works of a generation's index, each with whether all its passages have their
    vectors. Nothing is embedded but the words new to the index's vocabulary."""
    return index_with(constants_of(generation), generation.index(audience), documents)


def index_with(
    of: Constants, index: str, documents: Sequence[WorkDocument]
) -> list[tuple[IndexedWork, bool]]:
    """As `index_documents`, for an index and constants that belong to no generation."""
    cut = {document.id: passages(document) for document in documents}
    known = store.vectors_for(passage.key for each in cut.values() for passage in each)
    found = []
    for document in documents:
        placed = [_placed(passage, of, known) for passage in cut[document.id]]
        work = IndexedWork(
            id=document.id,
            kind=document.kind,
            digest=document.digest(),
            facets=dict(document.facets),
            titles=dict(document.title),
            suggestions=tuple(_suggestions(document)),
            passages=tuple(passage for passage, _complete in placed),
            published=_days(document),
            added=_milliseconds(document),
            sort_titles=_sort_titles(document),
            sureness=document.sureness,
        )
        found.append((work, all(complete for _passage, complete in placed)))
    lexicon.extend(index, [work for work, _complete in found])
    return found


def passages(document: WorkDocument) -> list[IndexedPassage]:
    """The passages of a document without vectors: in each language its title with the
    summary first, then its texts. Names stand with the title in every language, labels of
    concepts in their own."""
    found: list[IndexedPassage] = []
    for lang in _languages(document):
        head = "\n".join(
            part for part in (document.title.get(lang, ""), document.summary.get(lang, "")) if part
        )
        said = (*document.names, *document.concepts.get(lang, ()))
        names = [stem for name in said for stem in analysis.stems(name, lang)]
        if head or names:
            stems = analysis.stems(head, lang)
            added = tuple(dict.fromkeys(stem for stem in names if stem not in stems))
            found.append(replace(_passage(len(found), lang, head, stems + added), page=0))
    taken: Counter[tuple[str, str]] = Counter()
    for (lang, file, page, edition), texts in groupby(document.texts, _place):
        whole = "\n".join(text.text for text in texts)
        for part in islice(cutting.cut(whole), cutting.MOST_IN_A_FILE - taken[lang, file]):
            if len(found) == cutting.MOST_IN_A_WORK:
                return found
            taken[lang, file] += 1
            found.append(
                replace(
                    _passage(len(found), lang, part.text, analysis.stems(part.text, lang)),
                    file=file,
                    page=page,
                    opens=part.opens,
                    closes=part.closes,
                    edition=edition,
                )
            )
    return found


def _passage(n: int, lang: str, text: str, stems: tuple[str, ...]) -> IndexedPassage:
    return IndexedPassage(n, lang, text, stems, store.key_of(text))


def _placed(
    passage: IndexedPassage, of: Constants, known: Mapping[str, Mapping[str, np.ndarray]]
) -> tuple[IndexedPassage, bool]:
    """The passage with its vector, and whether every model in use gave its part."""
    if not passage.text:
        return passage, True
    centred = {
        model: of.centre_documents(model, passage.lang, vectors[passage.key])
        for model, vectors in known.items()
        if passage.key in vectors
    }
    return replace(passage, vector=of.joined(centred)), len(centred) == len(embedders())


def _place(text: Text) -> tuple[str, str, int | None, str]:
    return (text.lang, text.file, text.page, text.edition)


def _languages(document: WorkDocument) -> list[str]:
    """Languages of a document that are searched, in the order of the analysers."""
    used = {*document.title, *document.summary, *(text.lang for text in document.texts)}
    return [lang for lang in analysis.LANGUAGES if lang in used]


def _suggestions(document: WorkDocument) -> Iterator[tuple[str, str, str]]:
    """What is offered while typing: what the work itself is called, not what it mentions."""
    for lang, title in document.title.items():
        if title:
            yield " ".join(analysis.words(title)), title, lang
    titles = set(document.title.values())
    for name in dict.fromkeys(document.own_names):
        if name not in titles:
            yield " ".join(analysis.words(name)), name, ""


def _sort_titles(document: WorkDocument) -> dict[str, str]:
    """For each interface language the folded title that its readers are shown."""
    titles = {lang: title for lang, title in document.title.items() if title}
    shown = {
        lang: next((titles[code] for code in preference(lang) if code in titles), "")
        for lang in analysis.LANGUAGES
    }
    return {lang: " ".join(_sortable(analysis.words(title))) for lang, title in shown.items()}


def _sortable(words: Iterable[str]) -> Iterator[str]:
    """Arabic words without their article, which no one sorts by."""
    for word in words:
        bare = word.removeprefix("ال")
        yield bare if len(bare) > 2 else word


def _days(document: WorkDocument) -> int | None:
    return None if document.published is None else (document.published - _EPOCH).days


def _milliseconds(document: WorkDocument) -> int | None:
    return None if document.added is None else round(document.added.timestamp() * 1000)
