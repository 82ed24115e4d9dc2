"""The vocabulary of an index, used as a dictionary between its languages.

The vectors of single words lie near those of their translations once each
language's mean is taken away. So a word of a query finds, in each language of
the index, the stems there that may stand for it, and each how surely. No
bilingual dictionary is needed, and only words that occur are found.

Kept in the database beside each index and extended when new words arrive; a
process reads what it has not read yet. Each audience has an index and so a
lexicon of its own: words of private works change nothing for others.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from . import analysis
from .constants import SHRINK, shipped, unit
from .embedding import EmbedderUnavailable, embedders
from .engines.base import IndexedWork
from .letters import like_a_word
from .models import LexiconPart
from .sounds import sounds

logger = logging.getLogger(__name__)

#: Most stems found for a word in a language, the least likeness that counts, and how
#: sure an identical spelling in another language is. Tuned on development data.
NEAREST = 8
LIKENESS = 0.4
SAME_SPELLING = 0.95
#: How sure a name is that sounds the same in the other script, and the least likeness that
#: it must have, by the consonants it has.
SAME_SOUND = 0.9
_LIKENESS_OF_SOUND = {3: 0.3}
_LIKENESS_OF_LONG_SOUND = 0.1
#: Stems of other spelling stand for a word that occurs nowhere if they are this alike.
MISSPELT = 0.93
MISSPELT_WEIGHT = 0.8
_SHORTEST_MISSPELT = 5
#: Shorter words than this mean other things in other languages, unless they are numbers.
_SHORTEST_SAME = 4

_BATCH = 256

#: A stem and how surely it stands for a word, between 0 and 1.
Weighted = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near the stems of a language are to the words asked, between 0 and 1: a row for
    each word, a column for each stem at its place."""

    rows: np.ndarray
    places: Mapping[str, int]


@dataclass
class Vocabulary:
    """The stems of one language of an index: their places by how they sound, their raw vectors
    and, once centred, `unit`."""

    places: dict[str, int] = field(default_factory=dict)
    stems: list[str] = field(default_factory=list)
    raw: list[np.ndarray] = field(default_factory=list)
    sounds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    mean: np.ndarray | None = None
    unit: np.ndarray | None = None

    def add(self, part: LexiconPart) -> None:
        """Takes in a part read from the database; a stem it knows already is passed over."""
        stems = part.stems.split("\n")
        new = [i for i, stem in enumerate(stems) if stem not in self.places]
        for i in new:
            place = self.places[stems[i]] = len(self.stems)
            self.stems.append(stems[i])
            for sound in sounds(stems[i]):
                self.sounds[sound].append(place)
        if part.vectors:
            rows = np.frombuffer(part.vectors, dtype=np.float16).reshape(len(stems), -1)
            self.raw.append(rows[new].astype(np.float32))

    def centre(self, usual: np.ndarray | None) -> None:
        """Takes the mean of the vocabulary from its vectors, after parts were added. The usual
        mean of words of the language counts as much as so many words of its own. Without a
        model there are no vectors."""
        if not self.raw:
            return
        raw = np.concatenate(self.raw)
        self.raw = [raw]
        self.mean = raw.mean(axis=0)
        if usual is not None and usual.shape == self.mean.shape:
            self.mean = (raw.sum(axis=0) + SHRINK * usual) / (len(raw) + SHRINK)
        self.unit = unit(raw - self.mean)


