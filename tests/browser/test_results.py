"""Results as readers use them: a passage marked in its PDF, languages, reasons, related works."""

from __future__ import annotations

import ast
import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

#: Questions whose answers stand in the sample's handbook, on a page of the file of the language.
ASKED = [
    ("ar", "من يحق له نشر صورة أحد السكان؟"),
    ("en", "who may publish a picture of a resident"),
    ("fr", "qui peut publier la photo d'un habitant"),
]


def bare(text: str) -> str:
    """A text without what a PDF may set otherwise: spaces and marks of a cut."""
    return re.sub(r"[\s…]", "", text)


def opened(page: Page, link) -> Page:
    """Follows a hit into the viewer, until its page is drawn."""
    link.click()
    page.wait_for_url(re.compile("/files/[0-9]+/view/"))
    expect(page.locator("#viewer-status")).not_to_be_empty()
    return page


# --- The page of a PDF -------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "asked"), ASKED)
def test_a_hit_in_a_pdf_opens_at_its_page_with_the_passage_marked(open_page, lang, asked):
    page = open_page(f"/{lang}/search/?q={asked}")
    problems: list[str] = []
    page.on("console", lambda said: said.type == "error" and problems.append(said.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    link = page.locator("a[data-view]").first
    number = link.get_attribute("href").partition("#page=")[2]
    passage = link.locator("xpath=ancestor::div[@class='evidence']/p[1]").inner_text()
    opened(page, link)
    assert f"?page={number}#" in page.url
    marked = "".join(page.locator("#viewer-text mark").all_inner_texts())
    assert len(bare(marked)) >= 0.9 * len(bare(passage))
    expect(page.locator("#viewer-text mark").first).to_be_in_viewport()
    expect(page.locator("#viewer-passage")).to_be_hidden()
    expect(page.locator("#viewer-words")).to_be_hidden()
    expect(page.locator("h1")).not_to_be_empty()
    assert page.locator("#viewer-text").get_attribute("lang") == lang
    drawn = page.locator("#viewer-canvas").evaluate(
        """canvas => {
            const { width, height } = canvas;
            const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
            let dark = 0;
            for (let i = 0; i < pixels.length; i += 4) if (pixels[i] < 128) dark += 1;
            return dark;
        }"""
    )
    assert drawn > 1000, "letters are drawn"
    assert problems == []


def test_a_passage_that_is_not_on_the_page_is_shown_above_it(open_page):
    page = open_page("/en/search/?q=who+may+publish+a+picture+of+a+resident")
    address = page.locator("a[data-view]").first.get_attribute("data-view")
    other = open_page(f"{address}#passage=Nothing like this is written there at all")
    expect(other.locator("#viewer-passage")).to_contain_text("Nothing like this is written")
    expect(other.locator("#viewer-text mark")).to_have_count(0)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_pages_are_turned_with_the_keyboard_and_the_way_back_stays(open_page, lang):
    asked = dict(ASKED)[lang]
    page = open_page(f"/{lang}/search/?q={asked}")
    opened(page, page.locator("a[data-view]").first)
    number = int(page.locator("#viewer-page").input_value())
    forward, back = ("ArrowLeft", "ArrowRight") if lang == "ar" else ("ArrowRight", "ArrowLeft")
    page.locator("#viewer-stage").focus()
    page.keyboard.press(forward)
    expect(page.locator("#viewer-page")).to_have_value(str(number + 1))
    expect(page.locator("#viewer-status")).to_contain_text(str(number + 1))
    expect(page.locator("#viewer-text mark")).to_have_count(0)
    assert page.url.endswith(f"?page={number + 1}")
    page.keyboard.press(back)
    expect(page.locator("#viewer-text mark").first).to_be_visible()
    page.locator("#viewer-page").fill("1")
    page.locator("#viewer-page").press("Enter")
    expect(page.locator("#viewer-status")).to_contain_text("1")
    expect(page.locator("#viewer-previous")).to_have_attribute("aria-disabled", "true")
    page.locator(".breadcrumb a[href*='/search/?q=']").click()
    page.wait_for_url(re.compile(f"/{lang}/search/\\?q="))
    expect(page.locator("a[data-view]").first).to_be_visible()


def test_a_page_is_enlarged_and_made_as_wide_as_the_window(open_page, addresses):
    page = open_page(addresses["en"]["page of a file"], narrow=True)
    expect(page.locator("#viewer-status")).not_to_be_empty()

    def width() -> float:
        return page.locator("#viewer-sheet").bounding_box()["width"]

    usual = width()
    page.locator("[data-zoom=in]").click()
    expect(page.locator("#viewer-sheet")).not_to_have_css("inline-size", f"{usual:g}px")
    assert width() == pytest.approx(usual * 1.25, abs=2)
    letters = page.locator("#viewer-text").bounding_box()["width"]
    assert letters == pytest.approx(width(), abs=2)
    page.locator("[data-zoom=fit]").click()
    expect(page.locator("#viewer-sheet")).to_have_css("inline-size", f"{usual:g}px")


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_page_that_is_enlarged_fits_on_paper_without_controls(open_page, addresses, lang):
    page = open_page(addresses[lang]["page of a file"], narrow=True)
    expect(page.locator("#viewer-status")).not_to_be_empty()
    page.locator("[data-zoom=in]").click()
    room = page.locator("#viewer").bounding_box()["width"]
    expect(page.locator("#viewer-canvas")).not_to_have_css("inline-size", f"{room:g}px")
    page.emulate_media(media="print")
    for name in (".viewer__bar", "#viewer-text"):
        expect(page.locator(name)).to_be_hidden()
    canvas = page.locator("#viewer-canvas").bounding_box()
    assert canvas["width"] <= page.locator("#viewer").bounding_box()["width"] + 1
    proportion = page.locator("#viewer-canvas").evaluate("canvas => canvas.height / canvas.width")
    assert canvas["height"] / canvas["width"] == pytest.approx(proportion, rel=0.02)


def test_without_javascript_the_hit_is_the_file_and_the_viewer_shows_its_text(open_page, addresses):
    page = open_page("/en/search/?q=who+may+publish+a+picture+of+a+resident", javascript=False)
    assert re.fullmatch(
        r"/files/\d+/#page=\d+", page.locator("a[data-view]").first.get_attribute("href")
    )
    page = open_page(addresses["ar"]["page of a file"], javascript=False)
    words = page.locator("#viewer-words [lang=ar][dir=rtl]")
    expect(words).to_be_visible()
    expect(page.locator("#viewer-stage")).to_be_hidden()
    page.locator("#viewer-next").click()
    page.wait_for_url(re.compile(r"\?page=4"))
    page.locator("#viewer-page").fill("2")
    page.locator("#viewer-go button").click()
    page.wait_for_url(re.compile(r"\?page=2"))


# --- Languages, reasons, filters ---------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_results_are_grouped_by_language_and_stay_so(open_page, javascript):
    page = open_page("/en/search/?q=water", javascript=javascript)
    expect(page.locator(".group-head")).to_have_count(0)
    page.locator("button[name=group][value=language]").click()
    page.wait_for_url(re.compile("group=language"))
    heads = page.locator(".group-head")
    assert heads.count() > 1
    assert heads.first.inner_text().startswith("English")
    page.goto("/en/search/?q=training")
    assert page.locator(".group-head").count() >= 1, "without being asked for again"
    page.locator("button[name=group][value=mixed]").click()
    page.wait_for_url(re.compile("group=mixed"))
    expect(page.locator(".group-head")).to_have_count(0)


def test_grouping_stays_while_filters_are_chosen(open_page):
    page = open_page("/en/search/?q=water&group=language")
    page.locator("input[name=kind][value=case_study]").check()
    expect(page.locator(".chip")).to_have_count(1)
    assert "group=language" in page.url
    assert page.locator(".group-head").count() >= 1
    others = page.locator("input[name=kind]:not(:checked)")
    assert others.count() > 0, "other kinds stay on offer, with what they would find"


def test_only_languages_that_are_read(open_page):
    page = open_page("/en/search/?q=water")
    page.locator(".reading summary").click()
    page.locator("#reads-ar").check()
    page.get_by_role("button", name="Remember").click()
    expect(page.locator(".reading summary")).to_contain_text("Arabic")
    page.get_by_role("link", name="Only languages I read").click()
    page.wait_for_url(re.compile("language=ar"))
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("input[name=language][value=ar]")).to_be_checked()
    page.get_by_role("link", name="Show works in every language").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_every_hit_says_why_it_was_found(open_page):
    page = open_page("/fr/search/?q=LED+training&qlang=en")
    hits, reasons = page.locator("ol.work-list > li"), page.locator("ol.work-list .reason")
    assert hits.count() == reasons.count() > 3
    expect(reasons.filter(has_text="Développement économique local").first).to_be_visible()


# --- Suggestions and related works -------------------------------------------------------


def test_suggestions_stand_by_what_they_are_and_themes_come_in_any_language(open_page):
    page = open_page("/fr/")
    page.locator("main input[type=search]").press_sequentially("التنمية", delay=30)
    theme = page.locator("main .suggestions a[href='/fr/themes/local-economic-development/']")
    expect(theme).to_be_visible()
    expect(theme).to_contain_text("Développement économique local")
    groups = page.locator("main .suggestions__group")
    assert groups.count() > 1
    links = page.locator("main .suggestions a")
    for _ in range(links.count()):
        page.keyboard.press("ArrowDown")
    expect(links.last).to_be_focused()


def test_the_field_reads_as_the_page_until_something_is_typed_and_then_as_that_does(open_page):
    page = open_page("/ar/")
    field = page.locator("main input[type=search]")
    expect(field).to_have_css("direction", "rtl")
    field.fill("water")
    expect(field).to_have_css("direction", "ltr")
    field.fill("مياه")
    expect(field).to_have_css("direction", "rtl")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_related_works_come_as_the_reader_gets_there(open_page, addresses, lang):
    page = open_page(addresses[lang]["case study"])
    box = page.locator("section.related")
    expect(box.locator(".work-item")).to_have_count(0)
    box.scroll_into_view_if_needed()
    expect(box.locator(".work-item").first).to_be_visible()
    own = page.locator("h1").inner_text()
    assert own not in box.locator(".work-item__title").all_inner_texts()


# --- What is noted of a search -----------------------------------------------------------

_LOGGED = """
from search.models import LoggedSearch
rows = LoggedSearch.objects.filter(text="{}").order_by("pk")
print(list(rows.values_list("opened", flat=True)))
"""


def test_a_reader_who_stays_at_a_search_is_counted_once_with_the_first_hit_opened(
    open_page, portal
):
    words = "what towns do together with other towns"

    def logged() -> list[int | None]:
        return ast.literal_eval(portal.shell(_LOGGED.format(words)))

    before = logged()
    page = open_page(f"/en/search/?q={words}")
    page.locator("#sort").select_option("newest")
    page.wait_for_url(re.compile("sort=newest"))
    page.reload()
    page.locator("nav a[rel=next]").click()
    page.wait_for_url(re.compile("page=2"))
    page.locator(".work-item__title a").nth(2).click()
    page.wait_for_url(re.compile("^(?!.*/search/)"))
    assert logged() == [*before, 23]


def test_without_javascript_related_works_have_a_page(open_page, addresses):
    page = open_page(addresses["fr"]["case study"], javascript=False)
    page.locator("section.related a").click()
    page.wait_for_url(re.compile(r"/fr/w/\d+/related/"))
    assert page.locator("ol.work-list > li, ul.work-list > li").count() >= 1
    page.locator(".lead a").click()
    page.wait_for_url(re.compile(re.escape(addresses["fr"]["case study"])))
