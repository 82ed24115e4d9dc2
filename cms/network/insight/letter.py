"""The letter in which a city is asked to write. It is sent from a coordinator's own mailbox: the
portal keeps no address of a city."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext

from ..models import WritingRequest


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one language: its subject, and its text in lines."""

    lang: str
    subject: str
    text: str

    @property
    def address(self) -> str:
        """Opens the letter in a mail program, to be sent to whomever its sender knows in the city
        (RFC 6068). Some programs take no address of more than 2,000 characters, which letters in
        Arabic have: those are copied."""
        lines = "\r\n".join(self.text.splitlines())
        return "mailto:?" + urlencode({"subject": self.subject, "body": lines}, quote_via=quote)


def letters(request: WritingRequest) -> list[Letter]:
    """The same letter in each language of the portal: the one that the city reads is sent."""
    return [_letter(request, lang) for lang, _name in settings.LANGUAGES]


def _letter(request: WritingRequest, lang: str) -> Letter:
    with translation.override(lang):
        subject = gettext("Experience sought: %(words)s") % {"words": request.text}
        return Letter(lang, subject, render_to_string("network/letter.txt", _told(request)).strip())


def _told(request: WritingRequest) -> dict[str, str]:
    """What the text names, in the language in use."""
    search = f"{reverse('search:search')}?{urlencode({'q': request.text}, quote_via=quote)}"
    return {
        "words": request.text,
        "city": request.city.name,
        "site_name": settings.SITE_NAME,
        "search": uri_to_iri(f"{settings.SITE_URL}{search}"),
        "write": f"{settings.SITE_URL}{reverse('wagtailadmin_home')}",
    }
