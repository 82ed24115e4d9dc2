"""Chromium, the addresses of a page of every type, and what loading each of them shows."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.running import Portal

from .needs import missing

#: the languages in which every type of page is checked
CHECKED = ("en", "ar")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
#: what WCAG 2.2 AA asks, and axe's own good practices
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

_ADDRESSES = """
import json
from django.urls import reverse
from django.utils import translation
from cms.agenda.models import CallPage, EventPage
from cms.core.models import Concept, File, HomePage, Work
from cms.library.models import (
    CaseStudyPage, DefinitionPage, HandbookPage, LibraryPage, LinkPage, ManualPage, NewsPage,
    PublicationPage, RecordingPage, SetPage, ToolPage, TrainingPage, WorkshopReportPage)
from cms.network.models import (
    City, Country, Organisation, Partnership, Person, Programme, Region, WorkPage)
from cms.programmes.models import ActionPlanPage, GoalProfilePage, ProjectPage

def first(query):
    return query.order_by("pk")[0]

handbooks = dict(File.objects.filter(page_count__gt=3).order_by("pk").values_list("language", "pk"))
found = {}
for lang in ("fr", "en", "es", "ar"):
    of = {"locale__language_code": lang}
    pages = {
        "home": HomePage.objects.get(**of),
        "library": LibraryPage.objects.get(**of),
        "case study": CaseStudyPage.objects.get(slug="tripoli-gis", locale__language_code="fr")
            .get_translation_or_none(LibraryPage.objects.get(**of).locale)
            or CaseStudyPage.objects.get(slug="tripoli-gis", **of),
        "handbook": first(HandbookPage.objects.filter(work_files__isnull=False, **of)),
        "manual": first(ManualPage.objects.live().filter(**of)),
        "publication": first(PublicationPage.objects.live().filter(publisher__isnull=False, **of)),
        "tool": first(ToolPage.objects.live().filter(**of)),
        "training": first(TrainingPage.objects.live().filter(uses__isnull=False, **of)),
        "recording": first(RecordingPage.objects.live().filter(questions__isnull=False, **of)),
        "definition": first(DefinitionPage.objects.live().filter(**of)),
        "link": LinkPage.objects.get(slug="un-publications", **of),
        "report": WorkshopReportPage.objects.get(slug="chefchaouen-workshop-2012", **of),
        "news": NewsPage.objects.get(slug="undp-ict-local-development-2012", **of),
        "set": SetPage.objects.get(slug="toolbox", **of),
        "project": first(ProjectPage.objects.filter(continues__isnull=False, **of)),
        "goal profile": first(GoalProfilePage.objects.filter(indicators__isnull=False, **of)),
        "action plan": first(ActionPlanPage.objects.filter(profile__isnull=False, **of)),
        "event": first(EventPage.objects.filter(attendance__isnull=False, **of)),
        "event with an output": first(EventPage.objects.filter(outputs__isnull=False, **of)),
        "call": first(CallPage.objects.exclude(grants="").filter(**of)),
    }
    records = {
        "city": City.objects.get(slug="chefchaouen"),
        "country": first(Country.objects.filter(cities__works__isnull=False)),
        "region": first(Region.objects.filter(countries__isnull=False)),
        "organisation": first(Organisation.objects.filter(parent__isnull=False)),
        "person": first(Person.objects.filter(organisation__isnull=False)),
        "programme": first(Programme.objects.filter(cities__isnull=False)),
        "partnership": Partnership.objects.get(slug="malaga-chefchaouen"),
        "concept": Concept.objects.get(slug="local-economic-development"),
        "goal": Concept.objects.get(slug="sdg-8"),
    }
    written = set(WorkPage.objects.filter(**of).values_list("translation_key", flat=True))
    other = first(Work.objects.filter(kind="case_study" if lang != "en" else "manual")
        .exclude(key__in=written))
    with translation.override(lang):
        found[lang] = {
            **{name: page.url for name, page in pages.items()},
            **{name: row.get_absolute_url() for name, row in records.items()},
            "work in another language": reverse("work", args=[other.pk]),
            "agenda": reverse("agenda:agenda"),
            "cities": reverse("network:cities"),
            "countries": reverse("network:countries"),
            "regions": reverse("network:regions"),
            "organisations": reverse("network:organisations"),
            "people": reverse("network:people"),
            "programmes": reverse("network:programmes"),
            "partnerships": reverse("network:partnerships"),
            "concepts": reverse("concepts"),
            "search": reverse("search:search") + "?q=municipal+human+resources",
            "search with filters": reverse("search:search") + "?kind=city&kind=case_study",
            "browsing": reverse("search:search"),
            "search by language": reverse("search:search") + "?q=water&group=language",
            "related works": reverse("related", args=[pages["handbook"].work.pk]),
            "page of a file": reverse("file_view", args=[handbooks[lang]]) + "?page=3",
            "nothing found": reverse("search:search") + "?kind=city&year=1900",
            "not found": f"/{lang}/no-such-page/",
            "login": reverse("account_login"),
        }
