"""A library of N works, as rows of a scratch database, with vectors like real ones.

Works are publications in one of the four languages: a title, a summary and 20 to 260 words of
text, which makes three passages each on average. Their vectors are made, not computed: around
the vector of a passage of the sample library, as far from it as such passages are from the one
nearest to them, and the passages of a work around the same. So an index has to tell apart what
it has to tell apart in a real library, and no model runs for hours.
"""

from __future__ import annotations

import os
import uuid
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core.models import Concept, Work
from cms.library.models import LibraryPage, PublicationPage
from cms.network.models import City, WorkPage
from search import analysis, indexing
from search.batches import batched
from search.documents import AUDIENCES, WorkDocument
from search.embedding import store
from search.sources import source

from .words import COMMON, Vocabulary, vocabularies

KIND = PublicationPage.work_kind
LANGUAGES = tuple(analysis.LANGUAGES)
#: Rows written and works embedded at a time.
TOGETHER = 200
TITLE, SUMMARY, SHORTEST, LONGEST = 6, 20, 20, 260
#: Passages that the spread within a cluster is measured on.
MEASURED = 600


def words_of(documents: Sequence[WorkDocument]) -> dict[str, Vocabulary]:
    """The vocabularies of the four languages."""
    texts: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for document in documents:
        for text in document.texts:
            if text.lang in texts:
                texts[text.lang].append(text.text)
    return vocabularies(texts)


def begin() -> None:
    """The tables, and the sample library in them."""
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nothing:
        call_command("load_sample", stdout=nothing)


def make(count: int, seed: int = 1) -> dict[str, Vocabulary]:
    """Adds so many works to a database with the sample library alone, each with the vectors
    of its passages. Returns the vocabularies that they were written with."""
    chance = np.random.default_rng(seed)
    sample = source().build(list(source().ids()), AUDIENCES[0])
    words = words_of(sample)
    clusters = Clusters(sample, chance)
    writer = _Writer(chance, words)
    for part in batched(range(count), TOGETHER):
        ids = writer.write(len(part))
        _embed(source().build(ids, AUDIENCES[0]), clusters)
    return words


def questions(words: dict[str, Vocabulary], count: int, seed: int = 2) -> list[tuple[str, str]]:
    """(language, words) of queries from these vocabularies: one to six words that say
    something, as often as they occur."""
    chance = np.random.default_rng(seed)
    langs = [LANGUAGES[i % len(LANGUAGES)] for i in range(count)]
    return [
        (lang, " ".join(words[lang].draw(chance, int(chance.integers(1, 7)), skip=COMMON)))
        for lang in langs
    ]


class Clusters:
    """The passages of the sample by language, with what their vectors are in each model."""

    def __init__(self, documents: Sequence[WorkDocument], chance: np.random.Generator) -> None:
        self._chance = chance
        keys: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            for passage in indexing.passages(document):
                if passage.text:
                    keys[passage.lang].add(passage.key)
        known = store.vectors_for(key for of in keys.values() for key in of)
        self._vectors: dict[str, list[dict[str, np.ndarray]]] = {
            lang: [
                {model: vectors[key].astype(np.float32) for model, vectors in known.items()}
                for key in sorted(of)
                if all(key in vectors for vectors in known.values())
            ]
            for lang, of in keys.items()
        }
        self.spread = {
            (lang, model): _spread(np.array([each[model] for each in of[:MEASURED]]))
            for lang, of in self._vectors.items()
            for model in known
        }

    def around(self, lang: str, count: int) -> dict[str, np.ndarray]:
        """The vectors of so many passages of one work, by model."""
        of = self._vectors[lang]
        centre = of[int(self._chance.integers(len(of)))]
        made = {}
        for model, vector in centre.items():
            noise = self._chance.normal(size=(count, len(vector)))
            noise *= self.spread[lang, model] / np.sqrt(len(vector))
            rows = vector + noise
            made[model] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made


def _spread(rows: np.ndarray) -> float:
    """How far a passage is from the one nearest to it, in the middle."""
    squares = (rows**2).sum(axis=1)
    distances = squares[:, None] + squares[None, :] - 2 * rows @ rows.T
    np.fill_diagonal(distances, np.inf)
    return float(np.sqrt(np.median(np.maximum(distances.min(axis=1), 0))))