class Lexicon:
    """The vocabularies of an index, by language, as far as this process has read them."""

    def __init__(self, index: str) -> None:
        self.index = index
        self.read = 0
        self.vocabularies: dict[str, Vocabulary] = defaultdict(Vocabulary)
        self._lock = Lock()

    def refresh(self) -> None:
        """Reads the parts that were added since, at the price of one small SQL query."""
        parts = LexiconPart.objects.filter(index=self.index)
        newest = parts.aggregate(newest=Max("pk"))["newest"] or 0
        if newest == self.read:
            return
        with self._lock:
            if newest < self.read:
                self.vocabularies.clear()
                self.read = 0
            touched = set()
            for part in parts.filter(pk__gt=self.read).order_by("pk"):
                self.vocabularies[part.lang].add(part)
                touched.add(part.lang)
                self.read = part.pk
            for lang in touched:
                self.vocabularies[lang].centre(_usual(lang))

    def knows(self, stem: str, lang: str) -> bool:
        """Whether a stem occurs in a language of the index."""
        return lang in self.vocabularies and stem in self.vocabularies[lang].places

    def makes_sense(self, word: str, stem: str, lang: str) -> bool:
        """Whether a word occurs in the index, or its letters may be those of a word. A number that
        does not occur has nothing that is like it."""
        return (
            self.knows(stem, lang)
            or any(self.knows(analysis.stem(word, other), other) for other in analysis.LANGUAGES)
            or (like_a_word(word) and not word.isdigit())
        )

    def likeness(self, words: Sequence[tuple[str, str]], lang: str) -> dict[str, Likeness]:
        """For (folded word, stem) pairs of a query in `lang`: how near they are to the stems
        of each language of the index. Nonsense is near to nothing, and a number to no other.
        Empty without a model."""
        vectors = self._vectors(words, lang)
        if vectors is None:
            return {}
        sense = [not word.isdigit() and self.makes_sense(word, stem, lang) for word, stem in words]
        vectors = vectors * np.array(sense, dtype=np.float32)[:, None]
        return {
            # The long matrix first: the other way round it is copied, which takes thrice as long.
            other: Likeness(
                np.maximum(np.ascontiguousarray((vocabulary.unit @ vectors.T).T), 0),
                vocabulary.places,
            )
            for other, vocabulary in list(self.vocabularies.items())
            if vocabulary.unit is not None
        }

    def stand_ins(
        self, words: Sequence[tuple[str, str]], lang: str, likeness: Mapping[str, Likeness]
    ) -> dict[str, list[list[Weighted]]]:
        """For (folded word, stem) pairs of a query in `lang`: in each language of the index,
        what stands for each word there, the surest first. A word always stands for itself
        in its own language, known or not."""
        found: dict[str, list[list[Weighted]]] = {}
        for other in {*analysis.LANGUAGES, *self.vocabularies}:
            of = likeness.get(other)
            found[other] = [
                self._stand_ins(word, stem, lang, other, None if of is None else of.rows[i])
                for i, (word, stem) in enumerate(words)
            ]
        return found

    def _stand_ins(
        self, word: str, stem: str, lang: str, other: str, likeness: np.ndarray | None
    ) -> list[Weighted]:
        weights: dict[str, float] = {}
        exact = other == lang and self.knows(stem, lang)
        if likeness is not None and not exact:
            count = min(NEAREST, len(likeness))
            for place in np.argpartition(-likeness, count - 1)[:count]:
                if likeness[place] > LIKENESS:
                    near = self.vocabularies[other].stems[place]
                    weights[near] = float((likeness[place] - LIKENESS) / (1 - LIKENESS))
        if likeness is not None and analysis.is_arabic(word) != (other == "ar"):
            for near in self._same_sound(word, stem, other, likeness):
                weights[near] = max(weights.get(near, 0.0), SAME_SOUND)
        if other == lang:
            weights[stem] = 1.0
        else:
            same = analysis.stem(word, other)
            if same and (len(word) >= _SHORTEST_SAME or word.isdigit()):
                weights[same] = max(weights.get(same, 0.0), SAME_SPELLING)
        for misspelt in self._misspelt(word, stem, lang, other):
            weights[misspelt] = max(weights.get(misspelt, 0.0), MISSPELT_WEIGHT)
        return sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))

    def _same_sound(self, word: str, stem: str, other: str, likeness: np.ndarray) -> Iterator[str]:
        """The stems of `other`, in the other script, that sound like a word."""
        vocabulary = self.vocabularies[other]
        for sound in sounds(word) | sounds(stem):
            least = _LIKENESS_OF_SOUND.get(len(sound), _LIKENESS_OF_LONG_SOUND)
            for place in vocabulary.sounds.get(sound, ()):
                if likeness[place] >= least:
                    yield vocabulary.stems[place]

    def _misspelt(self, word: str, stem: str, lang: str, other: str) -> list[str]:
        """The stem of `other` spelt most like a word that occurs in no language at all. One with a
        digit is a number or a code, which means no other."""
        if len(word) < _SHORTEST_MISSPELT or other not in self.vocabularies:
            return []
        if any(letter.isdigit() for letter in word):
            return []
        if self.knows(stem, lang) or self.knows(analysis.stem(word, other), other):
            return []
        stems = self.vocabularies[other].stems
        near = process.extractOne(stem, stems, scorer=JaroWinkler.similarity, score_cutoff=MISSPELT)
        return [near[0]] if near else []

    def _vectors(self, words: Sequence[tuple[str, str]], lang: str) -> np.ndarray | None:
        """The centred vectors of query words; None without a model or vocabulary."""
        if not words or not embedders() or not self.vocabularies:
            return None
        raw = _embed([word for word, _stem in words])
        if raw is None:
            return None
        usual = _usual(lang)
        if usual is not None:
            return unit(raw - usual)
        vocabulary = self.vocabularies.get(lang)
        mean = vocabulary.mean if vocabulary is not None else None
        return unit(raw - mean) if mean is not None else unit(raw)


