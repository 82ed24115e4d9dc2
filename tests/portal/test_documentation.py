"""What the documentation names exists, and what people run is documented."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
OURS = ("cms.", "search", "portal")

#: what a page says inside code, in a block or between backquotes
CODE = re.compile(r"^ *```\w*\n(.*?)^ *```$|`([^`\n]+)`|^    ([^\n]+)$", re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code(page: Path) -> list[str]:
    """Code on a page, one piece a block or span; continued lines are joined."""
    found = ("".join(groups) for groups in CODE.findall(page.read_text()))
    return [piece.replace("\\\n", " ") for piece in found]


def everything() -> str:
    return "\n".join(piece for page in PAGES for piece in code(page))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def our_commands() -> set[str]:
    return {name for name, app in get_commands().items() if str(app).startswith(OURS)}


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("target", sorted(make_targets()))
def test_every_make_target_is_documented(target):
    assert re.search(rf"\bmake {target}\b(?!-)", everything())


@pytest.mark.parametrize("command", sorted(our_commands()))
def test_every_command_is_documented(command):
    assert re.search(rf"\bmanage\.py {command}\b", everything())


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "scripts").iterdir()))
def test_every_script_is_documented(script):
    assert f"scripts/{script}" in everything()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_to_something_that_is_there(page):
    text = page.read_text()
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _hash, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_on_a_page_exist_with_their_options(page):
    text = "\n".join(code(page))
    for target in re.findall(r"\bmake ([a-z][a-z-]*)\b", text):
        assert target in make_targets(), target
    for name, rest in re.findall(r"\bmanage\.py ([a-z]\w+)([^\n|;&]*)", text):
        assert name in get_commands(), name
        command = load_command_class(get_commands()[name], name)
        known = command.create_parser("manage.py", name)._option_string_actions
        for option in re.findall(r"(?<!\w)--[a-z][\w-]*", rest):
            assert option in known, (name, option)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_named_on_a_page_exist(page):
    """Paths of the source tree, such as `search/ranking.py`; examples of new files apart."""
    examples = {
        "cms/library/models/glossaries.py",
        "cms/sample/loading/kinds/glossary.py",
        "templates/library/glossary_page.html",
        "search/words/stopwords_pt.txt",
    }
    folders = "cms|search|portal|templates|tests|scripts|docs|benchmarks"
    for piece in code(page):
        for path in re.findall(rf"(?<![\w./])((?:{folders})/[\w/.\-]*\w\.\w+)", piece):
            assert path in examples or (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_names_imported_on_a_page_exist(page):
    for module, names in re.findall(
        r"^\s*from ((?:cms|search|portal)[\w.]*) import ([\w, ]+)$", page.read_text(), re.MULTILINE
    ):
        loaded = importlib.import_module(module)
        for name in names.split(","):
            exists = hasattr(loaded, name.strip())
            assert exists or importlib.import_module(f"{module}.{name.strip()}"), name


def test_the_index_leads_to_every_page():
    index = (ROOT / "docs" / "index.md").read_text()
    pages = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if f"({page}" not in index} == {"index.md"}


def test_pages_name_no_module_that_search_or_content_lacks():
    """Dotted names of ours, such as `search.tasks.drain`, can be imported."""
    dotted = re.findall(r"(?<![\w./`])`((?:cms|search)(?:\.\w+)+)(?:\(.*?\))?`", everything_raw())
    assert dotted
    for name in dotted:
        module, _dot, last = name.rpartition(".")
        try:
            found = hasattr(importlib.import_module(module), last)
        except ImportError:
            found = False
        assert found or importlib.util.find_spec(name), name


def everything_raw() -> str:
    return "\n".join(page.read_text() for page in PAGES)
