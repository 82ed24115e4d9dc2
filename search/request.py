"""What a reader asks and what they get back: the values between pages, API and ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SORTS = ("relevance", "newest", "oldest", "added", "title")
#: How a list of results is laid out: in one, or by the language in which each answers.
GROUPS = ("mixed", "language")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. `lang` is the language of the interface; `query_lang` the
    language of the words if the caller states it (None: detected, with the
    interface's language as prior). `filters` maps a facet to the values wanted
    (any of them within a facet, all facets together). `group` is one of `GROUPS`, or '' for
    the reader's habit; `reads` are the languages the reader reads, which works that can be
    read in one of them are preferred for, within bounds. `depth` is how many passages are looked
    at in each list of an engine: results, total and counts are of the works that these are of."""

    text: str = ""
    lang: str = "en"
    query_lang: str | None = None
    audience: str = "public"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    group: str = ""
    reads: tuple[str, ...] = ()
    page: int = 1
    page_size: int = 20
    depth: int = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that answers: `marks` are (start, end) offsets into `text`. `edition` is the
    language of the edition that it stands in."""

    lang: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    file: str = ""
    page: int | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a work was found: `words` of the question that it holds, others for which it has
    words that are `like` them, themes named in the question that it speaks of (`concepts`,
    their identifiers), and whether it is near in `meaning`."""

    words: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    meaning: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A work found, before the database has re-checked that it may be shown. `lang` is the
    language in which it answers ('' where there was nothing to answer)."""

    id: str
    kind: str
    score: float
    evidence: Evidence | None = None
    lang: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """One page of hits with the totals of the whole result.

    `facets` maps a facet to (value, count) pairs, most frequent first.
    `limited` says why the result is less than it should be ('' normally,
    'words_only' without an embedder, 'database' with the engine down). `phrases`
    says whether some hit holds what stood in quotation marks: 'held' or 'unheld',
    '' where nothing did. `groups` are the languages of a grouped result in their order, each
    with its number of works. `more` says that there may be more works than `total`: in some
    language as many passages answer as were looked at, or the database looked at no more rows.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    query_lang: str
    did_you_mean: str = ""
    limited: str = ""
    phrases: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    more: bool = False
