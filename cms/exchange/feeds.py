"""Feeds of any search, Atom (RFC 4287) and RSS 2.0: what was published last comes first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import parameters, rate

from . import away, listing
from .formats.references import line
from .items import Item, full
from .models import Trace

#: entries of a feed
MOST = 50


class _InLanguages:
    """Each entry says its language, and its words inherit it. (In RSS, readers do not take over
    the language of the feed.)"""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]} if item["language"] else {}


class AtomFeed(_InLanguages, feedgenerator.Atom1Feed):
    """Atom that names the language of each entry."""


class RssFeed(_InLanguages, feedgenerator.Rss201rev2Feed):
    """RSS that names the language of each item."""


@require_safe
@rate.limited
@away.said
def atom(request: HttpRequest) -> HttpResponse:
    """A search as Atom."""
    return _answer(request, AtomFeed)


@require_safe
@rate.limited
@away.said
def rss(request: HttpRequest) -> HttpResponse:
    """A search as RSS."""
    return _answer(request, RssFeed)


def _answer(request: HttpRequest, make: type[feedgenerator.SyndicationFeed]) -> HttpResponse:
    lang = get_language()
    found, published = listing.newest(request, MOST)
    query = parameters.address(found.asked)
    words = line(found.asked.text)
    feed = make(
        title=f"{settings.SITE_NAME}: {words}" if words else settings.SITE_NAME,
        link=full(reverse("search:search") + query),
        description=_("What cities wrote, newest first"),
        language=lang,
        author_name=settings.SITE_NAME,
        feed_url=full(iri_to_uri(request.get_full_path())),
    )
    ids = [item.id for item in found.items]
    changed = dict(Trace.objects.filter(pk__in=ids).values_list("pk", "modified"))
    for item in found.items:
        since = published[item.id]
        _add(feed, item, lang, since, changed.get(item.id) or item.modified or since)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    patch_vary_headers(response, ["Cookie"])
    return response


def _add(
    feed: feedgenerator.SyndicationFeed,
    item: Item,
    lang: str,
    published: datetime,
    changed: datetime,
) -> None:
    shown = item.language_for(lang)
    feed.add_item(
        title=line(item.title_for(lang)),
        link=item.permanent(lang),
        # Readers of feeds take it for HTML.
        description=escape(line(item.summaries.get(shown, ""))),
        unique_id=item.permanent(settings.LANGUAGE_CODE),
        pubdate=published,
        updateddate=changed,
        categories=[str(item.kind.label)],
        item_copyright=item.licence_address or None,
        language=shown,
    )
