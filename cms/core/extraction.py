"""Reading the text of files, page by page.

PDF text by pypdf, chosen for its licence and because it keeps Arabic letters in
order; covers by pypdfium2; DOCX by python-docx.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zipfile
from typing import IO

import docx
import docx.document
import pypdf
import pypdfium2
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from search import limits

from .models import File, FilePage

logger = logging.getLogger(__name__)

#: tatweel, harakat, bidirectional marks and soft hyphens: they hide words from search
_INVISIBLE = re.compile(r"[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]")
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")
#: how many times the largest upload a DOCX may unpack to: a small archive can hold a vast text
_UNPACKED_FACTOR = 4
#: the largest picture of a first page, in pixels
_COVER_WIDTH, _COVER_HEIGHT = 400, 1200


class Problem(models.TextChoices):
    """Why a file is not read, or not found whole; what is noted with the file."""

    PROTECTED = "protected", _("This PDF is protected by a password.")
    DAMAGED_PDF = "damaged-pdf", _("This PDF is damaged and cannot be read.")
    DAMAGED_DOCUMENT = "damaged-document", _("This Word document is damaged and cannot be read.")
    TOO_MANY_PAGES = "too-many-pages", _("The file has more than %(count)d pages.")
    TOO_LARGE = "too-large", _("The file is larger than %(size)s.")
    OTHER_TYPE = (
        "other-type",
        _("Only PDF and Word (.docx) files can be uploaded, and this is neither."),
    )
    MISSING = "missing", _("The file is not in its place on the disk.")
    TOO_LONG = (
        "too-long",
        _(
            "The file is longer than search reads: only its first %(passages)s passages of about "
            "%(words)d words are found. Cut it into several files to have all of it found."
        ),
    )

    def message(self) -> str:
        """The problem in the active language."""
        return self.label % {
            "count": settings.FILE_MAX_PAGES,
            "size": filesizeformat(_UNPACKED_FACTOR * settings.FILE_MAX_BYTES),
            "passages": number_format(limits.MOST_IN_A_FILE, force_grouping=True),
            "words": limits.SIZE,
        }


class Unreadable(Exception):
    """The file cannot be read. The message is for the reader, `reason` for the log."""

    def __init__(self, problem: Problem, reason: str):
        super().__init__(problem.message())
        self.problem = problem
        self.reason = reason


def problem_of(file: File) -> str:
    """What keeps a file from being found, or found whole, in the active language ('' if
    nothing does)."""
    if file.text_problem in Problem.values:
        return Problem(file.text_problem).message()
    if file.text_state in (File.Text.EMPTY, File.Text.BROKEN):
        return capfirst(file.get_text_state_display())
    return ""


def troubled() -> QuerySet[File]:
    """Files that are not found, or not whole, the newest first."""
    states = (File.Text.EMPTY, File.Text.BROKEN)
    found = File.objects.filter(Q(text_state__in=states) | ~Q(text_problem=""))
    return found.order_by("-created_at", "-pk")


def read_again(file: File) -> None:
    """Has the text of a file read anew in the background."""
    file.text_state, file.text_problem = File.Text.WAITING, ""
    file.save()


def clean(text: str) -> str:
    """Text as it is searched: NFKC, without invisible marks, NULs or runs of spaces."""
    text = unicodedata.normalize("NFKC", text).replace("\x00", "")
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def _reader(stream: IO[bytes]) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Problem.PROTECTED, "encrypted")
        pages = len(reader.pages)
    except Unreadable:
        raise
    except Exception as problem:  # pypdf raises many types on damaged files
        raise Unreadable(Problem.DAMAGED_PDF, repr(problem)) from problem
    if pages > settings.FILE_MAX_PAGES:
        raise Unreadable(Problem.TOO_MANY_PAGES, f"{pages} pages")
    return reader


def _document(stream: IO[bytes]) -> docx.document.Document:
    most = _UNPACKED_FACTOR * settings.FILE_MAX_BYTES
    try:
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > most:
            raise Unreadable(Problem.TOO_LARGE, f"unpacks to {unpacked} bytes")
        stream.seek(0)
        return docx.Document(stream)
    except Unreadable:
        raise
    except Exception as problem:  # damaged archives and their XML raise many types
        raise Unreadable(Problem.DAMAGED_DOCUMENT, repr(problem)) from problem


def check(stream: IO[bytes], name: str) -> None:
    """Raises Unreadable unless the stream is what its name says: a PDF or a DOCX."""
    head = stream.read(5)
    stream.seek(0)
    extension = name.rsplit(".", 1)[-1].lower()
    if extension == "pdf" and head.startswith(b"%PDF-"):
        _reader(stream)
    elif extension == "docx" and head.startswith(b"PK"):
        _document(stream)
    else:
        raise Unreadable(Problem.OTHER_TYPE, f"{extension} beginning with {head!r}")


def read_pages(stream: IO[bytes], extension: str) -> list[str]:
    """The text of each page; a DOCX has no pages and gives one text. Raises Unreadable."""
    if extension == "pdf":
        texts = []
        for page in _reader(stream).pages:
            try:
                texts.append(clean(page.extract_text()))
            except Exception as problem:  # one damaged page must not lose the others
                logger.warning("page %d not read: %r", len(texts) + 1, problem)
                texts.append("")
        return texts
    document = _document(stream)
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [" · ".join(cell.text for cell in row.cells) for row in table.rows]
    return [clean("\n".join(parts))]


def cover(stream: IO[bytes]) -> bytes | None:
    """The first page of a PDF as a PNG 400 pixels wide, less where it is very high.

    None if it cannot be drawn.
    """
    try:
        page = pypdfium2.PdfDocument(stream)[0]
        scale = min(_COVER_WIDTH / page.get_width(), _COVER_HEIGHT / page.get_height())
        image = page.render(scale=scale).to_pil()
        out = io.BytesIO()
        image.convert("RGB").quantize(64).save(out, "PNG", optimize=True)
    except Exception as problem:  # a picture is not worth losing the text for
        logger.warning("no cover: %r", problem)
        return None
    return out.getvalue()


def read_file(file: File) -> None:
    """Reads a file's text, page count and cover into the database, replacing what was there.

    Writes nothing where the file got a new version while it was being read.
    """
    picture = None
    pages: list[str] = []
    try:
        with file.file.open("rb") as stream:
            pages = read_pages(stream, file.extension)
        if file.extension == "pdf":
            with file.file.open("rb") as stream:
                picture = cover(stream)
        file.text_state = File.Text.READ if any(pages) else File.Text.EMPTY
        file.text_problem = Problem.TOO_LONG if limits.too_long(pages) else ""
    except (Unreadable, OSError) as problem:
        logger.warning("file %s not read: %r", file.pk, problem)
        file.text_state = File.Text.BROKEN
        file.text_problem = getattr(problem, "problem", Problem.MISSING)
    first = 1 if file.extension == "pdf" else 0
    file.page_count = len(pages) if first else None
    with transaction.atomic():
        same = File.objects.select_for_update().filter(pk=file.pk, file=file.file.name)
        if not same.exists():
            return  # replaced or deleted meanwhile: the new version is read by its own task
        file.pages.all().delete()
        FilePage.objects.bulk_create(
            FilePage(file=file, number=number, text=text)
            for number, text in enumerate(pages, start=first)
        )
        if file.cover:
            file.cover.delete(save=False)
        if picture:
            file.cover.save(f"{file.pk}.png", ContentFile(picture), save=False)
        file.save(update_fields=["text_state", "text_problem", "page_count", "cover"])
