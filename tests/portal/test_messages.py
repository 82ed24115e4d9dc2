"""What the portal says is marked so that it reaches the catalogues."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize
from django.conf import settings

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


#: the catalogues that the administration speaks from
FOREIGN = [
    *(
        Path(wagtail.__file__).parent / part / "locale"
        for part in ("", "admin", "documents", "images", "locales", "snippets", "users")
    ),
    Path(wagtail_localize.__file__).parent / "locale",
]


def entries(folder: Path, language: str) -> list[polib.POEntry]:
    path = folder / language / "LC_MESSAGES" / "django.po"
    return list(polib.pofile(str(path))) if path.exists() else []


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_the_administration_speaks_every_language(language):
    """What Wagtail's catalogues lack stands in ours."""
    ours = entries(ROOT / "portal" / "wagtail_messages", language)
    theirs = [entry for folder in FOREIGN for entry in entries(folder, language)]
    said = {(e.msgctxt, e.msgid) for e in [*ours, *theirs] if e.translated()}
    asked = {(e.msgctxt, e.msgid) for folder in FOREIGN for e in entries(folder, "en")}
    assert asked - said == set()


def test_what_is_added_to_wagtail_keeps_its_placeholders():
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for path in (ROOT / "portal" / "wagtail_messages").glob("*/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            wanted = sorted(placeholder.findall(entry.msgid_plural or entry.msgid))
            last = [*entry.msgstr_plural.values(), entry.msgstr][-2 if entry.msgid_plural else -1]
            assert sorted(placeholder.findall(last)) == wanted, entry.msgid
