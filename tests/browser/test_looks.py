"""How pages look to readers whose devices, settings and words differ."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

#: a word longer than a narrow window is wide
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
#: puts it in the place of one text of each sort in turn; which of them then widen the page
WIDENED = """(long) => {
  const root = document.scrollingElement;
  const widened = [];
  for (const sort of [
    "h1", "h2", ".meta > li", ".meta bdi", ".facts dd bdi", ".tag bdi", ".work-item__title bdi",
    ".breadcrumb a", ".chain__party bdi", ".source bdi", ".chip bdi", ".facets label bdi",
  ]) {
    const element = document.querySelector(`main ${sort}`);
    if (!element) continue;
    const before = element.textContent;
    element.textContent = long;
    if (root.scrollWidth > root.clientWidth) widened.push(sort);
    element.textContent = before;
  }
  return widened;
}"""


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("name", ["partnership", "event", "concept", "search with filters"])
def test_a_long_word_does_not_make_a_narrow_page_wider(open_page, addresses, name, lang):
    page = open_page(addresses[lang][name], narrow=True)
    assert page.evaluate(WIDENED, LONG) == []


def test_neither_does_a_long_word_that_is_searched(open_page):
    page = open_page(f"/en/search/?q={LONG}{LONG}", narrow=True)
    root = "document.scrollingElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") <= 0


@pytest.mark.parametrize("name", ["search", "library", "page of a file", "login"])
def test_whatever_has_the_focus_is_outlined(open_page, addresses, name):
    """By an outline, which high contrast keeps: a shadow would be taken away."""
    page = open_page(addresses["en"][name])
    page.wait_for_load_state("networkidle")
    seen = []
    for _ in range(80):
        page.keyboard.press("Tab")
        style, width, what = page.evaluate(
            """() => {
              const focused = document.activeElement;
              const style = getComputedStyle(focused);
              return [style.outlineStyle, parseFloat(style.outlineWidth), focused.outerHTML];
            }"""
        )
        if what.startswith("<body") or (seen and what == seen[0]):
            break
        seen.append(what)
        assert (style, width) == ("solid", 3), what[:200]
    assert any("btn" in what or "page-link" in what for what in seen)


@pytest.mark.parametrize(
    ("name", "chosen", "other"),
    [
        ("search", ".btn[aria-pressed=true]", ".btn[aria-pressed=false]"),
        ("browsing", ".pager [aria-current]", ".pager a"),
        ("library", ".nav-pills [aria-current]", ".nav-pills a:not([aria-current])"),
        ("library", ".languages [aria-current]", ".languages a:not([aria-current])"),
    ],
)
def test_what_is_chosen_is_told_apart_in_high_contrast(open_page, addresses, name, chosen, other):
    page = open_page(addresses["en"][name])
    page.emulate_media(forced_colors="active")

    def background(selector: str) -> list[str]:
        """Red, green and blue: nothing at all is a transparent kind of the page's own colour."""
        color = page.locator(selector).first.evaluate(
            "element => getComputedStyle(element).backgroundColor"
        )
        return re.findall(r"[\d.]+", color)[:3]

    assert background(chosen) != background(other)