print(json.dumps(found))
"""

PAGE_TYPES = (
    "home",
    "library",
    "case study",
    "handbook",
    "manual",
    "publication",
    "tool",
    "training",
    "recording",
    "definition",
    "link",
    "report",
    "news",
    "set",
    "project",
    "goal profile",
    "action plan",
    "event",
    "event with an output",
    "call",
    "agenda",
    "work in another language",
    "cities",
    "city",
    "countries",
    "country",
    "regions",
    "region",
    "organisations",
    "organisation",
    "people",
    "person",
    "programmes",
    "programme",
    "partnerships",
    "partnership",
    "concepts",
    "concept",
    "goal",
    "search",
    "search with filters",
    "browsing",
    "search by language",
    "related works",
    "page of a file",
    "nothing found",
    "not found",
    "login",
)


@dataclass
class Visit:
    """What happened when a page was opened."""

    url: str
    status: int
    html: str
    title: str
    direction: str
    #: addresses requested of other hosts
    elsewhere: list[str]
    #: bytes of HTML, styles and scripts, compressed as production sends them
    weight: dict[str, int]
    #: answers other than 200 to what the page asked for
    failed: list[str]
    #: errors in the console, among them violations of the content security policy
    console: list[str]
    #: what axe found, one line each
    axe: list[str]
    #: how many pixels the page is wider than a window 360 pixels wide, and what sticks out
    overflow: int
    sticks_out: list[str] = field(default_factory=list)


# Ends with the tests of this package: Playwright leaves an event loop running in its thread,
# within which Django lets nobody read the database.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, which asks nothing of the network by itself."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        missing("Chromium: apt-get install -y chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """Opens a window at a path: `open_page("/fr/", javascript=False, narrow=True)`."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "", *, javascript: bool = True, narrow: bool = False) -> Page:
        context = chromium.new_context(
            base_url=portal.url,
            viewport=NARROW if narrow else WIDE,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def addresses(portal: Portal) -> dict[str, dict[str, str]]:
    """The path of a page of every type, in every language."""
    found = json.loads(portal.shell(_ADDRESSES))
    assert all(set(PAGE_TYPES) == set(paths) for paths in found.values())
    return found


@pytest.fixture(scope="package")
def visits(
    chromium: Browser, portal: Portal, addresses: dict[str, dict[str, str]]
) -> Callable[[str, str], Visit]:
    """What opening a page of a type in a language shows; each is opened once."""
    done: dict[tuple[str, str], Visit | Exception] = {}

    def visit(name: str, lang: str) -> Visit:
        if (name, lang) not in done:
            context = chromium.new_context(base_url=portal.url, viewport=WIDE, locale=lang)
            try:
                done[name, lang] = _visit(context, portal, addresses[lang][name])
            except Exception as error:
                done[name, lang] = error
            finally:
                context.close()
        seen = done[name, lang]
        if isinstance(seen, Exception):
            raise seen
        return seen

    return visit


def _visit(context: BrowserContext, portal: Portal, path: str) -> Visit:
    context.set_default_timeout(20_000)
    page = context.new_page()
    host = urlsplit(portal.url).netloc
    elsewhere, failed, console = [], [], []
    weight: dict[str, int] = {}
    requests = []

    page.on("request", lambda request: requests.append(request))
    page.on("console", lambda message: message.type == "error" and console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    answer = page.goto(path, wait_until="networkidle")
    assert answer is not None
    for request in requests:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != host:
            elsewhere.append(request.url)
        response = request.response()
        if response is None or (response.status >= 400 and request.url != answer.url):
            failed.append(request.url)
        elif request.resource_type in ("document", "stylesheet", "script"):
            # In development static files are sent as they are, in production compressed.
            body = min(request.sizes()["responseBodySize"], len(gzip.compress(response.body())))
            weight[request.url] = body + request.sizes()["responseHeadersSize"]
    if answer.status == 404:
        console[:] = [line for line in console if "status of 404" not in line]
    html = answer.text()
    axe = _axe(page)
    page.set_viewport_size(NARROW)
    overflow, sticks_out = page.evaluate(_OVERFLOW)
    return Visit(
        url=page.url,
        status=answer.status,
        html=html,
        title=page.title(),
        direction=page.evaluate("document.documentElement.dir"),
        elsewhere=elsewhere,
        weight=weight,
        failed=failed,
        console=console,
        axe=axe,
        overflow=overflow,
        sticks_out=sticks_out,
    )


_OVERFLOW = """() => {
  const root = document.scrollingElement;
  const width = root.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  });
  return [root.scrollWidth - width, out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
}"""


def _axe(page: Page) -> list[str]:
    response = Axe().run(page, options=RULES).response
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in response["violations"]
        for node in violation["nodes"][:4]
    ]
