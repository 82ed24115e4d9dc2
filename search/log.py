"""The log of searches: what readers look for, and what they do not find.

It holds no personal data. Words that look like an e-mail address or a telephone number are not
logged at all, and rows are removed after `SEARCH_LOG_DAYS`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import DatabaseError, transaction
from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from . import analysis
from .models import LoggedSearch
from .request import Reason, SearchRequest, SearchResponse

logger = logging.getLogger(__name__)

_SALT = "search.log"
#: A result page that stays open for longer no longer tells which hit was opened.
_OPEN_SECONDS = 24 * 3600
_MOST_LETTERS = 200
_PERSONAL = re.compile(r"\S@\S|(?:\d[\s().+-]{0,2}){7,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: The highest place of a hit that is kept.
_LAST_PLACE = 1000
_NOTHING = Q(total=0)
#: What is near in meaning is no answer to readers who opened none of it. Filters may be what
#: left nothing.
_IN_VAIN = Q(filtered=False) & (_NOTHING | Q(by_meaning=True, opened=None))


@dataclass(frozen=True, slots=True)
class Asked:
    """Words asked often: how many times in the period and in the one before (None where the log
    does not reach so far back), the mean number of works found, how many of the searches found
    none, how many led to a hit that was opened, and the mean place of those hits (None where
    there was none)."""

    text: str
    lang: str
    times: int
    times_before: int | None
    found: float
    found_nothing: int
    opened: int
    place: float | None = None

    @property
    def trend(self) -> int | None:
        """How many times more, or fewer, than in the period before."""
        return None if self.times_before is None else self.times - self.times_before


@dataclass(frozen=True, slots=True)
class AskedIn:
    """Searches in a language: how many in the period, and how many of them were in vain, in the
    period and in the one before (None where the log does not reach so far back)."""

    lang: str
    times: int
    in_vain: int
    in_vain_before: int | None

    @property
    def share(self) -> int | None:
        """How many of a hundred searches of the period were in vain; None without any."""
        return round(100 * self.in_vain / self.times) if self.times else None

    @property
    def trend(self) -> int | None:
        """How many more, or fewer, were in vain than in the period before."""
        return None if self.in_vain_before is None else self.in_vain - self.in_vain_before


def plain(text: str) -> str:
    """Words as they are logged and compared."""
    return analysis.clean(text).lower()


def keep(
    request: SearchRequest, response: SearchResponse, seconds: float, *, again: bool = False
) -> str:
    """Logs a search and returns the token by which its page tells what was opened. A search
    `again`, by a reader who is still at it, is not logged a second time.

    '' where nothing is logged: without words, on a later page that was not reached from the
    first, with words that may tell of a person, while search is limited by an outage, or with
    the log turned off. A database that cannot write costs the entry, not the answer.
    """
    text = plain(request.text)
    if not _may_be_kept(text) or response.limited == "database":
        return ""
    if again:
        if request.page == 1 and _latest(text) is None:
            _write(text, request, response, seconds)
        # The same where the entry is the reader's and where it is not: a page must not tell
        # whether somebody else has asked for something.
        return signing.dumps(text, salt=_SALT)
    row = _write(text, request, response, seconds) if request.page == 1 else None
    return signing.dumps(row.pk, salt=_SALT) if row else ""


def opened(token: str, place: int) -> bool:
    """Notes the first hit that was opened from a result page, by its place in the whole list.
    False for a token that is not ours or too old, and for a place that no hit has."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=_OPEN_SECONDS)
    except signing.BadSignature:
        return False
    key = _latest(said) if isinstance(said, str) else said
    if key is None or not 1 <= place <= _LAST_PLACE:
        return False
    return bool(LoggedSearch.objects.filter(pk=key, opened=None).update(opened=place))


def _may_be_kept(text: str) -> bool:
    """Whether there are words, and none that may tell of a person."""
    if not settings.SEARCH_LOG_DAYS or not text or len(text) > _MOST_LETTERS:
        return False
    return not _PERSONAL.search(_YEAR.sub("", text))