_lexicons: dict[str, Lexicon] = {}


def lexicon_of(index: str) -> Lexicon:
    """The lexicon of an index, up to date; kept in the process between searches."""
    lexicon = _lexicons.setdefault(index, Lexicon(index))
    lexicon.refresh()
    return lexicon


def extend(index: str, works: Sequence[IndexedWork]) -> None:
    """Adds the stems of works that an index does not know yet. Where the model cannot be
    reached nothing is added; the words are found all the same, but only as they stand. Where no
    model is in use they have no vectors: what is known is which words occur."""
    lexicon = lexicon_of(index)
    for lang, new in _new_stems(lexicon, works).items():
        try:
            vectors = _vectors_of(new) if embedders() else b""
        except EmbedderUnavailable:
            logger.warning("new words of index %s stay out of its lexicon", index)
            return
        LexiconPart.objects.create(
            index=index, lang=lang, stems="\n".join(sorted(new)), vectors=vectors
        )
    lexicon.refresh()


def forget(index: str) -> None:
    """Removes the lexicon of an index."""
    LexiconPart.objects.filter(index=index).delete()
    _lexicons.pop(index, None)


def _new_stems(
    lexicon: Lexicon, works: Sequence[IndexedWork]
) -> dict[str, dict[str, Counter[str]]]:
    """By language, the stems that a lexicon lacks, each with its words and how often they occur."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for work in works:
        for passage in work.passages:
            new = {stem for stem in passage.stems if not lexicon.knows(stem, passage.lang)}
            if not new:
                continue
            for token in analysis.tokens(passage.text, passage.lang):
                if token.stem in new:
                    found[passage.lang][token.stem][token.word] += 1
            for stem in new.difference(found[passage.lang]):
                # A name that the text does not hold stands for itself.
                found[passage.lang][stem][stem] += 1
    return found


def _vectors_of(new: Mapping[str, Counter[str]]) -> bytes:
    """For each stem, in their order, the mean of its words' vectors, as `LexiconPart` has it."""
    words = sorted({word for counts in new.values() for word in counts})
    raw = _embed(words)
    places = {word: i for i, word in enumerate(words)}
    rows = [
        np.average(raw[[places[word] for word in counts]], axis=0, weights=list(counts.values()))
        for _stem, counts in sorted(new.items())
    ]
    return np.array(rows, dtype=np.float16).tobytes()


def _embed(words: Sequence[str]) -> np.ndarray:
    """Raw vectors of words by the lexicon's model, in the directions that are kept."""
    model = embedders()[0]
    parts = [model.passages(words[i : i + _BATCH]) for i in range(0, len(words), _BATCH)]
    return _project(np.concatenate(parts))


def _project(vectors: np.ndarray) -> np.ndarray:
    """Vectors in the directions that are kept of them; all where none are shipped for the model."""
    basis = shipped().basis
    return vectors if basis is None or not _ships_words() else vectors @ basis


def _usual(lang: str) -> np.ndarray | None:
    """The shipped mean of a language's words; None where there is none for the model."""
    mean = shipped().words.get(lang)
    return None if mean is None or not _ships_words() else _project(mean)


def _ships_words() -> bool:
    """Whether the lexicon's model is the one that constants of words were made with."""
    return bool(embedders()) and embedders()[0].model in shipped().queries
