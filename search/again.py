"""Whether a reader is still at the search that they asked before.

A filter, another order, the next page or a reload ask the same words again, and are no new search.
This is told by what a browser sends with the request itself, with or without scripts: nothing
is given to the browser to tell it by.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from .log import plain

_SEARCH = "search:search"
#: Shows a file that answers, and leads back to the results.
_VIEWER = "file_view"


def asks_again(request: HttpRequest) -> bool:
    """Whether a request for the search page loads it again, or comes from a search page of this
    portal, in any language, with the same words, or back from the viewer of files."""
    words = plain(request.GET.get("q", ""))
    # A partial update names its page also where the browser is set to send no Referer.
    pages = (request.headers.get(name, "") for name in ("Referer", "HX-Current-URL"))
    return _is_reload(request) or any(
        _belongs(page, request.get_host(), words) for page in pages if page
    )


def _is_reload(request: HttpRequest) -> bool:
    """Whether the browser insists on a new answer. A reload names as its Referer the page that
    led here at first."""
    control = request.headers.get("Cache-Control", "").lower()
    return "max-age=0" in control or "no-cache" in control


def _belongs(page: str, host: str, words: str) -> bool:
    """Whether an address is one of this host where a reader is at a search for the words."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return False
    if parts.netloc != host:
        return False
    name = _name_of(parts.path)
    return name == _VIEWER or (
        name == _SEARCH and plain(dict(parse_qsl(parts.query)).get("q", "")) == words
    )


def _name_of(path: str) -> str:
    """The name of the view that answers at a path, '' where none does."""
    try:
        # An address is resolved in its own language alone.
        with translation.override(get_language_from_path(path)):
            return resolve(path).view_name
    except Resolver404:
        return ""
