"""The letter in which a city is asked to write. It is sent from a coordinator's own mailbox: the
portal keeps no address of a city."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from ..models import WritingRequest


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one language. `address` opens it in a mail program, to be sent to whomever
    its sender knows in the city (RFC 6068)."""

    lang: str
    address: str


def letters(request: WritingRequest) -> list[Letter]:
    """The same letter in each language of the portal: the one that the city reads is sent."""
    return [Letter(lang, _address(request, lang)) for lang, _name in settings.LANGUAGES]


def _address(request: WritingRequest, lang: str) -> str:
    """A `mailto:` address with subject and text; lines end as in mail."""
    with translation.override(lang):
        subject = gettext("Experience sought: %(words)s") % {"words": request.text}
        text = render_to_string("network/letter.txt", _told(request))
    lines = "\r\n".join(text.strip().splitlines())
    return "mailto:?" + urlencode({"subject": subject, "body": lines}, quote_via=quote)


def _told(request: WritingRequest) -> dict[str, str]:
    site = settings.SITE_URL.rstrip("/")
    search = reverse("search:search")
    return {
        "words": request.text,
        "city": request.city.name,
        "site_name": settings.SITE_NAME,
        "search": f"{site}{search}?{urlencode({'q': request.text}, quote_via=quote)}",
        "write": f"{site}{reverse('wagtailadmin_home')}",
    }
