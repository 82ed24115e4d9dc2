"""Addresses of the same thing in other languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit, urlunsplit

from babel import Locale
from django.conf import settings
from django.urls import Resolver404, resolve, translate_url
from django.utils import translation
from wagtail.models import Page, Site


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a work: its language, title and address."""

    language: str
    title: str
    url: str

    @property
    def name(self) -> str:
        return own_name(self.language)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Where the reader gets in another language; `exists` where it is written in it."""

    code: str
    name: str
    url: str
    exists: bool
    current: bool


def own_name(code: str) -> str:
    """The name of a language in itself, capitalised as in a list: 'Français'."""
    name = Locale.parse(code, sep="-").get_language_name(code) or code
    return name[:1].upper() + name[1:]


def links(url_of: Callable[[str], tuple[str, bool]]) -> list[LanguageLink]:
    """A link per language of the site, from a function giving (address, exists)."""
    active = translation.get_language()
    found = []
    for code, _name in settings.LANGUAGES:
        url, exists = url_of(code)
        found.append(LanguageLink(code, own_name(code), url, exists, code == active))
    return found


def language_links(editions: Sequence[Edition], fallback: Callable[[], str]) -> list[LanguageLink]:
    """Links to the editions of a work; where one is missing, to `fallback()` in that language."""
    urls = {edition.language: edition.url for edition in editions}

    def url_of(code: str) -> tuple[str, bool]:
        if code in urls:
            return urls[code], True
        with translation.override(code):
            return fallback(), False

    return links(url_of)


def know_sites(pages: Iterable[Page]) -> None:
    """Gives pages what their addresses are written from, read once for all of them: each would
    ask the cache for it, which with Redis is another service."""
    roots = Site.get_site_root_paths()
    for page in pages:
        page._wagtail_cached_site_root_paths = roots


def lasting(address: str) -> str:
    """An address without what does not name the page: of its query only `page` stays."""
    parts = urlsplit(address)
    number = parse_qs(parts.query).get("page", [""])[-1]
    query = f"page={number}" if number.isdecimal() and number != "1" else ""
    return urlunsplit(parts._replace(query=query, fragment=""))


def translated(path: str, code: str) -> str:
    """The same page in another language; the home page where its address there is not known."""
    try:
        match = resolve(path)
    except Resolver404:
        return f"/{code}/"
    # Slugs of pages differ between languages.
    if match.url_name == "wagtail_serve":
        return f"/{code}/"
    address = translate_url(path, code)
    return address if address.startswith(f"/{code}/") else f"/{code}/"


def same_path_links(path: str) -> list[LanguageLink]:
    """Links to the same path in each language, for pages that exist in all of them."""
    return links(lambda code: (translate_url(path, code), True))
