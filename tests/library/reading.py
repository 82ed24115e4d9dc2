"""Reading a work in tests: its page, and what it tells the search."""

from __future__ import annotations

import re

from cms.core import works
from cms.core.models import Work
from search.documents import WorkDocument
from search.models import Outbox


def document(page, audience: str = "public") -> WorkDocument:
    """The search document of a work as an audience sees it."""
    work = Work.objects.get(key=page.translation_key)
    return works.kind(work.kind).documents([work], audience)[0]


def html(client, page) -> str:
    """The page of an edition."""
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def facts(source: str) -> dict[str, str]:
    """The facts that a page states, by heading, without markup."""
    pairs = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", source, re.S)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in pairs}


def headings(source: str) -> list[str]:
    """The headings of the sections of a page that are its own."""
    found = [re.sub(r"<[^>]+>", "", text).strip() for text in re.findall(r"<h2.*?</h2>", source)]
    return [heading for heading in found if heading != "Related works in any language"]


def waits_for_the_index(page) -> bool:
    """Whether the work is about to be read again for the search."""
    work = Work.objects.get(key=page.translation_key)
    return Outbox.objects.filter(work=str(work.pk)).exists()