def _embed(documents: Sequence[WorkDocument], clusters: Clusters) -> None:
    """Keeps vectors for all passages of the works."""
    keys: list[str] = []
    vectors: dict[str, list[np.ndarray]] = defaultdict(list)
    for document in documents:
        passages = [passage for passage in indexing.passages(document) if passage.text]
        keys += [passage.key for passage in passages]
        for model, rows in clusters.around(passages[0].lang, len(passages)).items():
            vectors[model].append(rows)
    for model, parts in vectors.items():
        store.keep(model, keys, np.concatenate(parts))


class _Writer:
    """Writes works in their rows, past the trees and signals that take their time."""

    def __init__(self, chance: np.random.Generator, words: dict[str, Vocabulary]) -> None:
        self._chance = chance
        self._words = words
        self._type = ContentType.objects.get_for_model(PublicationPage)
        self._parents = {
            lang: LibraryPage.objects.get(locale=Locale.objects.get(language_code=lang))
            for lang in LANGUAGES
        }
        self._steps = {lang: _last_step(parent) for lang, parent in self._parents.items()}
        self._page = Page.objects.order_by("-pk").values_list("pk", flat=True)[0]
        self._cities = list(City.objects.values_list("pk", flat=True))
        themes = Concept.objects.filter(scheme__code="themes")
        self._themes = list(themes.values_list("pk", flat=True))

    @transaction.atomic
    def write(self, count: int) -> list[str]:
        """So many works; returns their identifiers."""
        pages = [self._made() for _ in range(count)]
        # A model with parents cannot be created in bulk; its tables can be written one by one.
        for model in (Page, WorkPage, PublicationPage):
            model._base_manager._insert(  # type: ignore[attr-defined]
                pages, fields=model._meta.local_concrete_fields, using="default"
            )
        keys = [page.pk for page in pages]
        relate("cities", self._cities, keys, self._chance)
        relate("themes", self._themes, keys, self._chance)
        for lang, parent in self._parents.items():
            parent.numchild = self._steps[lang]
            Page.objects.filter(pk=parent.pk).update(numchild=self._steps[lang])
        works = Work.objects.bulk_create(
            Work(
                key=page.translation_key,
                kind=KIND,
                source_language=page.locale.language_code,
            )
            for page in pages
        )
        return [str(work.pk) for work in works]

    def _made(self) -> PublicationPage:
        lang = LANGUAGES[int(self._chance.integers(len(LANGUAGES)))]
        words, parent = self._words[lang], self._parents[lang]
        self._steps[lang] += 1
        self._page += 1
        size = int(self._chance.integers(SHORTEST, LONGEST + 1))
        title = " ".join(words.draw(self._chance, TITLE)).capitalize()
        slug = f"b{self._page}"
        page = PublicationPage(
            id=self._page,
            page_ptr_id=self._page,
            workpage_ptr_id=self._page,
            path=Page._get_path(parent.path, parent.depth + 1, self._steps[lang]),
            depth=parent.depth + 1,
            numchild=0,
            content_type=self._type,
            locale=parent.locale,
            translation_key=uuid.UUID(bytes=self._chance.bytes(16)),
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{parent.url_path}{slug}/",
            live=True,
            first_published_at=timezone.now(),
            last_published_at=timezone.now(),
            summary=_sentences(words.draw(self._chance, SUMMARY))[:500],
            text=f"<p>{_sentences(words.draw(self._chance, size))}</p>",
            date=str(int(self._chance.integers(2000, 2027))),
        )
        return page


def relate(
    name: str, targets: Sequence[int], pages: Sequence[int], chance: np.random.Generator
) -> None:
    """Gives each page one of the targets by a relation of works, past its signals; all by their
    keys."""
    field = WorkPage._meta.get_field(name)
    through, column = field.remote_field.through, field.m2m_reverse_field_name()
    through.objects.bulk_create(
        through(workpage_id=page, **{f"{column}_id": targets[int(chance.integers(len(targets)))]})
        for page in pages
    )


def _sentences(words: Sequence[str]) -> str:
    """Words with a full stop after each dozen."""
    return " ".join(f"{' '.join(part).capitalize()}." for part in batched(words, 12))


def _last_step(parent: LibraryPage) -> int:
    """The place of the last child in the tree."""
    last = parent.get_last_child()
    return int(last.path[-Page.steplen :], 36) if last else 0
