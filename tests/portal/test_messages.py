"""What the portal says is marked so that it reaches the catalogues."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "cms", "search")


def test_messages_are_marked_by_names_that_the_extraction_knows():
    """It finds messages by the names of Django's functions and by `_`, not by other names."""
    renamed = [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name and name.asname not in (None, "_")
    ]
    assert renamed == []


def test_french_keeps_its_marks_with_the_words_before_them():
    """No line begins with one of : ; ? ! » nor ends with «."""
    catalogue = polib.pofile(str(ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    said = [text for e in catalogue for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in said if re.search(" [:;?!»]|« ", text)] == []
