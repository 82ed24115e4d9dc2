"""The contract between ranking and an engine.

An engine stores analysed documents, answers filters, lists and counts, and *proposes*
candidate passages; `search.ranking` alone decides their order, so two engines
that propose the same candidates give the same results. An index is named
`<generation>-<audience>`; engines know nothing else of generations.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from search.analysis import LANGUAGES

#: A work, a text that it is offered by, and the language of that text.
Suggested = tuple[str, str, str]
#: Works that are offered under one and the same text while typing.
WORKS_OF_A_TEXT = 3


class EngineUnavailable(Exception):
    """The engine cannot be reached or refuses to work. Never shown as an empty result."""


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """About 100 words of a work in one language, analysed.

    `n` numbers the passages of a work over all languages; passage text is not
    stored by the engine's ranking path but `text` is kept so that evidence can
    be cut from it. `stems` are the analysed words in order. `key` is the hash
    under which raw embeddings are cached. `vector` is of unit length, already
    centred for its language (None: text only). `page` is 0 for the passage that holds
    the work's title, on a line of its own, and its summary. `opens` and `closes` say
    whether the text begins and ends where a sentence does. `edition` is that of `Text`.
    """

    n: int
    lang: str
    text: str
    stems: tuple[str, ...]
    key: str
    file: str = ""
    page: int | None = None
    vector: np.ndarray | None = None
    opens: bool = True
    closes: bool = True
    edition: str = ""


@dataclass(frozen=True, slots=True)
class IndexedWork:
    """A `WorkDocument` analysed for an engine. `digest` is the document's."""

    id: str
    kind: str
    digest: str
    facets: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    #: (folded words, shown text, language) offered while typing
    suggestions: tuple[tuple[str, str, str], ...]
    passages: tuple[IndexedPassage, ...]
    #: days since 1970-01-01, None where unknown
    published: int | None = None
    #: milliseconds since 1970-01-01 at which it came into the portal, None where unknown
    added: int | None = None
    #: locale-aware sort key per interface language
    sort_titles: Mapping[str, str] = field(default_factory=dict)
    #: how sure what it tells is, from 0 to 1
    sureness: float = 0.0

    @property
    def findable(self) -> tuple[IndexedPassage, ...]:
        """The passages that an engine keeps: those in a language that is analysed."""
        return tuple(passage for passage in self.passages if passage.lang in LANGUAGES)


@dataclass(frozen=True, slots=True)
class CandidateRequest:
    """Lists to propose from: for each document language its groups of stems (one
    group per query word: the word itself and what stands for it there, the surest
    first) and its query vector. At most `limit` passages a list.

    `phrases` holds by language stems that must stand together: that language then has
    one more list, of passages that hold them all, each with its stems in a row."""

    words: Mapping[str, Sequence[Sequence[str]]]
    vectors: Mapping[str, np.ndarray]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 100
    phrases: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed passage with what ranking needs to score it. `facets` and `sureness` are those
    of its work, its kind apart. `nearness` is the product of its vector with that of the request
    in its language; None where either is missing."""

    work: str
    kind: str
    n: int
    lang: str
    stems: tuple[str, ...]
    text: str
    key: str
    file: str
    page: int | None
    opens: bool = True
    closes: bool = True
    edition: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sureness: float = 0.0
    nearness: float | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """`passages`: the number of passages of each language in the index; `frequencies`:
    for each language and each of its groups, the number of passages that hold any
    stem of the group (both over the whole index, filters apart)."""

    items: Sequence[Candidate]
    passages: Mapping[str, int]
    frequencies: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a filtered, sorted list: identifiers with kinds, total, and how many works each
    value of a facet has, most frequent first, ties by value."""

    ids: Sequence[tuple[str, str]]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


class Engine(ABC):
    """One search engine. Every method may raise `EngineUnavailable`.

    `layout_version` changes with how its indexes are laid out: it is a part of the fingerprint,
    so that no index of another layout is read or written.
    """

    name: str
    layout_version: str

    @abstractmethod
    def create(self, index: str, meta: Mapping[str, str]) -> None:
        """Makes an empty index holding `meta`: its fingerprint and, as `dims`, the length of
        its vectors ('0' for text only). Replaces none: ValueError where it exists."""

    @abstractmethod
    def drop(self, index: str) -> None:
        """Removes an index; an absent one is no error."""

    @abstractmethod
    def indexes(self) -> Mapping[str, Mapping[str, str]]:
        """The indexes that exist, with the `meta` each was created with."""

    @abstractmethod
    def put(self, index: str, works: Sequence[IndexedWork]) -> None:
        """Writes works whole, replacing earlier versions; durable and findable on return."""

    @abstractmethod
    def remove(self, index: str, ids: Sequence[str]) -> None:
        """Removes works; absent ones are no error; durable on return."""

    @abstractmethod
    def digests(self, index: str) -> Iterator[tuple[str, str]]:
        """(id, digest) of every work in the index. The digest is empty where the work is not there
        whole: a part of it is lost, or parts are there without the work itself."""

    @abstractmethod
    def candidates(self, index: str, request: CandidateRequest) -> Candidates:
        """Proposes passages for ranking."""

    @abstractmethod
    def browse(
        self,
        index: str,
        filters: Mapping[str, tuple[str, ...]],
        sort: str,
        lang: str,
        offset: int,
        limit: int,
        among: Sequence[str] | None = None,
    ) -> Listing:
        """Lists works without words: filters, order ('newest', 'oldest', 'added', 'title'), one
        page; all works, or those `among` some thousands."""

    def suggest(self, index: str, prefix: str, limit: int) -> Sequence[Suggested]:
        """Texts whose folded words begin with the last word of `prefix` and hold the others."""
        return self.suggest_each(index, prefix, limit, [()])[0]

    @abstractmethod
    def suggest_each(
        self, index: str, prefix: str, limit: int, groups: Sequence[Collection[str]]
    ) -> Sequence[Sequence[Suggested]]:
        """As `suggest`, at most `limit` for each group, of works of the kinds that it names (all,
        where it names none). A text that works share comes once for each of the first
        `WORKS_OF_A_TEXT`, those first whose title it is."""

    @abstractmethod
    def spelt_like(self, index: str, word: str, edits: int) -> Sequence[str]:
        """Folded words of titles and names that are made of a folded word by at most so many
        edits, one or two: a letter more, less or other, or two neighbours changed. The nearest
        are among them; where very many are alike, not all."""
