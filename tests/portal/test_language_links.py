"""The same page in the other languages, from the switcher and for search engines."""

from __future__ import annotations

import re

import pytest

from cms.library.models import LibraryPage
from tests.factories import CaseStudyFactory

LANGUAGES = ("fr", "en", "es", "ar")


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_those_of_the_library_lead_to_its_pages_and_keep_the_filter(client, lang):
    CaseStudyFactory()
    pages = {page.locale.language_code: page for page in LibraryPage.objects.all()}
    address = f"{pages[lang].url}?kind=case_study"
    html = client.get(address).content.decode()
    for other in LANGUAGES:
        (leads,) = re.findall(rf'<a class="endonym" href="([^"]+)" lang="{other}"', html)
        assert leads == f"{pages[other].url}?kind=case_study"
        assert client.get(leads).status_code == 200
        (told,) = re.findall(rf'<link rel="alternate" hreflang="{other}" href="([^"]+)"', html)
        assert told.partition("?")[0].endswith(pages[other].url)
