"""Sitemaps of everything public, with the same page in other languages
(https://www.sitemaps.org/protocol.html), and robots.txt, which names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from lxml import etree
from wagtail.models import Page

from cms.core.access import PUBLIC, readable
from cms.core.models import ConceptScheme, Work

from .items import LANGUAGES, full, read
from .models import Trace

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
#: works in one file: with all languages far from the 50,000 addresses it may hold
PER_FILE = 2000
#: lists that every language has
LISTS = (
    "network:cities",
    "network:countries",
    "network:regions",
    "network:organisations",
    "network:people",
    "network:programmes",
    "network:partnerships",
    "concepts",
    "agenda:agenda",
)


def _works() -> Paginator:
    rows = Trace.objects.filter(public=True).order_by("pk").values_list("pk", "modified")
    return Paginator(rows, PER_FILE)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files there are."""
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={None: SITEMAP})
    works = _works()
    files = ["site", *(str(n) for n in works.page_range if works.count)]
    for name in files:
        each = etree.SubElement(root, f"{{{SITEMAP}}}sitemap")
        address = full(reverse("sitemap-file", args=[name]))
        etree.SubElement(each, f"{{{SITEMAP}}}loc").text = address
    return _xml(root)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """One file: `site` holds homes, libraries and lists, a number holds works and records."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "xhtml": XHTML})
    if name == "site":
        for addresses in _site():
            _add(root, addresses, "")
        return _xml(root)
    try:
        rows = dict(_works().page(name).object_list)
    except InvalidPage:
        raise Http404 from None
    found = read(Work.objects.filter(pk__in=rows), PUBLIC)
    for pk, changed in rows.items():
        if pk in found:
            stamp = changed.isoformat(timespec="seconds") if changed else ""
            _add(root, {code: full(path) for code, path in found[pk].addresses.items()}, stamp)
    return _xml(root)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything public but what is made for people who work here."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /django-admin/",
        "Disallow: /account/",
        *(f"Disallow: /{code}/search/export" for code in LANGUAGES),
        f"Sitemap: {full(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _site() -> Iterator[Mapping[str, str]]:
    """Addresses by language of the pages that are no works."""
    from cms.core.models import HomePage
    from cms.library.models import LibraryPage

    families: dict[object, dict[str, str]] = {}
    for page in readable(Page.objects.live().type(HomePage, LibraryPage), PUBLIC).select_related(
        "locale"
    ):
        families.setdefault(page.translation_key, {})[page.locale.language_code] = full(page.url)
    yield from families.values()
    schemes = ConceptScheme.objects.order_by("code").values_list("code", flat=True)
    lists = [(name, ()) for name in LISTS] + [("concept_scheme", (code,)) for code in schemes]
    for name, arguments in lists:
        found = {}
        for code in LANGUAGES:
            with translation.override(code):
                found[code] = full(reverse(name, args=arguments))
        yield found


def _add(root: etree._Element, addresses: Mapping[str, str], changed: str) -> None:
    """An entry for each language, each naming all of them."""
    for address in addresses.values():
        each = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(each, f"{{{SITEMAP}}}loc").text = address
        if changed:
            etree.SubElement(each, f"{{{SITEMAP}}}lastmod").text = changed
        for code, other in addresses.items() if len(addresses) > 1 else ():
            link = etree.SubElement(each, f"{{{XHTML}}}link")
            link.set("rel", "alternate")
            link.set("hreflang", code)
            link.set("href", other)


def _xml(root: etree._Element) -> HttpResponse:
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
