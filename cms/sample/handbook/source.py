"""Read a handbook's Markdown source into chapters."""

import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml
from django.utils.html import escape
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})
LAYOUT = ("handbook.html", "handbook.css")

_CHAPTER = re.compile(r"^## (?P<title>.+?) \{#(?P<id>[a-z-]+)\}$", re.MULTILINE)
# The pieces a right-to-left line is made of: Latin words and numbers with what joins them
# ("CC BY 4.0"), single signs that face the reading direction, the marks and spaces after
# a word, and the words themselves.
_PIECES = re.compile(
    r"(?P<ltr>[A-Za-z0-9](?:[A-Za-z0-9 .]*[A-Za-z0-9])?)"
    r"|(?P<sign>[«»\[\]])"
    r"|(?P<marks>[\s.:,!-]+(?=$|[«»\[\]A-Za-z0-9]))"
    r"|(?P<words>.)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Chapter:
    """One chapter: its identifier, the same in all languages, its title and its Markdown."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Source:
    """A handbook in one language: its title page's words and its chapters, in order."""

    language: str
    words: dict[str, str]
    chapters: tuple[Chapter, ...]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML's dir attribute has it."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


def source_path(language: str) -> Path:
    """The Markdown file of a language."""
    return FOLDER / f"{language}.md"


def read_source(language: str) -> Source:
    """Read a language's source; raise ValueError where it has no head or no chapter."""
    text = source_path(language).read_text(encoding="utf-8")
    try:
        _, head, body = text.split("---\n", 2)
    except ValueError as error:
        raise ValueError(f"{language}.md has no head between two lines of dashes") from error
    headings = list(_CHAPTER.finditer(body))
    if not headings:
        raise ValueError(f"{language}.md has no chapter")
    ends = [heading.start() for heading in headings[1:]] + [len(body)]
    chapters = tuple(
        Chapter(heading["id"], heading["title"], body[heading.end() : end].strip())
        for heading, end in zip(headings, ends, strict=True)
    )
    return Source(language, yaml.safe_load(head), chapters)


def digest(language: str) -> str:
    """A hash of all that decides what is printed: the words, the layout, the styles."""
    files = [source_path(language), *(FOLDER / name for name in LAYOUT)]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def in_reading_order(text: str) -> str:
    """HTML of a right-to-left text, each of its pieces in an element of its own.

    Printed so, the pieces of a line are written to the PDF in the order in which they are
    read. Otherwise they come in the order in which they stand on the page, and a program
    that extracts the text finds the words around a number or a quotation mark exchanged.
    """
    html: list[str] = []
    for kind, pieces in groupby(_PIECES.finditer(text), key=lambda piece: piece.lastgroup):
        run = str(escape("".join(piece[0] for piece in pieces)))
        if run.isspace():  # WeasyPrint prints no element that holds nothing but spaces
            run += "\N{ZERO WIDTH SPACE}"
        if kind == "words":
            html.append(run)
        else:
            html.append(f'<bdi dir="{"ltr" if kind == "ltr" else "rtl"}">{run}</bdi>')
    return "".join(html)


def chapter_html(markdown: str, *, direction: str) -> str:
    """Render a chapter's Markdown, tables included; raw HTML in it is shown, not obeyed."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    if direction == "rtl":
        parser.add_render_rule(
            "text",
            lambda self, tokens, index, options, env: in_reading_order(tokens[index].content),
        )
    html = parser.render(markdown)
    # Without a space at its end, a cell's last word is glued to the next cell's first one
    # when the text is extracted.
    return re.sub(r"(?=</t[dh]>)", "\N{NO-BREAK SPACE}", html)
