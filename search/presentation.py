"""Search results as readers see them: the index proposes, the database disposes."""

from __future__ import annotations

import html
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from . import parameters
from .documents import FACETS
from .grouping import by_language
from .request import Evidence, Hit, Reason, SearchRequest, SearchResponse
from .sources import Shown, source

FACET_LABELS = {
    "kind": pgettext_lazy("sort of work", "Kind"),
    "theme": _("Theme"),
    "goal": _("Goal"),
    "country": _("Country"),
    "region": _("Region"),
    "city": pgettext_lazy("filter", "City"),
    "language": _("Language"),
    "year": _("Year"),
    "role": _("Role in partnership"),
    "checked": _("Checked"),
}

SORT_LABELS = {
    "relevance": _("Best answer"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "added": _("Recently added"),
    "title": _("Title"),
}


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit that may be shown. `url` opens where the answer stands: the file at its page, or
    the work in the language of the passage. `lang` is the language in which it answers, or
    the one its title is shown in; `themes` are the labels of the concepts of its reason."""

    shown: Shown
    score: float
    evidence: Evidence | None
    evidence_html: SafeString
    url: str
    lang: str = ""
    reason: Reason | None = None
    themes: Sequence[str] = ()

    @property
    def page(self) -> int | None:
        return self.evidence.page if self.evidence else None


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: Sequence[FacetValue]

    @property
    def selected(self) -> bool:
        return any(value.selected for value in self.values)


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, with the address of the search without it."""

    label: str
    remove_url: str


def marked(evidence: Evidence | None) -> SafeString:
    """The passage as HTML, escaped, with what matched in <mark>."""
    if evidence is None:
        return mark_safe("")
    parts, at = [], 0
    for start, end in evidence.marks:
        parts += [html.escape(evidence.text[at:start]), "<mark>"]
        parts += [html.escape(evidence.text[start:end]), "</mark>"]
        at = end
    parts.append(html.escape(evidence.text[at:]))
    return mark_safe("".join(parts))


def shown_hits(request: SearchRequest, hits: Sequence[Hit]) -> list[ShownHit]:
    """The hits that the database confirms, ready to show. Evidence that has become private
    or was withdrawn since it was indexed is left out."""
    content = source()
    rows = content.show([hit.id for hit in hits], request.audience, request.lang)
    files = {hit.evidence.file for hit in hits if hit.evidence and hit.evidence.file}
    readable = content.readable_files(files, request.audience)
    concepts = {name for hit in hits if hit.reason for name in hit.reason.concepts}
    labels = content.labels("theme", sorted(concepts), request.lang) if concepts else {}
    found = []
    for hit in hits:
        shown = rows.get(hit.id)
        if shown is None:
            continue
        evidence = hit.evidence if _may_be_shown(hit.evidence, shown, readable) else None
        url = shown.url
        if evidence and evidence.file:
            url = content.file_url(evidence.file, evidence.page)
        elif evidence and evidence.edition != request.lang:
            url = content.work_url(hit.id, evidence.edition)
        lang = hit.lang or shown.title_lang
        themes = [labels[name] for name in hit.reason.concepts] if hit.reason else []
        found.append(
            ShownHit(shown, hit.score, evidence, marked(evidence), url, lang, hit.reason, themes)
        )
    return found


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Hits of one page that stand under one heading: the language in which they answer, and how
    many works of the whole result do (0 where only the page is known). No `lang`: all hits."""

    lang: str
    total: int
    hits: Sequence[ShownHit]


def groups(
    request: SearchRequest, response: SearchResponse, hits: Sequence[ShownHit]
) -> list[HitGroup]:
    """The hits of a page as they are laid out. A list without words is put together by the
    language of its titles, page by page."""
    if request.group != "language":
        return [HitGroup("", response.total, hits)]
    totals = dict(response.groups)
    first = [code for code, _count in response.groups] or [request.lang, *request.reads]
    ordered, of_page = by_language(hits, lambda hit: hit.lang, first)
    return [
        HitGroup(code, totals.get(code, 0), [hit for hit in ordered if hit.lang == code])
        for code, _count in of_page
    ]


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice that is on or off, with the address of the search where it is the other way."""

    on: bool
    url: str


def only_read(request: SearchRequest) -> Switch | None:
    """“Only languages I read”, by the filter of languages. None where no language is known."""
    if not request.reads:
        return None
    others = {name: chosen for name, chosen in request.filters.items() if name != "language"}
    on = set(request.filters.get("language", ())) == set(request.reads)
    filters = others if on else {**others, "language": request.reads}
    return Switch(on, parameters.address(request, filters=filters))


def _may_be_shown(evidence: Evidence | None, shown: Shown, files: Collection[str]) -> bool:
    """Whether a reader may still see where a passage comes from. `files` are the readable."""
    if evidence is None:
        return False
    if evidence.file:
        return evidence.file in files
    return not shown.by_edition or evidence.edition in shown.languages


def facets(request: SearchRequest, counts: Mapping[str, Sequence[tuple[str, int]]]) -> list[Facet]:
    """Facets with labels."""
    found = []
    for name in FACETS:
        chosen = request.filters.get(name, ())
        pairs = list(counts.get(name, ()))
        present = {value for value, _count in pairs}
        pairs += [(value, 0) for value in chosen if value not in present]
        labels = source().labels(name, [value for value, _count in pairs], request.lang)
        values = [
            FacetValue(value, labels[value], count, value in chosen) for value, count in pairs
        ]
        if name == "year":
            values.sort(key=lambda value: value.value, reverse=True)
        if values:
            found.append(Facet(name, str(FACET_LABELS[name]), values))
    return found


def chips(request: SearchRequest, shown: Sequence[Facet]) -> list[Chip]:
    """The chosen filters."""
    filters = request.filters
    return [
        Chip(
            gettext("%(facet)s: %(value)s") % {"facet": facet.label, "value": value.label},
            parameters.address(
                request, filters=parameters.without(filters, facet.name, value.value)
            ),
        )
        for facet in shown
        for value in facet.values
        if value.selected
    ]


@dataclass(frozen=True, slots=True)
class Pagination:
    number: int
    num_pages: int
    previous_url: str
    next_url: str
    pages: Sequence[tuple[int, str, bool]]


def last_page(request: SearchRequest, response: SearchResponse) -> int:
    """The number of the last page that can be shown, 1 where nothing is found."""
    last = max(1, -(-response.total // request.page_size))
    return min(last, parameters.MAX_PAGE)


def pagination(request: SearchRequest, response: SearchResponse) -> Pagination:
    """Pages around the current one, with their addresses."""
    last = last_page(request, response)
    number = min(request.page, last)
    near = [n for n in range(1, last + 1) if n in (1, last) or abs(n - number) <= 2]
    return Pagination(
        number,
        last,
        parameters.address(request, page=number - 1) if number > 1 else "",
        parameters.address(request, page=number + 1) if number < last else "",
        [(n, parameters.address(request, page=n), n == number) for n in near],
    )
