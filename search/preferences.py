"""How a reader likes results: remembered in their browser, with nothing about who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .request import GROUPS

SECONDS = 365 * 24 * 3600
_GROUP, _READS = "medina_group", "medina_reads"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`group` is one of `request.GROUPS` ('' where nothing was chosen), `reads` the languages
    that the reader reads."""

    group: str = ""
    reads: tuple[str, ...] = ()


def of(request: HttpRequest) -> Preferences:
    """What the browser remembers; what is not understood is nothing."""
    group = request.COOKIES.get(_GROUP, "")
    reads = request.COOKIES.get(_READS, "").split(".")
    return Preferences(group if group in GROUPS else "", known(reads))


def known(codes: Sequence[str]) -> tuple[str, ...]:
    """Those of the codes that are languages of the portal, in its order."""
    return tuple(code for code, _name in settings.LANGUAGES if code in codes)


def remember_group(response: HttpResponse, group: str) -> None:
    """Has the browser remember whether results are grouped."""
    _set(response, _GROUP, group)


def remember_reads(response: HttpResponse, reads: Sequence[str]) -> None:
    """Has the browser remember the languages that are read; none: it forgets them."""
    if reads:
        _set(response, _READS, ".".join(reads))
    else:
        response.delete_cookie(_READS, samesite="Lax")


def chosen_here(request: HttpRequest) -> bool:
    """Whether a form of the portal itself was sent, and not one of another site."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    host = request.get_host()
    return f"{origin}/".startswith((f"https://{host}/", f"http://{host}/"))


def _set(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
