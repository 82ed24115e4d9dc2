"""Tags of the portal's navigation: its menu, the way up, signing in, other languages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language
from wagtail.models import Page

from .. import access, addresses
from ..models import HomePage

register = template.Library()

#: What the menu reads of its pages.
_SHOWN = (
    *("title", "path", "depth", "url_path", "translation_key"),
    *("locale", "locale__language_code"),
)


@register.simple_tag(takes_context=True)
def menu_pages(context: template.Context) -> list[Page]:
    """Pages right under the home page of the reader's language that this reader may read.

    Read once a request.
    """
    request = context.get("request")
    found = getattr(request, "menu_pages", None)
    if found is None:
        # By their types, which few pages have: by language or depth the database would look at
        # every work.
        pages = Page.objects.live().exact_type(*HomePage.allowed_subpage_models())
        pages = pages.filter(depth=3).select_related("locale").only(*_SHOWN)
        reader = access.reader_of(request) if request else access.Reader(access.PUBLIC)
        found = [
            page
            for page in pages.order_by("path")
            if page.locale.language_code == get_language() and reader.may_read_page(page)
        ]
        addresses.know_sites(found)
        if request is not None:
            request.menu_pages = found
    return found


@register.simple_tag(takes_context=True)
def menu_page_above(context: template.Context, page: Page) -> Page | None:
    """The menu page of the reader's language under which a page stands, or its source in the
    tree of another language; None where there is none."""
    pages = menu_pages(context)
    above = next((above for above in pages if page.path.startswith(above.path)), None)
    if above is None and pages:
        root = page.path[: len(pages[0].path)]
        family = Page.objects.filter(path=root).values_list("translation_key", flat=True).first()
        above = next((above for above in pages if above.translation_key == family), None)
    return above


@register.inclusion_tag("core/includes/nav_item.html", takes_context=True)
def nav_item(context: template.Context, url: str, label: str) -> dict[str, Any]:
    """An entry of the main navigation, marked where the reader is."""
    # Addresses of pages have Arabic letters written as in a URI.
    path = iri_to_uri(getattr(context.get("request"), "path", ""))
    current = ""
    if url and path == url:
        current = "page"
    elif url and path.startswith(url):
        current = "true"
    return {"url": url, "label": label, "current": current}


@register.simple_tag(takes_context=True)
def sign_in_address(context: template.Context) -> str:
    """Where one signs in, to come back to the page that is open, in its language."""
    address = reverse("account_login")
    request = context.get("request")
    if request is None:
        return address
    here = request.path.startswith("/account/")
    back = request.GET.get("next", "") if here else request.path
    return f"{address}?{urlencode({'next': back})}" if back else address


@register.simple_tag(takes_context=True)
def address_in(context: template.Context, link: addresses.LanguageLink) -> str:
    """Where a link to another language leads: to the same page, or to the home page where the
    address is in no language. Pages of accounts are in that of the page one goes back to."""
    request = context["request"]
    if link.current or link.url != request.get_full_path():
        return link.url
    if not request.path.startswith("/account/"):
        return f"/{link.code}/"
    back = request.POST.get("next") or request.GET.get("next") or "/"
    return f"{request.path}?{urlencode({'next': addresses.translated(back, link.code)})}"
