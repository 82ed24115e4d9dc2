"""Permanent addresses and files."""

from __future__ import annotations

import mimetypes

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.static import serve as serve_path
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from . import access, works
from .models import File, Work
from .sections import sections_for


def work(request: HttpRequest, work_id: int) -> HttpResponse:
    """The permanent address of a work: its best edition for the language of the address.

    What was merged leads to what was kept; what was withdrawn is gone (410), and the page says so.
    """
    row = get_object_or_404(Work, pk=work_id)
    if row.merged_into_id:
        return HttpResponsePermanentRedirect(reverse("work", args=[row.merged_into_id]))
    try:
        return works.kind(row.kind).respond(request, row, get_language())
    except (KeyError, Http404):
        context = sections_for("withdrawn", row, request)
    if not context.get("withdrawal"):
        raise Http404
    return render(request, "core/withdrawn.html", context, status=410)


def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The permanent address of a file, its current version; privacy as its collection says.

    A file without a licence is not given away: it leads to where its text can be read, which
    asks who reads in the same way.
    """
    row = get_object_or_404(File, pk=file_id)
    if not _may_take(request, row):
        away = redirect("file_view", row.pk)
        patch_cache_control(away, private=True, no_cache=True)
        return away
    response = serve_document(request, row.pk, row.filename)
    # Wagtail lets everybody keep it, and names an encoding where there is none.
    response["Cache-Control"] = "private, no-cache"
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    if response.status_code in (200, 304):
        # Its own, not that of the reader.
        response["Content-Language"] = row.language
    # Instead of the file a page may ask for its password.
    if response.status_code == 200 and not isinstance(response, TemplateResponse):
        kind, _encoding = mimetypes.guess_type(row.filename)
        if kind == "application/pdf":
            response["Content-Disposition"] = content_disposition_header(False, row.filename)
            # The browser's own PDF viewer needs styles of its own inside its frame.
            response["Content-Security-Policy"] = "default-src 'self'; style-src 'unsafe-inline'"
    return response


def _may_take(request: HttpRequest, row: File) -> bool:
    """Whether the file itself may be had: by everybody under its licence, else by its editors."""
    policy = policy_registry.get_by_type(File)
    return bool(row.licence) or policy.user_has_permission_for_instance(request.user, "change", row)


def cover(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The first page of a file as a picture, for those who may read the file."""
    row = get_object_or_404(File.objects.select_related("collection"), pk=file_id)
    if not row.cover or not access.reader_of(request).may_read_file(row):
        raise Http404
    try:
        picture = row.cover.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture in a size that was asked for before, which the admin shows.

    The one folder of the media that is served by path: files and their covers
    have addresses of their own, which ask who reads.
    """
    response = serve_path(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    response["Cache-Control"] = "public, max-age=86400"
    return response


def original_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture as it was uploaded, for those who may use it in the admin; readers are shown
    renditions."""
    pictures = get_image_model().objects.filter(file=f"original_images/{path}")
    # PostgreSQL takes no NUL.
    picture = pictures.first() if "\x00" not in path else None
    policy = policy_registry.get_by_type(get_image_model())
    if picture is None or not policy.user_has_any_permission_for_instance(
        request.user, ["choose", "add", "change", "delete"], picture
    ):
        raise Http404
    response = serve_path(request, picture.file.name, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "private, no-cache"
    # Opened by itself a picture needs nothing, whatever its bytes say.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