def _latest(text: str) -> int | None:
    """The last entry of words in the time in which a page may still tell what was opened. Whose
    search it is of several cannot be known, and is of no matter where words are counted."""
    since = timezone.now() - timedelta(seconds=_OPEN_SECONDS)
    rows = LoggedSearch.objects.filter(text=text, hour__gte=since)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _is_by_meaning(request: SearchRequest, response: SearchResponse) -> bool:
    """Whether works were found, but none of the first of them says the words asked or speaks of
    a theme that they name. Only the best tell, and only where meaning was looked at."""
    if not response.hits or response.limited or request.sort != "relevance":
        return False
    asked = set(analysis.stems(analysis.clean(request.text), response.query_lang))
    return not any(_says(hit.reason, asked, response.query_lang) for hit in response.hits)


def _says(reason: Reason | None, asked: set[str], lang: str) -> bool:
    """Whether a work was found by all the words asked, given as stems, or by a theme."""
    if reason is None:
        return True
    return bool(reason.concepts) or asked.issubset(analysis.stems(" ".join(reason.words), lang))


def _write(
    text: str, request: SearchRequest, response: SearchResponse, seconds: float
) -> LoggedSearch | None:
    """Writes an entry; None where the database cannot."""
    try:
        with transaction.atomic():
            return LoggedSearch.objects.create(
                text=text,
                lang=response.query_lang,
                interface=request.lang,
                total=response.total,
                by_meaning=_is_by_meaning(request, response),
                filtered=bool(request.filters),
                milliseconds=round(seconds * 1000),
                hour=timezone.now().replace(minute=0, second=0, microsecond=0),
            )
    except DatabaseError as error:
        logger.warning("a search was not logged: %s", error)
        return None


def reaches_before(days: int) -> bool:
    """Whether searches are kept for so long that the last days can be compared with as many
    before: those that were removed are not those that nobody made."""
    return 2 * days <= settings.SEARCH_LOG_DAYS


def most_asked(
    days: int, *, lang: str = "", in_vain: bool = False, limit: int = 50
) -> Sequence[Asked]:
    """The words asked most often in the last days, in one language or in all. With `in_vain`, of
    searches without filters that found nothing, or that found by meaning alone what nobody
    opened; of equals those that found nothing come first."""
    rows, recent = _two_periods(days)
    if lang:
        rows = rows.filter(lang=lang)
    if in_vain:
        rows = rows.filter(_IN_VAIN)
    grouped = (
        rows.values("text", "lang")
        .annotate(
            times=Count("pk", filter=recent),
            times_before=Count("pk", filter=~recent),
            found=Avg("total", filter=recent),
            found_nothing=Count("pk", filter=recent & _NOTHING),
            hits_opened=Count("opened", filter=recent),
            place=Avg("opened", filter=recent),
        )
        .filter(times__gt=0)
        .order_by("-times", *(["-found_nothing"] if in_vain else []), "text", "lang")
    )
    compared = reaches_before(days)
    return [
        Asked(
            row["text"],
            row["lang"],
            row["times"],
            row["times_before"] if compared else None,
            row["found"] or 0.0,
            row["found_nothing"],
            row["hits_opened"],
            None if row["place"] is None else round(row["place"], 1),
        )
        for row in grouped[:limit]
    ]


def by_language(days: int) -> Sequence[AskedIn]:
    """The languages of the searches of the last days and of as many before, those with most
    searches first."""
    rows, recent = _two_periods(days)
    grouped = (
        rows.values("lang")
        .annotate(
            times=Count("pk", filter=recent),
            in_vain=Count("pk", filter=recent & _IN_VAIN),
            in_vain_before=Count("pk", filter=~recent & _IN_VAIN),
        )
        .order_by("-times", "lang")
    )
    asked = [AskedIn(**row) for row in grouped]
    return asked if reaches_before(days) else [replace(row, in_vain_before=None) for row in asked]


def _two_periods(days: int) -> tuple[QuerySet[LoggedSearch], Q]:
    """What was logged in the last days and in as many before, and what tells the last."""
    now = timezone.now()
    rows = LoggedSearch.objects.filter(hour__gte=now - timedelta(days=2 * days))
    return rows, Q(hour__gte=now - timedelta(days=days))


def purge() -> int:
    """Removes what is older than `SEARCH_LOG_DAYS`; all of it with the log turned off."""
    oldest = timezone.now() - timedelta(days=settings.SEARCH_LOG_DAYS)
    removed, _by_model = LoggedSearch.objects.filter(hour__lt=oldest).delete()
    return removed
