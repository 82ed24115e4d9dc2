"""With Elasticsearch or Redis away the portal answers, says so, and recovers by itself."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.rounds import rounds

from .editing import edit
from .reading import Reader, said, visible_text
from .services import Service

pytestmark = [pytest.mark.long, pytest.mark.alone]

ADMINISTRATOR = "coordinator"
#: Seconds within which a portal has found its way back: beat looks every 20.
RECOVERED = 120
ROUNDS = range(rounds(1, 5))
#: What `/readyz` tells where nothing is away.
WELL = dict.fromkeys(("database", "search", "broker", "changes"), "ok")
LIMITED = (
    "Search is limited at the moment: only titles and summaries are searched, and the order "
    "says little. Nothing is lost; please try again later."
)

_DRAFT = """
from cms.library.models import CaseStudyPage
page = CaseStudyPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
draft = page.get_latest_revision_as_object()
draft.title = {title!r}
draft.save_revision()
print(page.pk, page.work.pk, page.url)
"""
_WAITING = """
from search.models import Outbox
print(Outbox.objects.waiting().filter(work="{work}", phase="words").count())
"""


@dataclass
class Desk:
    """What an administrator and a reader do while something is away."""

    portal: object
    reader: Reader
    editor: Reader
    page: int
    work: int
    address: str
    title: str

    def publish(self) -> float:
        """Publishes the draft in the administration; returns the seconds that it took."""
        path = f"/admin/bulk/wagtailcore/page/publish/?id={self.page}"
        self.editor.get(path)
        began = time.monotonic()
        answer = self.editor.post(path, {"next": "/admin/"})
        assert answer.status_code == 200, answer.text[:500]
        return time.monotonic() - began

    def waiting(self) -> int:
        """Changes of the work on their way into the index."""
        return int(self.portal.shell(_WAITING.format(work=self.work)))

    def found(self) -> bool:
        """Whether search finds the work by its new title."""
        return str(self.work) in [hit["id"] for hit in self.reader.search(self.title)["hits"]]

    def ready(self) -> dict[str, str]:
        """What those who operate the portal are told, which must be that it is ready."""
        assert self.reader.get("/healthz").json() == {"status": "ok"}
        answer = self.reader.get("/readyz")
        assert answer.status_code == 200
        return answer.json()

    def desk(self) -> str:
        """The words of the desk of the search index."""
        answer = self.editor.get("/admin/search-index/")
        assert answer.status_code == 200
        return visible_text(answer.text)

    def pages_answer(self) -> None:
        """Home, a work, a list and the search page."""
        for path in ("/en/", "/ar/", self.address, "/en/cities/", "/en/search/?q=city"):
            began = time.monotonic()
            answer = self.reader.get(path)
            assert answer.status_code == 200, path
            assert time.monotonic() - began < 15, path


def until(holds: Callable[[], bool], what: str) -> None:
    """Waits until something holds."""
    deadline = time.monotonic() + RECOVERED
    while not holds():
        assert time.monotonic() < deadline, f"not within {RECOVERED} s: {what}"
        time.sleep(1)


@pytest.fixture
def desk(portal_on_services) -> Iterator[Desk]:
    """A work with a draft to publish, by a title that nothing else has."""
    portal = portal_on_services
    title = f"Promenade {uuid.uuid4().hex[:8]}"
    code = "from cms.library.models import CaseStudyPage\n" + (
        "page = CaseStudyPage.objects.live().filter(locale__language_code='en')"
        ".order_by('pk').first()\nprint(page.title)"
    )
    before = portal.shell(code).strip()
    page, work, address = portal.shell(_DRAFT.format(title=title)).split()
    editor = Reader(portal).log_in(ADMINISTRATOR, portal.password)
    yield Desk(portal, Reader(portal), editor, int(page), int(work), address, title)
    edit(
        portal,
        f"""
from cms.library.models import CaseStudyPage
page = CaseStudyPage.objects.get(pk={page}).get_latest_revision_as_object()
page.title = {before!r}
page.save_revision().publish()
""",
    )


@pytest.mark.parametrize("round_", ROUNDS)
def test_elasticsearch_away(desk, elasticsearch_url, round_):
    service = Service("elasticsearch", elasticsearch_url)
    assert desk.reader.search("city")["limited"] != "database"
    service.stop()
    try:
        desk.pages_answer()
        limited = desk.reader.search("city")
        assert limited["limited"] == "database"
        assert limited["total"] > 0 and limited["hits"]
        page = desk.reader.get("/en/search/", params={"q": "city"})
        assert limited["hits"][0]["title"] in visible_text(page.text)
        for lang in ("en", "ar"):
            page = desk.reader.get(f"/{lang}/search/", params={"q": "city"})
            assert page.status_code == 200
            assert said(LIMITED, lang) in page.text
        assert desk.ready() == WELL | {"search": "down"}
        desk.publish()
        assert desk.title in desk.reader.get(desk.address).text
        assert desk.found(), "the database search finds what was just published"
        time.sleep(3)  # a worker has tried by now
        assert desk.waiting() >= 1
        assert "elasticsearch: does not answer" in desk.desk()
        assert "since" in re.search("Changes waiting (.{60})", desk.desk()).group(1)
    finally:
        service.start()
    until(lambda: desk.waiting() == 0, "the row is written")
    # The first question to an engine that has just started may still be too slow.
    until(lambda: desk.reader.search(desk.title)["limited"] != "database", "full search is back")
    until(desk.found, "the work is found by its new title")
    assert desk.ready()["search"] == "ok"
    assert "elasticsearch: answers" in desk.desk()


@pytest.mark.parametrize("round_", ROUNDS)
@pytest.mark.parametrize("how", ["ended", "hangs"])
def test_redis_away(desk, redis_url, how, round_):
    service = Service("redis", redis_url)
    service.process()
    away, back = (service.stop, service.start) if how == "ended" else (service.hang, service.go_on)
    away()
    try:
        desk.pages_answer()
        assert desk.reader.search("city")["limited"] != "database"
        assert desk.ready() == WELL | {"broker": "down"}
        assert desk.publish() < 10
        assert desk.title in desk.reader.get(desk.address).text
        assert desk.waiting() >= 1
        assert "since" in re.search("Changes waiting (.{60})", desk.desk()).group(1)
    finally:
        back()
    until(lambda: desk.waiting() == 0, "the row is written")
    until(desk.found, "the work is found by its new title")
    assert desk.ready() == WELL
