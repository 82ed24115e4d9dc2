"""Middleware of the project."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

#: Paths under which Wagtail's and Django's admin run, which need inline scripts and styles.
ADMIN_PREFIXES = ("/admin/", "/django-admin/")


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
