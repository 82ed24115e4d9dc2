"""Wagtail knows the address of the portal from the settings."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from wagtail.models import Site

from tests.factories import CaseStudyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "https://medina.example.org", "http://medina.example.org"]
)
def test_addresses_in_messages_begin_like_that_of_the_portal(settings, address):
    settings.SITE_URL = address
    call_command("migrate", verbosity=0)
    page = CaseStudyFactory()
    assert page.full_url == address + page.url


def test_other_sites_stay_as_they_are(settings):
    root = Site.objects.get().root_page
    other = Site.objects.create(hostname="other.example.org", port=8443, root_page=root)
    settings.SITE_URL = "https://medina.example.org"
    call_command("migrate", verbosity=0)
    other.refresh_from_db()
    assert (other.hostname, other.port) == ("other.example.org", 8443)
