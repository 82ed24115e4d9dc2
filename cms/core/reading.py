"""The text and the picture of a file, opened and read in a process of its own under limits.

What an upload holds is not to be trusted: it may take hours or all memory to read, or bring
down what reads it. So nothing here knows the database or the settings, and `main` runs apart
from web and worker, who take what it prints (`cms.core.extraction`).

PDF text by pypdf, chosen for its licence and because it keeps Arabic letters in order; covers
by pypdfium2; DOCX by python-docx.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import logging
import re
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import docx
import docx.document
import pypdf
import pypdfium2

logger = logging.getLogger(__name__)

#: tatweel, harakat, bidirectional marks and soft hyphens, which hide words from search, and
#: halves of characters, which no database takes
_INVISIBLE = re.compile(
    r"[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ud800-\udfff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")
#: the largest picture of a first page, in pixels
_COVER_WIDTH, _COVER_HEIGHT = 400, 1200


@dataclass(frozen=True, slots=True)
class Limits:
    """How many pages a file may have, how many bytes an archive may unpack to, and what reading
    may take: seconds of processor time and megabytes of memory."""

    pages: int
    unpacked: int
    seconds: int
    megabytes: int


class Refused(Exception):
    """The file cannot be read. `problem` is one of `cms.core.extraction.Problem`, `reason` is
    for the log."""

    def __init__(self, problem: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = problem
        self.reason = reason


def clean(text: str) -> str:
    """Text as it is searched: NFKC, without invisible marks, NULs or runs of spaces."""
    text = unicodedata.normalize("NFKC", text).replace("\x00", "")
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def open_pdf(stream: IO[bytes], limits: Limits) -> pypdf.PdfReader:
    """A PDF that can be read. Raises Refused."""
    try:
        reader = pypdf.PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("protected", "encrypted")
        pages = len(reader.pages)
    except (Refused, MemoryError):
        raise
    except Exception as problem:  # pypdf raises many types on damaged files
        raise Refused("damaged-pdf", repr(problem)) from problem
    if pages > limits.pages:
        raise Refused("too-many-pages", f"{pages} pages")
    return reader


def open_document(stream: IO[bytes], limits: Limits) -> docx.document.Document:
    """A Word document that can be read. Raises Refused."""
    try:
        with zipfile.ZipFile(stream) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > limits.unpacked:
            raise Refused("too-large", f"unpacks to {unpacked} bytes")
        stream.seek(0)
        return docx.Document(stream)
    except (Refused, MemoryError):
        raise
    except Exception as problem:  # damaged archives and their XML raise many types
        raise Refused("damaged-document", repr(problem)) from problem


def read_pages(stream: IO[bytes], extension: str, limits: Limits) -> list[str]:
    """The text of each page; a DOCX has no pages and gives one text. Raises Refused."""
    if extension == "pdf":
        texts = []
        for page in open_pdf(stream, limits).pages:
            try:
                texts.append(clean(page.extract_text()))
            except MemoryError:
                raise
            except Exception as problem:  # one damaged page must not lose the others
                logger.warning("page %d not read: %r", len(texts) + 1, problem)
                texts.append("")
        return texts
    document = open_document(stream, limits)
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


def main(arguments: Sequence[str]) -> None:
    """Opens the file at a path (`open`) and says so in a line of JSON, or reads it (`read`) and
    prints its texts as one, and then its cover as another: whoever draws may fail, and the text
    is there. A file that is refused prints why."""
    what, path, extension, *numbers = arguments
    limits = Limits(*map(int, numbers))
    _limit(limits)
    try:
        with open(path, "rb") as stream:
            if what == "open":
                (open_pdf if extension == "pdf" else open_document)(stream, limits)
                _print({"opened": True})
                return
            _print({"pages": read_pages(stream, extension, limits)})
    except Refused as problem:
        _print({"problem": problem.problem, "reason": problem.reason})
        return
    except MemoryError:
        _print({"problem": "too-much-memory", "reason": "the memory allowed is used up"})
        return
    if extension == "pdf":
        with open(path, "rb") as stream:
            picture = cover(stream)
        _print({"cover": base64.b64encode(picture).decode() if picture else ""})


def _print(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _limit(limits: Limits) -> None:
    """Has the system end this process, or refuse it memory, beyond the limits."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    # macOS knows the limit of memory and does not take it.
    with contextlib.suppress(ValueError, OSError):
        most = limits.megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main(sys.argv[1:])
