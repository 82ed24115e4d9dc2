"""Text of files in the database: read apart from web and worker, kept page by page.

`cms.core.reading` opens and reads it, in a process of its own that has so much time and memory and
no more. So a file that never ends, or that brings down its reader, harms nothing else.
"""

from __future__ import annotations

import json
import logging
import shutil
import signal
import subprocess
import sys
import tempfile
from base64 import b64decode
from dataclasses import dataclass
from typing import IO, Any

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

#: the program that reads; not imported here, where its libraries would only take time and memory
_READER = "cms.core.reading"
#: how many times the largest upload a DOCX may unpack to: a small archive can hold a vast text
_UNPACKED_FACTOR = 4
#: how many times the processor time allowed reading may take by the clock
_PATIENCE = 2
#: seconds of processor time that opening an upload may take while its sender waits
_OPENING = 10


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
    TOO_SLOW = "too-slow", _("Reading the file takes longer than the %(seconds)d s allowed.")
    TOO_MUCH_MEMORY = (
        "too-much-memory",
        _("Reading the file takes more than the %(memory)s of memory allowed."),
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
            "seconds": settings.FILE_READING_SECONDS,
            "memory": filesizeformat(settings.FILE_READING_MEGABYTES * 1_000_000),
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


def check(stream: IO[bytes], name: str) -> None:
    """Raises Unreadable unless the stream is what its name says: a PDF or a DOCX that opens. One
    that takes long to open passes: who sends it does not wait, and reading will tell."""
    head = stream.read(5)
    stream.seek(0)
    extension = name.rsplit(".", 1)[-1].lower()
    if (extension, head[:2]) != ("docx", b"PK") and (extension, head) != ("pdf", b"%PDF-"):
        raise Unreadable(Problem.OTHER_TYPE, f"{extension} beginning with {head!r}")
    try:
        _apart("open", stream, extension, min(_OPENING, settings.FILE_READING_SECONDS))
    except Unreadable as refused:
        if refused.problem != Problem.TOO_SLOW:
            raise
        logger.info("upload %r is left to the worker: %s", name, refused.reason)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: the text of each page, and its first page as a PNG where there is one."""

    pages: list[str]
    cover: bytes | None


def read(stream: IO[bytes], extension: str) -> Content:
    """Reads a file. Raises Unreadable, also for what takes too long or too much memory. A cover
    that cannot be drawn costs the cover alone."""
    told = _apart("read", stream, extension, settings.FILE_READING_SECONDS)
    return Content(told["pages"], b64decode(told.get("cover", "")) or None)


def _apart(what: str, stream: IO[bytes], extension: str, seconds: int) -> dict[str, Any]:
    """What the reading program tells of a file, in a process of its own with so many seconds.
    Raises Unreadable where it tells nothing."""
    most = _UNPACKED_FACTOR * settings.FILE_MAX_BYTES
    numbers = (settings.FILE_MAX_PAGES, most, seconds, settings.FILE_READING_MEGABYTES)
    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        command = [sys.executable, "-m", _READER, what, copy.name, extension]
        try:
            done = subprocess.run(  # noqa: S603 (our own program, a name of our own)
                [*command, *map(str, numbers)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                cwd=settings.BASE_DIR,
                timeout=_PATIENCE * seconds,
            )
            printed, ended = done.stdout, done.returncode
        except subprocess.TimeoutExpired as late:
            printed, ended = late.stdout or b"", -signal.SIGXCPU
    told: dict[str, Any] = {}
    for line in printed.splitlines(keepends=True):
        if line.endswith(b"\n"):
            told |= json.loads(line)
    if "problem" in told:
        raise Unreadable(Problem(told["problem"]), told["reason"])
    if not told:
        if ended in (-signal.SIGXCPU, -signal.SIGKILL):
            raise Unreadable(Problem.TOO_SLOW, f"not done within {seconds} s")
        damaged = Problem.DAMAGED_PDF if extension == "pdf" else Problem.DAMAGED_DOCUMENT
        raise Unreadable(damaged, f"its reader ended with {ended}")
    return told


def read_file(file: File) -> None:
    """Reads a file's text, page count and cover into the database, replacing what was there.

    Writes nothing where the file got a new version while it was being read.
    """
    content = Content([], None)
    try:
        with file.file.open("rb") as stream:
            content = read(stream, file.extension)
        pages = content.pages
        file.text_state = File.Text.READ if any(pages) else File.Text.EMPTY
        file.text_problem = Problem.TOO_LONG if limits.too_long(pages) else ""
    except (Unreadable, OSError) as problem:
        logger.warning("file %s not read: %r", file.pk, problem)
        file.text_state = File.Text.BROKEN
        file.text_problem = getattr(problem, "problem", Problem.MISSING)
    first = 1 if file.extension == "pdf" else 0
    file.page_count = len(content.pages) if first else None
    with transaction.atomic():
        same = File.objects.select_for_update().filter(pk=file.pk, file=file.file.name)
        if not same.exists():
            return  # replaced or deleted meanwhile: the new version is read by its own task
        file.pages.all().delete()
        FilePage.objects.bulk_create(
            FilePage(file=file, number=number, text=text)
            for number, text in enumerate(content.pages, start=first)
        )
        if file.cover:
            file.cover.delete(save=False)
        if content.cover:
            file.cover.save(f"{file.pk}.png", ContentFile(content.cover), save=False)
        file.save(update_fields=["text_state", "text_problem", "page_count", "cover"])
