"""Middleware of the project."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from cms.exchange import withdrawal

#: Addresses for programs, which are in no language.
PROGRAM_PREFIXES = ("/api/", "/oai", "/sitemap", "/robots.txt")
#: Addresses of files and pictures.
FILE_PREFIXES = ("/files/", "/covers/", "/images/", "/media/")
#: Addresses of pages for people, which are in no language either.
ACCOUNT_PREFIX = "/account/"
#: Paths under which Wagtail's and Django's admin run, which need inline scripts and styles.
ADMIN_PREFIXES = ("/admin/", "/django-admin/")


class Languages(LocaleMiddleware):
    """The reader's language, but for what is made for programs: there "not found" is said as
    such, and not by leading to an address with a language in it, where nothing is either.

    Pages of accounts are in the language of the page that the reader goes back to.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.path.startswith(ACCOUNT_PREFIX):
            back = request.POST.get("next") or request.GET.get("next") or ""
            if language := translation.get_language_from_path(back):
                translation.activate(language)
                request.LANGUAGE_CODE = language

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(PROGRAM_PREFIXES):
            return response
        return super().process_response(request, response)


class ContentSecurityPolicy(CSPMiddleware):
    """Strict on the site; inline scripts and styles allowed under the admin only."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIXES):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
            }
        return super().process_response(request, response)


class Compression(GZipMiddleware):
    """Packs pages and data; files and pictures are packed by themselves."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(FILE_PREFIXES):
            return response
        return super().process_response(request, response)


class Head(MiddlewareMixin):
    """HEAD is answered like GET, but without the body (RFC 9110, section 9.3.2)."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.method == "HEAD":
            if isinstance(response, FileResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response


class Withdrawn(MiddlewareMixin):
    """Says of what is not found that it is gone (410), where it belongs to a withdrawn work: the
    pages of its editions, its exports and the works related to it, and the data of a concept in
    every format. Likewise where it belongs to a deleted file.

    Where an editor made a redirect, that comes first.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code != 404 or request.path.startswith(PROGRAM_PREFIXES):
            return response
        named = request.resolver_match.kwargs if request.resolver_match else {}
        context: dict[str, Any] = {"is_file": "file_id" in named}
        if file := named.get("file_id"):
            context["withdrawal"] = withdrawal.file_of(file)
        elif number := named.get("work_id"):
            context["withdrawal"] = withdrawal.numbered(number)
        else:
            path = request.path.removesuffix(f".{named.get('suffix')}")
            context["withdrawal"] = withdrawal.at(path)
        if context["withdrawal"] is None:
            return response
        return render(request, "core/withdrawn.html", context, status=410)


class SecondFactorForStaff(MiddlewareMixin):
    """Leads those without a second factor from the admin to where they set one up, and says why.

    Where MFA_REQUIRED_FOR_STAFF is on. Accounts that have one were asked for it at login.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if (
            settings.MFA_REQUIRED_FOR_STAFF
            and request.path.startswith(ADMIN_PREFIXES)
            and user.is_authenticated
            and not is_mfa_enabled(user)
        ):
            messages.info(
                request,
                _(
                    "The administration opens once you have a second factor. Activate an "
                    "authenticator app here, and keep the recovery codes."
                ),
            )
            return redirect("mfa_index")
        return None
