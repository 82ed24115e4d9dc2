"""Who may read what: one place that answers it for pages and files.

Wagtail's own privacy settings decide. A page or collection restricted to people
with an account is for the audience "members"; one restricted to groups or by a
password is found by no search.
"""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Value
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.query import PageQuerySet

from search.documents import AUDIENCES
from search.parameters import audience_of

PUBLIC, MEMBERS = AUDIENCES


def allows(audience: str, needed: str | None) -> bool:
    """Whether an audience may read what needs `needed` (None: nobody by search)."""
    return needed == PUBLIC or (needed == MEMBERS and audience == MEMBERS)


def readable(pages: PageQuerySet, audience: str) -> PageQuerySet:
    """Those of the pages that the audience may read, for counts and for lists that are cut."""
    restrictions = PageViewRestriction.objects.all()
    if audience == MEMBERS:
        restrictions = restrictions.exclude(restriction_type="login")
    # Of the page itself or of one above it, whose path its own begins with.
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = restrictions.annotate(of=path).filter(of__startswith=F("page__path"))
    return pages.filter(~Exists(above))


class Privacy:
    """The privacy settings as they stand: read in one query when first asked."""

    @cached_property
    def _restrictions(self) -> dict[str, list[tuple[str, str]]]:
        pages = PageViewRestriction.objects.values_list(
            Value("page"), "page__path", "restriction_type"
        )
        files = CollectionViewRestriction.objects.values_list(
            Value("file"), "collection__path", "restriction_type"
        )
        found: dict[str, list[tuple[str, str]]] = {"page": [], "file": []}
        for what, path, kind in pages.union(files, all=True):
            found[what].append((path, kind))
        return found

    @staticmethod
    def _audience(path: str, restrictions: list[tuple[str, str]]) -> str | None:
        kinds = {kind for prefix, kind in restrictions if path.startswith(prefix)}
        if not kinds:
            return PUBLIC
        return MEMBERS if kinds == {"login"} else None

    def of_page(self, page) -> str | None:
        """The audience a page needs, or None where no search may show it."""
        return self._audience(page.path, self._restrictions["page"])

    def of_file(self, file) -> str | None:
        """The audience a file needs. `file.collection` must be loaded."""
        return self._audience(file.collection.path, self._restrictions["file"])


class Reader:
    """Who asks: an audience, and what its privacy lets it read. One for each request."""

    def __init__(self, audience: str) -> None:
        self.audience = audience
        self.privacy = Privacy()

    def may_read_page(self, page) -> bool:
        return allows(self.audience, self.privacy.of_page(page))

    def may_read_file(self, file) -> bool:
        return allows(self.audience, self.privacy.of_file(file))


def reader_of(request: HttpRequest) -> Reader:
    """The reader of a request; the same object however often it is asked for."""
    if not hasattr(request, "medina_reader"):
        request.medina_reader = Reader(audience_of(getattr(request, "user", None)))
    return request.medina_reader
