"""Every type of page, in English and Arabic: accessible, light, valid and on its own."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from .conftest import CHECKED, PAGE_TYPES
from .needs import missing

pytestmark = pytest.mark.browser

#: HTML, styles and scripts of a page, over the wire
MOST_BYTES = 150_000
CHECKERS = Path(__file__).resolve().parents[2] / "scripts" / "checkers"

every_page = pytest.mark.parametrize(
    ("name", "lang"), [(name, lang) for name in PAGE_TYPES for lang in CHECKED]
)


@every_page
def test_is_answered_in_the_language_and_direction_of_its_address(visits, name, lang):
    visit = visits(name, lang)
    assert visit.status == (404 if name == "not found" else 200)
    assert f'<html lang="{lang}"' in visit.html
    assert visit.direction == ("rtl" if lang == "ar" else "ltr")
    assert visit.title


@every_page
def test_axe_finds_nothing(visits, name, lang):
    assert visits(name, lang).axe == []


@every_page
def test_needs_no_horizontal_scrolling_at_360_pixels(visits, name, lang):
    visit = visits(name, lang)
    assert visit.overflow <= 0, visit.sticks_out


@every_page
def test_asks_no_other_host_for_anything(visits, name, lang):
    assert visits(name, lang).elsewhere == []


@every_page
def test_everything_it_asks_for_is_there(visits, name, lang):
    assert visits(name, lang).failed == []


@every_page
def test_breaks_no_policy_and_raises_no_error(visits, name, lang):
    assert visits(name, lang).console == []


@every_page
def test_weighs_less_than_150_kilobytes(visits, name, lang):
    """What draws a PDF apart, which that page alone asks for."""
    weight = visits(name, lang).weight
    drawing = {url for url in weight if "/vendor/pdfjs/" in url}
    assert bool(drawing) == (name == "page of a file")
    assert len(weight) >= 4, "the page, its styles and its scripts"
    assert sum(size for url, size in weight.items() if url not in drawing) < MOST_BYTES, weight


@pytest.fixture(scope="package")
def nu(visits, tmp_path_factory) -> dict[str, list[str]]:
    """What the Nu HTML checker says of every page, all checked in one run."""
    present = subprocess.run([CHECKERS, "--present"], capture_output=True, text=True)
    if present.returncode:
        missing(f"the Nu HTML checker: run {CHECKERS.parent.name}/{CHECKERS.name}")
    folder = tmp_path_factory.mktemp("html")
    for number, (name, lang) in enumerate((n, x) for n in PAGE_TYPES for x in CHECKED):
        (folder / f"{number}.html").write_text(visits(name, lang).html)
    try:
        done = subprocess.run(
            ["java", "-Xss2m", "-jar", present.stdout.strip(), "--format", "json", "--stdout"]
            + ["--exit-zero-always", str(folder)],
            capture_output=True,
            text=True,
            timeout=300,
        )
    except FileNotFoundError:
        missing("Java 17 or newer for the Nu HTML checker: apt-get install -y default-jre-headless")
    assert done.returncode == 0, done.stderr
    said = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        if message["type"] == "error" or message.get("subType") == "fatal":
            number = message["url"].rpartition("/")[2]
            said[number].append(f"{message['message']}: {message.get('extract', '')[:160]}")
    return {
        f"{name} {lang}": said[f"{number}.html"]
        for number, (name, lang) in enumerate((n, x) for n in PAGE_TYPES for x in CHECKED)
    }


@every_page
def test_the_nu_html_checker_finds_no_error(nu, name, lang):
    assert nu[f"{name} {lang}"] == []


def test_the_nu_html_checker_would_find_an_error(nu, tmp_path):
    """The run above can fail: it is the same one that finds this."""
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div id=a></div><b id=a>")
    jar = subprocess.run([CHECKERS, "--present"], capture_output=True, text=True).stdout.strip()
    done = subprocess.run(
        ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", str(page)],
        capture_output=True,
        text=True,
    )
    messages = json.loads(done.stdout)["messages"]
    assert any("Duplicate ID" in message["message"] for message in messages)
