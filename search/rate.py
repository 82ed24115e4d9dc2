"""How often one address may ask what is made for programs, counted in the cache.

Works, harvesting, feeds and exports count together; searches and suggestions by themselves,
since a program of a reader's asks with each letter typed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

#: seconds in which requests are counted together
WINDOW = 60
#: what is counted together, and how many times as often each may be asked as the setting says
HARVEST, SEARCH = "harvest", "search"
TIMES = {HARVEST: 1, SEARCH: 10}


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind PROXY_COUNT proxies, what the outermost of them says; what a client
    writes into the header by itself stands further left and counts for nothing."""
    if settings.PROXY_COUNT:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(chain) >= settings.PROXY_COUNT and chain[-settings.PROXY_COUNT]:
            return chain[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")


def wait(request: HttpRequest, what: str = HARVEST) -> int:
    """Counts a request. Seconds after which the address may ask again; 0: it may now."""
    most = settings.API_REQUESTS_PER_MINUTE * TIMES[what]
    if not most:
        return 0
    now = int(time.time())
    key = f"rate.{what}.{address_of(request)}.{now // WINDOW}"
    if cache.add(key, 1, timeout=2 * WINDOW):
        return 0
    try:
        asked = cache.incr(key)
    except ValueError:  # the entry went between the two calls
        return 0
    return WINDOW - now % WINDOW if asked > most else 0


def limited(view: Callable[..., Any], what: str = HARVEST) -> Callable[..., Any]:
    """Answers 429 with Retry-After where an address asks too often."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = wait(request, what)
        if not seconds:
            return view(request, *args, **kwargs)
        refused = JsonResponse({"error": _("Too many requests")}, status=429)
        refused["Retry-After"] = str(seconds)
        return refused

    return checked
