"""Who may read what: one place that answers it for pages and files.

Wagtail's own privacy settings decide. A page or collection restricted to people
with an account is for the audience "members"; one restricted to groups or by a
password is found by no search.
"""

from __future__ import annotations

from wagtail.models import CollectionViewRestriction, PageViewRestriction

from search.documents import AUDIENCES

PUBLIC, MEMBERS = AUDIENCES


def audience_of(user) -> str:
    """The audience a user belongs to, which is the index they search."""
    return MEMBERS if user is not None and user.is_authenticated else PUBLIC


def allows(audience: str, needed: str | None) -> bool:
    """Whether an audience may read what needs `needed` (None: nobody by search)."""
    return needed == PUBLIC or (needed == MEMBERS and audience == MEMBERS)


class Privacy:
    """The privacy settings as they stand, read once (two queries) for many questions."""

    def __init__(self) -> None:
        self._pages = [
            (r.page.path, r.restriction_type)
            for r in PageViewRestriction.objects.select_related("page")
        ]
        self._collections = [
            (r.collection.path, r.restriction_type)
            for r in CollectionViewRestriction.objects.select_related("collection")
        ]

    @staticmethod
    def _audience(path: str, restrictions: list[tuple[str, str]]) -> str | None:
        kinds = {kind for prefix, kind in restrictions if path.startswith(prefix)}
        if not kinds:
            return PUBLIC
        return MEMBERS if kinds == {"login"} else None

    def of_page(self, page) -> str | None:
        """The audience a page needs, or None where no search may show it."""
        return self._audience(page.path, self._pages)

    def of_file(self, file) -> str | None:
        """The audience a file needs. `file.collection` must be loaded."""
        return self._audience(file.collection.path, self._collections)
