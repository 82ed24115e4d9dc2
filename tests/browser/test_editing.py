"""What editors do in the administration: choosing, writing in two directions, on narrow screens."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

_PLACES = """
import json
from cms.library.models import CaseStudyPage, LibraryPage
french = CaseStudyPage.objects.filter(locale__language_code="fr", summary__gt="").order_by("pk")[0]
library = LibraryPage.objects.get(locale__language_code="fr")
print(json.dumps({"french": french.pk, "library": library.pk}))
"""


@pytest.fixture(scope="module")
def places(portal) -> dict[str, int]:
    """Numbers of the pages that the tests open."""
    return json.loads(portal.shell(_PLACES))


@pytest.fixture
def administration(chromium, portal):
    """Opens a path of the administration, signed in and with a browser of some language."""
    contexts = []

    def opened(path: str, *, language: str = "fr", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=portal.url, locale=language, viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/account/login/?next={path}")
        page.locator("input[name=login]").fill("coordinator")
        page.locator("input[name=password]").fill(portal.password)
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_url(f"**{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_what_was_chosen_stays_when_more_is_chosen(administration, places):
    page = administration(f"/admin/pages/add/library/casestudypage/{places['library']}/")
    cities = page.locator("[data-ticks]", has=page.locator("#id_cities"))
    chosen = cities.locator("[data-ticks-chosen]")
    expect(chosen).to_have_text("Rien n’est choisi")
    find = cities.locator("[data-ticks-filter]")
    for words, city in (("chef", "Chefchaouen"), ("geneve", "Genève")):
        find.fill(words)
        find.press("Enter")
        expect(cities.locator(".ticks__choice:visible")).to_have_count(1)
        cities.get_by_label(city).check()
    expect(chosen).to_have_text("Chefchaouen · Genève")
    assert page.url.endswith(f"/{places['library']}/")


_CROWD = """
from cms.network.models import City
City.objects.bulk_create(City(slug=f"crowd-{n}", name_fr=f"Foule {n}") for n in range(200))
"""
_ALONE = """
from cms.network.models import City
City.objects.filter(slug__startswith="crowd-")._raw_delete("default")
"""


@pytest.fixture
def crowd(portal):
    """More cities than a form holds; past the signals, so that nothing else hears of them."""
    portal.shell(_CROWD)
    yield
    portal.shell(_ALONE)


def test_what_a_form_cannot_hold_is_asked_for(administration, places, crowd):
    page = administration(f"/admin/pages/add/library/casestudypage/{places['library']}/")
    cities = page.locator("[data-ticks]", has=page.locator("#id_cities"))
    chosen, find = cities.locator("[data-ticks-chosen]"), cities.locator("[data-ticks-filter]")
    expect(cities.locator(".ticks__choice")).to_have_count(0)
    find.focus()
    expect(cities.locator(".ticks__choice")).to_have_count(30)
    expect(cities.locator("[data-ticks-told]")).to_have_text(
        "Il y en a d’autres : écrivez davantage du nom."
    )
    for words, city in (("chef", "Chefchaouen"), ("foule 199", "Foule 199")):
        find.fill(words)
        cities.get_by_label(city, exact=True).check()
    find.fill("nulle part")
    expect(cities.locator("[data-ticks-told]")).to_have_text("Rien ne porte ce nom.")
    expect(chosen).to_have_text("Chefchaouen · Foule 199")
    assert page.locator("[name=cities]:checked").count() == 2
    page.route("**/admin/choices/**", lambda route: route.abort())
    find.fill("tripoli")
    expect(cities.locator("[data-ticks-told]")).to_contain_text("Veuillez réessayer")


def test_french_words_in_an_arabic_form_run_from_left_to_right(administration, places):
    page = administration(f"/admin/pages/{places['french']}/edit/", language="ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    expect(page.locator("#id_summary")).to_have_css("unicode-bidi", "plaintext")
    expect(page.locator("#id_summary")).to_have_css("text-align", "start")


def test_the_time_zones_of_an_account_are_known_to_the_browser(administration):
    page = administration("/admin/")
    errors: list[str] = []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.goto("/admin/account/", wait_until="networkidle")
    expect(page.locator("select[name$=current_time_zone]")).to_be_visible()
    assert errors == []


@pytest.fixture(scope="module")
def failed(portal) -> None:
    """A change that could not be indexed, for the desk to show."""
    portal.shell(
        "from cms.core.models import Work; from search.models import Outbox\n"
        "work = str(Work.objects.filter(kind='case_study').order_by('pk')[0].pk)\n"
        "Outbox.objects.create(work=work, parked=True, attempts=3, error='KeyError')"
    )
    yield
    portal.shell("from search.models import Outbox; Outbox.objects.parked().delete()")


@pytest.mark.parametrize("path", ["/admin/search-index/", "/admin/reports/links/"])
def test_the_end_of_every_row_is_reached_on_a_narrow_screen(administration, failed, path):
    page = administration(path, width=360)
    end = page.locator("table.listing tbody td:last-child").last
    end.evaluate("each => each.scrollIntoView({inline: 'end'})")
    assert end.evaluate("each => each.getBoundingClientRect().right <= innerWidth + 1")
    assert page.evaluate("document.querySelector('main').scrollLeft") == 0
    for title in page.locator("td.title").all():
        assert title.bounding_box()["width"] > 150


@pytest.mark.parametrize("path", ["/admin/cities/merge/", "/admin/searches/"])
def test_a_narrow_screen_cuts_nothing_off(administration, path):
    page = administration(path, width=360)
    wide = page.locator("main").evaluate(
        """main => [...main.querySelectorAll("select, h2, p, button")]
          .filter((each) => each.getBoundingClientRect().right > innerWidth)
          .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert wide == []
