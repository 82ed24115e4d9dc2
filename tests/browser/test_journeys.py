"""What readers do: find across languages, switch, browse, filter, with and without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def search_from_home(page: Page, words: str) -> None:
    """Types into the search of the home page and sends it."""
    box = page.locator("main input[type=search]")
    box.fill(words)
    box.press("Enter")
    page.wait_for_url(re.compile("/search/"))


# --- Finding across languages ------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_french_words_find_a_work_that_is_written_in_english(open_page, javascript):
    page = open_page("/fr/", javascript=javascript)
    search_from_home(page, "conférence Web4Dev 2009, innovation et accès")
    found = page.locator("ol.work-list > li", has_text="Web4Dev 2009: Innovation").first
    expect(found).to_be_visible()
    title = found.locator("a").first
    expect(title).to_have_attribute("lang", "en")
    expect(found).to_contain_text("anglais")
    title.click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("h1")).to_contain_text("Web4Dev 2009: Innovation")
    expect(page.locator("main .notice")).to_contain_text("anglais")


def test_an_arabic_question_leads_to_the_page_of_a_pdf(open_page, portal):
    page = open_page("/ar/")
    search_from_home(page, "من يحق له نشر صورة أحد السكان؟")
    link = page.locator("ol.work-list > li").first.locator(".evidence a[href*='#page=10']")
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    assert address.startswith("/files/")
    answer = page.request.get(portal.url + address.partition("#")[0])
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"


def test_what_matched_is_marked(open_page):
    page = open_page("/en/search/?q=municipal+human+resources")
    marks = page.locator("ol.work-list mark")
    assert marks.count() >= 3
    expect(marks.first).to_be_visible()


def test_a_misspelling_is_met_with_what_may_have_been_meant(open_page):
    page = open_page("/en/search/?q=municpal+resourses")
    offer = page.locator("p", has_text="Did you mean").locator("a")
    expect(offer).to_contain_text("municipal")
    offer.click()
    expect(page.locator("main input[type=search]")).to_have_value(re.compile("municipal"))
    assert page.locator("ol.work-list > li").count() > 0


# --- Languages ---------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_the_switcher_leads_to_the_same_work(open_page, addresses, javascript):
    page = open_page(addresses["en"]["case study"], javascript=javascript)
    for lang in ("ar", "es", "fr", "en"):
        page.locator(f"nav.languages a[hreflang={lang}]").click()
        page.wait_for_url(re.compile(f"/{lang}/"))
        expect(page.locator("html")).to_have_attribute("lang", lang)
        assert page.url.endswith(addresses[lang]["case study"])
        expect(page.locator("main .notice")).to_have_count(0)


def test_a_work_not_written_in_a_language_is_shown_in_another_and_says_so(open_page, addresses):
    page = open_page(addresses["ar"]["work in another language"])
    notice = page.locator("main .notice").first
    expect(notice).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    shown = page.locator("main [lang]:not([lang=ar])").first.get_attribute("lang")
    assert shown in ("fr", "en", "es")
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert f"/{shown}/" in canonical
    assert "/w/" not in canonical
    alternates = page.locator("link[rel=alternate][hreflang]")
    codes = {alternates.nth(i).get_attribute("hreflang") for i in range(alternates.count())}
    assert shown in codes and "ar" not in codes

    page.locator(f"nav.languages a[hreflang={shown}]").click()
    page.wait_for_url(re.compile(f"/{shown}/"))
    expect(page.locator("main .notice")).to_have_count(0)
    page.locator("nav.languages a[hreflang=ar]").click()
    page.wait_for_url(re.compile("/ar/w/"))
    expect(page.locator("main .notice").first).to_be_visible()


def test_an_edition_names_itself_canonical_and_the_others_alternate(open_page, addresses):
    page = open_page(addresses["fr"]["case study"])
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical.endswith(addresses["fr"]["case study"])
    for lang in ("fr", "en", "es", "ar"):
        link = page.locator(f"link[rel=alternate][hreflang={lang}]")
        assert link.get_attribute("href").endswith(addresses[lang]["case study"])


@pytest.mark.parametrize(
    ("wanted", "lang"), [("ar-MA", "ar"), ("es-CL", "es"), ("fr", "fr"), ("de", "en")]
)
def test_the_first_page_is_in_the_language_of_the_browser(chromium, portal, wanted, lang):
    context = chromium.new_context(base_url=portal.url, locale=wanted)
    try:
        page = context.new_page()
        page.goto("/")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        assert page.url.endswith(f"/{lang}/")
    finally:
        context.close()


def test_arabic_is_laid_out_from_the_right(open_page):
    page = open_page("/ar/search/?q=التنمية")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    brand = page.locator(".brand").bounding_box()
    languages = page.locator("nav.languages").bounding_box()
    assert brand["x"] > languages["x"]
    facets = page.locator(".facets-column").bounding_box()
    first = page.locator("ol.work-list").bounding_box()
    assert facets["x"] > first["x"]


def test_words_of_another_language_keep_their_direction_in_arabic(open_page, addresses):
    page = open_page(addresses["ar"]["work in another language"])
    words = page.locator("main h1")
    assert words.evaluate("e => getComputedStyle(e.closest('[dir]')).direction") == "ltr"


# --- Browsing ----------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_browsing_by_theme(open_page, javascript):
    page = open_page("/en/", javascript=javascript)
    page.locator(".main-nav a[href='/en/themes/']").click()
    page.locator("main a[href='/en/themes/local-economic-development/']").first.click()
    expect(page.locator("h1")).to_contain_text("Local economic development")
    works = page.locator("section .work-list > li")
    assert works.count() >= 5
    title = works.first.locator("a").first
    words = title.inner_text()
    title.click()
    expect(page.locator("h1")).to_contain_text(words)


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_browsing_by_city(open_page, javascript):
    page = open_page("/fr/", javascript=javascript)
    page.locator(".main-nav a[href='/fr/cities/']").click()
    page.locator("main li a[href='/fr/cities/chefchaouen/']").first.click()
    expect(page.locator("h1")).to_contain_text("Chefchaouen")
    page.locator("main a[href*='/partnerships/malaga-chefchaouen/']").first.click()
    expect(page.locator("h1")).to_contain_text("Malaga")


def test_a_city_on_the_map_of_the_home_page_leads_to_its_page(open_page):
    page = open_page("/en/")
    mark = page.locator("svg a[href*='/cities/']").first
    address = mark.get_attribute("href")
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(address)))
    expect(page.locator("h1")).to_be_visible()


# --- Filters -----------------------------------------------------------------------------


def count_of(page: Page) -> int:
    """The number in the heading of the results."""
    told = page.locator(".results-head h2").inner_text()
    return int(re.search(r"([\d,]+) works? for", told)[1].replace(",", ""))


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_filters_narrow_the_results_and_chips_take_them_away(open_page, javascript):
    page = open_page("/en/search/?q=development", javascript=javascript)
    all_of_them = count_of(page)
    box = page.locator("input[name=kind][value=publication]")
    box.check()
    if not javascript:
        page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url(re.compile("kind=publication"))
    chip = page.locator(".chip")
    expect(chip).to_have_count(1)
    expect(chip).to_contain_text("Publication")
    fewer = count_of(page)
    assert 0 < fewer < all_of_them
    shown = page.locator("ol.work-list > li")
    for i in range(shown.count()):
        expect(shown.nth(i).locator(".meta")).to_contain_text("Publication")
    expect(page.locator("main input[type=search]")).to_have_value("development")

    chip.click()
    expect(page.locator(".chip")).to_have_count(0)
    assert count_of(page) == all_of_them
    assert "kind=" not in page.url


def test_who_asked_for_results_is_offered_nothing_over_them(open_page):
    page = open_page("/en/search/?q=water")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("developm")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile("q=developm"))
    page.wait_for_timeout(1000)
    expect(page.locator(".suggestions a")).to_have_count(0)
    page.locator("#q").fill("develop")
    expect(page.locator(".suggestions a").first).to_be_visible()


def test_words_and_filters_go_along_into_another_language(open_page):
    page = open_page("/en/search/?q=water")
    page.locator("#q").fill("development")
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile("q=development"))
    expect(page).to_have_title(re.compile("^development: search · "))
    page.locator("input[name=kind][value=publication]").check()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".languages a[lang=ar]").click()
    page.wait_for_url(re.compile("/ar/search/.*q=development.*kind=publication"))
    expect(page.locator(".chip")).to_have_count(1)


def test_an_address_with_filters_can_be_shared_and_gone_back_from(open_page):
    page = open_page("/en/search/?q=development")
    page.locator("input[name=kind][value=publication]").check()
    expect(page.locator(".chip")).to_have_count(1)
    number = count_of(page)
    other = open_page("/" + page.url.split("/", 3)[3])
    expect(other.locator(".chip")).to_have_count(1)
    assert count_of(other) == number
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_sorting_by_title(open_page, javascript):
    page = open_page("/en/search/?kind=publication", javascript=javascript)
    page.locator("select[name=sort]").select_option("title")
    if not javascript:
        page.locator(".search-box button[type=submit]").click()
    page.wait_for_url(re.compile("sort=title"))
    expect(page.locator("select[name=sort]")).to_have_value("title")
    titles = page.locator("ol.work-list .work-item__title").all_inner_texts()
    ours = [title.casefold() for title in titles if title.isascii()]
    assert len(ours) > 3
    assert ours == sorted(ours)


def test_the_next_page_shows_other_works(open_page):
    page = open_page("/en/search/", javascript=False)
    first = page.locator("ol.work-list .work-item__title").all_inner_texts()
    page.locator("nav .pagination a[rel=next], nav a[rel=next]").first.click()
    page.wait_for_url(re.compile("page=2"))
    second = page.locator("ol.work-list .work-item__title").all_inner_texts()
    assert second and not set(first) & set(second)


def test_an_empty_result_helps(open_page):
    page = open_page("/es/search/?kind=city&year=1900")
    help_ = page.locator(".empty")
    expect(help_).to_be_visible()
    help_.locator("a").first.click()
    expect(page.locator(".empty")).to_have_count(0)
    assert page.locator("ol.work-list > li").count() > 0


# --- Suggestions -------------------------------------------------------------------------


def test_suggestions_work_with_the_keyboard(open_page):
    page = open_page("/en/")
    box = page.locator("main input[type=search]")
    box.press_sequentially("chef", delay=30)
    choices = page.locator("main .suggestions a")
    expect(choices.first).to_be_visible()
    box.press("ArrowDown")
    expect(choices.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(choices).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_value("chef")


def test_a_suggestion_leads_to_its_page_in_the_readers_language(open_page):
    page = open_page("/ar/")
    page.locator("main input[type=search]").press_sequentially("شفش", delay=30)
    choice = page.locator("main .suggestions a[href='/ar/cities/chefchaouen/']")
    expect(choice).to_be_visible()
    choice.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/ar/cities/chefchaouen/"))
    expect(page.locator("h1")).to_contain_text("شفشاون")


def test_a_click_elsewhere_closes_the_suggestions(open_page):
    page = open_page("/en/")
    page.locator("main input[type=search]").press_sequentially("mala", delay=30)
    expect(page.locator("main .suggestions a").first).to_be_visible()
    page.locator("footer").click(position={"x": 5, "y": 5})
    expect(page.locator("main .suggestions a")).to_have_count(0)


# --- Keyboard and narrow windows ---------------------------------------------------------


def test_the_first_tab_offers_to_skip_to_the_content(open_page):
    page = open_page("/en/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_narrow_window_searches_and_filters(open_page, lang):
    page = open_page(f"/{lang}/", narrow=True)
    search_from_home(page, "Chefchaouen")
    expect(page.locator("ol.work-list > li").first).to_be_in_viewport()
    page.locator("details.facets > summary").click()
    box = page.locator("input[name=kind][value=organisation]")
    box.check()
    expect(page.locator(".chip")).to_have_count(1)
    width = page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )
    assert width <= 0


def test_logging_in_with_a_wrong_password_says_so(open_page):
    page = open_page("/account/login/")
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("wrong")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main [role=alert], main .alert, main .errorlist").first).to_be_visible()


def test_paper_shows_what_was_found_and_no_controls(open_page):
    page = open_page("/en/search/?q=water")
    page.emulate_media(media="print")
    expect(page.locator("ol.work-list > li").first).to_be_visible()
    for name in ("input[name=q]", "#sort", "details.reading", "details.facets"):
        expect(page.locator(name)).to_be_hidden()


def test_paper_shows_what_is_folded(open_page):
    page = open_page("/en/")
    names = page.locator("details .columns-list")
    expect(names).to_be_hidden()
    page.emulate_media(media="print")
    expect(names).to_be_visible()
