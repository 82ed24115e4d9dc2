"""What the portal says is marked so that it reaches the catalogues."""

from __future__ import annotations

import ast
from pathlib import Path

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
