"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi
from wagtail.models import Page

from cms.core import access
from cms.core.addresses import LanguageLink, lasting, own_name, same_path_links


def _page_links(page: Page, request: HttpRequest) -> list[LanguageLink]:
    """Links of a page that is in every language's tree (home, library), to the same list."""
    asked = f"?{query}" if (query := request.GET.urlencode()) else ""
    family = Page.objects.filter(translation_key=page.translation_key, live=True)
    reader = access.reader_of(request)
    urls = {
        edition.locale.language_code: f"{edition.get_url(request)}{asked}"
        for edition in family.select_related("locale")
        if reader.may_read_page(edition)
    }
    return [
        LanguageLink(
            code,
            own_name(code),
            urls.get(code) or f"/{code}/",
            code in urls,
            code == page.locale.language_code,
        )
        for code, _name in settings.LANGUAGES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Name, direction, canonical address and language links of the page.

    Views of works give links and a canonical address of their own. The links
    for readers keep the query string, so that a search goes on in another language.
    """

    def links() -> list[LanguageLink]:
        match = request.resolver_match
        if match is None or match.url_name != "wagtail_serve":
            return same_path_links(request.get_full_path())
        # Looked up already to be shown: Wagtail keeps it with the request.
        page = Page.find_for_request(request, *match.args)
        return _page_links(page, request) if page else same_path_links(request.get_full_path())

    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "canonical": f"{settings.SITE_URL}{lasting(request.get_full_path())}",
        "language_links": SimpleLazyObject(links),
    }
