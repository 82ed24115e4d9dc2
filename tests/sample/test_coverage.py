"""Every function that the seeds show has its place in the sample site, or is said to come later.

`docs/coverage.md` is written from `coverage.yaml` beside this module:

    python -m tests.sample.test_coverage
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "coverage.md"
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "coverage.yaml").read_text(encoding="utf-8"))
EXPECTED = [
    *(f"A{n}" for n in range(1, 16)),
    *(f"B{n}" for n in range(1, 12)),
    *(f"C{n}" for n in range(1, 25)),
    *(f"D{n}" for n in range(1, 9)),
    *(f"E{n}" for n in range(1, 11)),
]
HEAD = """# What the seeds show, and where it is

Made by `python -m tests.sample.test_coverage` from `tests/sample/coverage.yaml`. A test opens each
address in the sample site and looks for the values of the source; rows that belong to later work
say so.

| row | function | held by | in the sample |
| --- | --- | --- | --- |
"""


def document() -> str:
    """The documentation page."""
    lines = []
    for row in ROWS:
        addresses = "<br>".join(f"`{address}`" for address in row.get("pages", {}))
        later = f"later: {row['later']}" if "later" in row else ""
        held = "; ".join(filter(None, [row.get("held_by", ""), later]))
        lines.append(f"| {row['row']} | {row['function']} | {held} | {addresses} |\n")
    return HEAD + "".join(lines)


def test_every_row_is_there_once_and_in_order():
    assert [row["row"] for row in ROWS] == EXPECTED


def test_every_row_has_pages_in_two_languages_or_belongs_to_later_work():
    for row in ROWS:
        languages = {address.split("/")[1] for address in row.get("pages", {})}
        assert "later" in row or len(languages) >= 2, row["row"]
        assert row.get("pages") is None or row["held_by"], row["row"]


def test_the_documentation_says_what_is_tested():
    assert PAGE.read_text(encoding="utf-8") == document(), (
        "run python -m tests.sample.test_coverage"
    )


@pytest.mark.parametrize(
    ("row", "address", "values"),
    [
        pytest.param(row["row"], address, values, id=f"{row['row']}-{address.split('/')[1]}")
        for row in ROWS
        for address, values in row.get("pages", {}).items()
    ],
)
def test_the_values_of_the_source_stand_on_the_page(portal, row, address, values):
    page = portal.get(quote(address, safe="/?=%"))
    body = page.split("<main", 1)[1].split("</main>", 1)[0]
    text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)))
    missing = [value for value in values if str(value) not in text]
    assert not missing, (row, address, missing)


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
