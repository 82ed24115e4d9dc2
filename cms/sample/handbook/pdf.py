"""Print a handbook as a tagged PDF (PDF/UA-1)."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import mark_safe

from .source import FOLDER, Source, chapter_html, digest, in_reading_order, read_source

OUTPUT = FOLDER.parent / "files"
APPENDICES = frozenset({"templates", "glossary"})
# Written into the file instead of the time of building, so that the same source always
# gives the same file. It is the date of the edition named on the title page.
EDITION_DATE = "2026-11-23"


class PrinterMissing(RuntimeError):
    """WeasyPrint, which only development needs, cannot be loaded; the message says why."""


def pdf_path(language: str) -> Path:
    """Where the PDF of a language is kept."""
    return OUTPUT / f"handbook-{language}.pdf"


def render_html(source: Source) -> str:
    """The whole handbook as one HTML document."""

    def shown(text: str) -> str:
        return mark_safe(in_reading_order(text)) if source.direction == "rtl" else text

    chapters = []
    for number, chapter in enumerate(source.chapters, start=1):
        is_appendix = chapter.id in APPENDICES
        chapters.append(
            {
                "id": chapter.id,
                "title": shown(chapter.title),
                "label": "" if is_appendix else shown(f"{source.words['chapter']} {number}"),
                "html": mark_safe(  # our own files, rendered without raw HTML
                    chapter_html(chapter.text, direction=source.direction)
                ),
            }
        )
    template = Engine(dirs=[str(FOLDER)]).get_template("handbook.html")
    return template.render(
        Context(
            {
                "source": source,
                "words": source.words,
                "shown": {key: shown(text) for key, text in source.words.items()},
                "chapters": chapters,
                "date": EDITION_DATE,
                "digest": digest(source.language),
            }
        )
    )


def stylesheet(source: Source) -> str:
    """The styles, told where the fonts are and what the running header says."""
    fonts = Path(settings.BASE_DIR) / "portal" / "static" / "vendor" / "fonts"
    return Template((FOLDER / "handbook.css").read_text(encoding="utf-8")).substitute(
        fonts=fonts.as_uri(),
        handbook=FOLDER.as_uri(),
        running=source.words["running"].replace('"', r"\""),
    )


def build(language: str, path: Path | None = None) -> Path:
    """Print one language to `path` (by default where the sample library keeps it).

    The text keeps its reading order when extracted, Arabic included, fonts are embedded,
    and the hash of the source is stored in the document's information.
    Raises PrinterMissing where WeasyPrint or the Pango library it draws with is missing.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise PrinterMissing(
            "Printing needs WeasyPrint, from the development requirements, and Pango, "
            "from the system (Debian: libpango-1.0-0 libpangoft2-1.0-0)."
        ) from error

    # The fonts embedded in the file carry a date too; fontTools takes it from here.
    edition_time = datetime.fromisoformat(EDITION_DATE).replace(tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(edition_time.timestamp()))
    source = read_source(language)
    fonts = FontConfiguration()
    target = path or pdf_path(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    document = HTML(string=render_html(source), base_url=FOLDER.as_uri())
    document.write_pdf(
        target,
        stylesheets=[CSS(string=stylesheet(source), font_config=fonts)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(digest(language).encode()).digest()[:16],
        custom_metadata=True,
    )
    return target
