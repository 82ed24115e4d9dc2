"""The one site of the portal stands at the address of the settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


def take_address(**kwargs: Any) -> None:
    """Gives the default site the host and port of `SITE_URL`, after each migration. One that
    goes no further than a single app may leave the database without sites.

    Wagtail writes the addresses of pages in its e-mails with them, and makes its previews there.
    """
    if Site._meta.db_table not in connection.introspection.table_names():
        return
    address = urlsplit(settings.SITE_URL)
    hostname = address.hostname or "localhost"
    port = address.port or PORTS.get(address.scheme, 80)
    for site in Site.objects.filter(is_default_site=True):
        if (site.hostname, site.port) != (hostname, port):
            site.hostname, site.port = hostname, port
            site.save()
