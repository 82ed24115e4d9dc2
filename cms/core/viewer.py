"""A file read page by page within the portal, by whoever may read the file itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path
from wagtail import hooks

from .models import File


def view(request: HttpRequest, file_id: int) -> HttpResponse:
    """One page of a PDF: drawn and marked by a script, or as its text.

    Whether the reader may have it is asked of the same hooks as for the file. A file that has
    no pages is given itself. Where nobody gave a licence there is the text alone, of any file.
    """
    file = get_object_or_404(File, pk=file_id)
    for hook in hooks.get_hooks("before_serve_document"):
        refused = hook(file, request)
        if isinstance(refused, HttpResponse):
            return refused
    pages = file.page_count or 0
    if file.licence and not (file.extension == "pdf" and pages):
        return redirect(file.url)
    number = _page(request.GET.get("page", ""), pages) if pages else 0
    text = file.pages.filter(number=number).values_list("text", flat=True).first()
    answer = render(
        request,
        "core/file_viewer.html",
        {
            "file": file,
            "number": number,
            "previous": number - 1 if number > 1 else None,
            "next": number + 1 if number < pages else None,
            "text": text or "",
            "results_url": _results(request),
        },
    )
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _page(asked: str, last: int) -> int:
    """The page asked for, or the nearest that there is."""
    return min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 9 else 1


def _results(request: HttpRequest) -> str:
    """The search that the reader came from, '' where they came from elsewhere."""
    site, slash, rest = request.headers.get("Referer", "").partition(f"//{request.get_host()}/")
    address = f"/{rest}"
    path = address.partition("?")[0]
    if not slash or site not in ("http:", "https:"):
        return ""
    try:
        with translation.override(get_language_from_path(path)):
            match = resolve(path)
    except Resolver404:
        return ""
    return address if match.app_name == "search" else ""
