"""The one site of the portal stands at the address of the settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


def take_address(**kwargs: Any) -> None:
    """Gives the default site the host and port of `SITE_URL`, after each migration.

    Wagtail writes the addresses of pages in its e-mails with them, and makes its previews there.
    """
    address = urlsplit(settings.SITE_URL)
    hostname = address.hostname or "localhost"
    port = address.port or PORTS.get(address.scheme, 80)
    for site in Site.objects.filter(is_default_site=True):
        if (site.hostname, site.port) != (hostname, port):
            site.hostname, site.port = hostname, port
            site.save()
