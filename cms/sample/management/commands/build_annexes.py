"""Build the sample library's Word annexes from their readable sources.

Sources are `cms/sample/annexes/*.yaml`; the result is `cms/sample/files/<name>-<language>.docx`,
committed so that loading the sample needs no building. The same source always gives the same
bytes, which lets `--check` say whether a committed file is out of date.
"""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

SAMPLE = Path(__file__).resolve().parents[2]
SOURCES = SAMPLE / "annexes"
TARGET = SAMPLE / "files"
RIGHT_TO_LEFT = {"ar"}
FONT = "Arial"
BOX = "\N{BALLOT BOX} "
# A fixed moment, so that rebuilding an unchanged source changes nothing.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    """Return the child of `parent` called `tag`, created if need be, with these attributes."""
    element = parent.find(qn(tag))
    if element is None:
        element = OxmlElement(tag)
        parent.append(element)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _turn(paragraph: Paragraph) -> None:
    """Make one paragraph and its runs read from right to left."""
    properties = paragraph._p.get_or_add_pPr()
    bidi = OxmlElement("w:bidi")
    # The schema fixes the order of these elements: bidi comes before spacing and alignment.
    properties.insert_element_before(
        bidi, "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for run in paragraph.runs:
        run.font.rtl = True
        # Arabic letters take their own "complex script" weight.
        run.font.cs_bold = run.bold


def _fill(table: Table, columns: list[str], rows: list[list[str]]) -> None:
    """Write the heading row in bold, then the rows; missing cells stay empty."""
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row, texts in zip(table.rows[1:], rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.paragraphs[0].add_run(text)
    # Word repeats a row marked so at the top of each page the table runs over.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_language(document: WordDocument, language: str) -> None:
    """Declare the language of the text, and a font that has its letters, in the base styles."""
    right_to_left = language in RIGHT_TO_LEFT
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = FONT
        properties = style.element.get_or_add_rPr()
        fonts = _child(properties, "w:rFonts")
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    document.styles["Normal"].font.size = Pt(10.5)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    base = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _child(base, "w:lang", **{"bidi" if right_to_left else "val": language})
    if right_to_left:
        for section in document.sections:
            section._sectPr.insert_element_before(
                OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings"
            )


def build(edition: dict[str, Any], language: str) -> bytes:
    """Return one annex as a Word document, the same bytes for the same source."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    _set_language(document, language)
    document.add_heading(edition["title"], level=0)
    document.add_paragraph(edition["note"])
    for section in edition["sections"]:
        document.add_heading(section["title"], level=1)
        if text := section.get("text"):
            document.add_paragraph(text)
        for item in section.get("items", []):
            document.add_paragraph(BOX + item)
        if content := section.get("table"):
            columns, rows = content["columns"], content["rows"]
            table = document.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
            _fill(table, columns, rows)
    if language in RIGHT_TO_LEFT:
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]:
            _turn(paragraph)
        for table in document.tables:
            # A right-to-left table also puts its first column on the right.
            table._tblPr.insert_element_before(
                OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
            )
    properties = document.core_properties
    properties.title, properties.language = edition["title"], language
    properties.author = properties.last_modified_by = "Medina"
    properties.comments, properties.created, properties.modified = "", WRITTEN, WRITTEN
    written = io.BytesIO()
    document.save(written)
    return _without_clock(written)


def _without_clock(archive: io.BytesIO) -> bytes:
    """Rewrite a zip archive with one fixed date for every member."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(archive) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            target.writestr(member, source.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def annexes() -> dict[Path, bytes]:
    """Build every annex in memory: the path it belongs at, and its bytes."""
    built = {}
    for source in sorted(SOURCES.glob("*.yaml")):
        editions = yaml.safe_load(source.read_text(encoding="utf-8"))["editions"]
        for language, edition in editions.items():
            built[TARGET / f"{source.stem}-{language}.docx"] = build(edition, language)
    return built


def _parts(document: bytes) -> dict[str, bytes]:
    """Return what a Word document holds, part by part, unpacked."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class Command(BaseCommand):
    """Write the annexes of the sample library, or with `--check` only compare them."""

    help = "Build the Word annexes of the sample library from cms/sample/annexes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer `--check`, which writes nothing and fails if a file is out of date."""
        parser.add_argument("--check", action="store_true", help="compare instead of writing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build every annex and say what was written."""
        for path, content in annexes().items():
            if options["check"]:
                # Parts are compared unpacked: compression may differ between machines.
                if not path.exists() or _parts(path.read_bytes()) != _parts(content):
                    raise CommandError(f"{path.name} is out of date: run build_annexes")
                continue
            TARGET.mkdir(exist_ok=True)
            path.write_bytes(content)
            self.stdout.write(f"{path.name}: {len(content) / 1024:.0f} kB")
