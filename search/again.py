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


def asks_again(request: HttpRequest) -> bool:
    """Whether a request for the search page loads it again or comes from a search page of this
    portal, in any language, with the same words."""
    if _is_reload(request):
        return True
    words = plain(request.GET.get("q", ""))
    # A partial update names its page also where the browser is set to send no Referer.
    pages = (request.headers.get(name, "") for name in ("Referer", "HX-Current-URL"))
    return any(_words_of(page, request.get_host()) == words for page in pages)


def _is_reload(request: HttpRequest) -> bool:
    """Whether the browser insists on a new answer. A reload names as its Referer the page that
    led here at first."""
    control = request.headers.get("Cache-Control", "").lower()
    return "max-age=0" in control or "no-cache" in control


def _words_of(page: str, host: str) -> str | None:
    """The words that a search page of this host shows, None for any other address."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return None
    if parts.netloc != host or not _is_search_page(parts.path):
        return None
    return plain(dict(parse_qsl(parts.query)).get("q", ""))


def _is_search_page(path: str) -> bool:
    try:
        # An address is resolved in its own language alone.
        with translation.override(get_language_from_path(path)):
            return resolve(path).view_name == "search:search"
    except Resolver404:
        return False
