"""The labels of themes and goals as stems, and which of them stand in a query."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence

from . import analysis
from .sources import source

#: For each concept, by language, its labels as stems.
Labels = Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]]

_KEPT_SECONDS = 60


class Thesaurus:
    """The labels of concepts, found by the stem that each begins with: what it takes to read a
    query grows with the words of the query, not with the concepts there are."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._beginning: dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]] = {}
        for lang in analysis.LANGUAGES:
            by_stem = self._beginning[lang] = defaultdict(list)
            for concept, by_lang in labels.items():
                for label in by_lang.get(lang, ()):
                    by_stem[label[0]].append((concept, label))

    def named(self, stems: Sequence[str], lang: str) -> dict[str, set[int]]:
        """The concepts of which a label in a language stands in some stems, word after word,
        with the places of these words."""
        found: dict[str, set[int]] = defaultdict(set)
        beginning = self._beginning[lang]
        for start, stem in enumerate(stems):
            for concept, label in beginning.get(stem, ()):
                end = start + len(label)
                if tuple(stems[start:end]) == label:
                    found[concept].update(range(start, end))
        return found


def thesaurus_of(audience: str) -> Thesaurus:
    """The labels of themes and goals that an audience may read, analysed; looked up and
    analysed once a minute. None where no source of works is registered."""
    now = time.monotonic()
    kept = _kept.get(audience)
    if kept is None or now - kept[0] > _KEPT_SECONDS:
        try:
            labels = source().concepts(audience)
        except RuntimeError:
            labels = {}
        kept = _kept[audience] = (now, analysed(labels))
    return kept[1]


def analysed(concepts: Mapping[str, Mapping[str, Sequence[str]]]) -> Thesaurus:
    """Labels as stems, from a map of concept identifier to language to labels."""
    return Thesaurus(
        {
            concept: {
                lang: [stems for label in labels if (stems := analysis.stems(label, lang))]
                for lang, labels in by_lang.items()
            }
            for concept, by_lang in concepts.items()
        }
    )


_kept: dict[str, tuple[float, Thesaurus]] = {}
