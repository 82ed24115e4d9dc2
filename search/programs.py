"""What is alike at every address for programs: who may ask how often, in which language, and
what is said where a request was not understood."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from . import rate


class Refused(Exception):
    """Parameters that were not understood."""

    def __init__(self, *names: str) -> None:
        super().__init__(", ".join(names))
        self.names = names


def read_elsewhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answers pages of other hosts may read: what a stranger reads, since browsers
    send no cookie along (https://fetch.spec.whatwg.org/#http-cors-protocol)."""

    @wraps(view)
    def answered_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answered_to_all


def read_only(
    view: Callable[..., HttpResponse], what: str = rate.HARVEST
) -> Callable[..., HttpResponse]:
    """A view for programs, read elsewhere too: GET and HEAD alone, so often a minute as `what`
    may be asked."""
    # Nothing is changed by it: a program that posts is told which methods there are (405).
    return csrf_exempt(require_safe(read_elsewhere(rate.limited(view, what))))


def searching(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for programs that search."""
    return read_only(view, rate.SEARCH)


def language(request: HttpRequest) -> str:
    """The language asked for by `lang`, else by Accept-Language. Raises Refused."""
    asked = request.GET.get("lang")
    if asked is None:
        return get_language_from_request(request)
    if asked not in dict(settings.LANGUAGES):
        raise Refused("lang")
    return asked


def answer(request: HttpRequest, make: Callable[[str], Any]) -> HttpResponse:
    """What `make` gives in the language asked for, a response or the body of one; 400 where it
    refuses the request."""
    try:
        lang = language(request)
        with translation.override(lang):
            made = make(lang)
    except Refused as refused:
        return refusal(request, refused)
    return varying(made) if isinstance(made, HttpResponse) else answered(made, lang)


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """What is answered where parameters were not understood, in the language asked for."""
    try:
        lang = language(request)
    except Refused:
        lang = get_language_from_request(request)
    with translation.override(lang):
        message = _("These parameters were not understood: %(names)s") % {"names": str(refused)}
    return varying(JsonResponse({"error": message, "parameters": list(refused.names)}, status=400))


def varying(response: HttpResponse) -> HttpResponse:
    """Says that an answer depends on who asks and in which language, and is to be asked anew."""
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def answered(body: Any, lang: str) -> HttpResponse:
    """An answer in a language."""
    response = varying(JsonResponse(body))
    response["Content-Language"] = lang
    return response
