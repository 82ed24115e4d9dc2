"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi
from wagtail.models import Page

from cms.core.addresses import LanguageLink, own_name, same_path_links


def _page_links(page: Page, request: HttpRequest) -> list[LanguageLink]:
    """Links of a page that is in every language's tree (home, library)."""
    family = Page.objects.filter(translation_key=page.translation_key, live=True)
    urls = {p.locale.language_code: p.get_url(request) for p in family.select_related("locale")}
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
    """Name, direction and language links of the page. Views of works give links of their own."""

    def links() -> list[LanguageLink]:
        page = getattr(request, "wagtail_page", None)
        return _page_links(page, request) if page else same_path_links(request.get_full_path())

    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "language_links": SimpleLazyObject(links),
        "sample_library": getattr(settings, "SAMPLE_ADMINISTRATOR", False),
    }
