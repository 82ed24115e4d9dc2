"""The sample library's own handbook: sources, printed files and the record of the work."""

import os
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from cms.sample.handbook import source as handbook_source
from cms.sample.handbook.pdf import PrinterMissing, build, pdf_path
from cms.sample.handbook.source import LANGUAGES, digest, in_reading_order, read_source

WORK = (
    Path(handbook_source.__file__).parents[1]
    / "works"
    / "handbook"
    / "documenting-an-experience.yaml"
)
FIRST_CHAPTER_PAGE = 3  # after the title page and the contents

# Where a reader's question is answered: language, page, and words that answer it.
ANSWERS = [
    ("en", 3, "Wait until it has run for twelve months"),
    ("en", 4, "The interview lasts ninety minutes at most"),
    ("en", 6, "Ask three people separately and publish the range of what they recall"),
    ("en", 8, "Make a step, a rule or a tool the subject of the sentence, never a person"),
    ("en", 10, "is published only with that person’s written consent"),
    ("en", 12, "Check every twelve months, and every six for a pilot"),
    ("fr", 4, "L’entretien dure quatre-vingt-dix minutes au maximum"),
    ("fr", 6, "Ne reconstituez jamais le chiffre de départ à partir du chiffre d’arrivée"),
    ("fr", 10, "ne paraît qu’avec son accord écrit et préalable"),
    ("es", 5, "Si nadie anotó un costo, escriba «no consta»"),
    ("es", 8, "El sujeto de la frase debe ser un paso, una norma o una herramienta"),
    ("es", 12, "Compruébelo cada doce meses, y cada seis si es un piloto"),
    ("ar", 4, "تدوم المقابلة تسعين دقيقة على الأكثر"),
    ("ar", 5, "ماسحان ضوئيان بمبلغ 1900 بالعملة المحلية سنة 2023 دفعته البلدية"),
    ("ar", 6, "قبل: 42 في مارس 2022. بعد: 17 في مارس 2024. القائل: مصلحة الحالة المدنية"),
    ("ar", 8, "اجعلوا فاعل الجملة خطوة أو قاعدة أو أداة، ولا تجعلوه شخصا أبدا"),
    ("ar", 10, "اعتمدوا رخصة المشاع الإبداعي CC BY 4.0 ما لم يوجد سبب يمنع"),
    ("ar", 12, "الثاني تصبح الحالة «غير معروفة» لا «متوقفة»، فالصمت ليس دليلا"),
]


def words(text: str) -> list[str]:
    """The words of a text as search sees them: compatible forms, without marks or signs."""
    text = unicodedata.normalize("NFKC", text).lower()
    kept = (char for char in text if unicodedata.category(char) not in ("Mn", "Cf") and char != "ـ")
    return re.findall(r"\w+", "".join(kept))


def follows(needle: list[str], haystack: list[str]) -> bool:
    """Whether some words stand in a text one after the other."""
    return any(
        haystack[start : start + len(needle)] == needle
        for start in range(len(haystack) - len(needle) + 1)
    )


@cache
def reader(language: str) -> PdfReader:
    """The committed PDF of a language."""
    return PdfReader(pdf_path(language))


@cache
def page_words(language: str) -> list[list[str]]:
    """The words that each page of a committed PDF gives, in the order in which it gives them."""
    return [words(page.extract_text()) for page in reader(language).pages]


def fonts_without_file(pdf: PdfReader) -> set[str]:
    """Names of the fonts that pages use and the file does not hold."""
    missing = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                missing.add(str(descriptor["/FontName"]))
    return missing


def test_languages_have_the_same_chapters_built_alike():
    """An answer found in one language is where the other languages have it."""

    def outline(language: str) -> list[tuple]:
        return [
            (
                chapter.id,
                len(re.findall(r"^### ", chapter.text, re.MULTILINE)),
                len(re.findall(r"^- ", chapter.text, re.MULTILINE)),
                len(re.findall(r"^\d+\. ", chapter.text, re.MULTILINE)),
                len(re.findall(r"^\| ", chapter.text, re.MULTILINE)),
                len(re.findall(r"^> ", chapter.text, re.MULTILINE)),
            )
            for chapter in read_source(language).chapters
        ]

    english = outline("en")
    assert len(english) == 12
    for language in LANGUAGES:
        assert outline(language) == english, language


def test_arabic_source_is_written_without_vowel_signs():
    """Vowel signs tear words apart when a PDF's text is extracted."""
    text = handbook_source.source_path("ar").read_text(encoding="utf-8")
    assert not [char for char in text if unicodedata.category(char) == "Mn"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_committed_pdf_was_printed_from_the_present_source(language):
    """Who changes the words or the layout prints again."""
    assert reader(language).metadata["/sourcedigest"] == digest(language), (
        "run `manage.py build_handbook` and commit the files"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_small_tagged_and_carries_its_language_and_fonts(language):
    """Anyone can read it: with a screen reader, without the fonts, on a slow line."""
    pdf = reader(language)
    catalogue = pdf.trailer["/Root"]
    assert len(pdf.pages) >= 10
    assert pdf_path(language).stat().st_size < 600_000
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalogue
    assert "pdfuaid:part" in pdf.xmp_metadata.stream.get_data().decode()
    assert pdf.metadata.title == read_source(language).words["title"]
    assert fonts_without_file(pdf) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chapter_has_a_page_of_its_own_that_gives_its_words_in_order(language):
    """All words of a chapter are found on its page, each after the one it follows."""
    pages = page_words(language)
    chapters = read_source(language).chapters
    assert len(pages) == FIRST_CHAPTER_PAGE - 1 + len(chapters)
    for number, chapter in enumerate(chapters, start=FIRST_CHAPTER_PAGE):
        page = pages[number - 1]
        expected = words(f"{chapter.title} {chapter.text}")
        # List numbers are counted by the printer, so both sides have them.
        missing = Counter(expected) - Counter(page)
        assert sum(missing.values()) <= 0.03 * len(expected), (language, chapter.id, missing)
        pairs = set(zip(page, page[1:], strict=False))
        parted = [pair for pair in zip(expected, expected[1:], strict=False) if pair not in pairs]
        assert len(parted) <= 0.02 * len(expected), (language, chapter.id, parted)


@pytest.mark.parametrize(("language", "page", "answer"), ANSWERS)
def test_answer_stands_on_its_page_word_after_word(language, page, answer):
    """A search hit can open the page that answers; Arabic sentences keep their order."""
    assert follows(words(answer), page_words(language)[page - 1])
    others = [other for number, other in enumerate(page_words(language), 1) if number != page]
    assert not any(follows(words(answer), other) for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_give_the_page_of_each_chapter(language):
    """The printed contents name every chapter and the page where it starts."""
    contents = page_words(language)[1]
    for number, chapter in enumerate(read_source(language).chapters, start=FIRST_CHAPTER_PAGE):
        assert follows([*words(chapter.title), str(number)], contents)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_printing_again_gives_the_same_text(language, tmp_path):
    """The command's work can be repeated, and a second printing is the same file."""
    try:
        first = build(language, tmp_path / "first.pdf")
    except PrinterMissing as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    second = build(language, tmp_path / "second.pdf")
    assert first.read_bytes() == second.read_bytes()
    printed = [words(page.extract_text()) for page in PdfReader(first).pages]
    assert printed == page_words(language)


def test_digest_changes_with_the_words(tmp_path, monkeypatch):
    """The proof that a PDF is up to date would notice one changed letter."""
    before = digest("en")
    for name in ("en.md", *handbook_source.LAYOUT):
        content = (handbook_source.FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(handbook_source, "FOLDER", tmp_path)
    assert digest("en") == before
    changed = (tmp_path / "en.md").read_text(encoding="utf-8").replace("ninety", "sixty", 1)
    (tmp_path / "en.md").write_text(changed, encoding="utf-8")
    assert digest("en") != before


def test_numbers_and_signs_in_arabic_are_set_apart():
    """Pieces that would be reordered on the line get elements of their own; words do not."""
    assert in_reading_order("في مارس 2022.") == (
        'في مارس<bdi dir="rtl"> \N{ZERO WIDTH SPACE}</bdi><bdi dir="ltr">2022</bdi>'
        '<bdi dir="rtl">.</bdi>'
    )
    assert in_reading_order("ثلاثة أشخاص") == "ثلاثة أشخاص"
    assert in_reading_order("<b>") == '&lt;<bdi dir="ltr">b</bdi>&gt;'


def test_work_names_the_chapters_and_files_of_the_handbook():
    """The page of the portal and the PDF have the same chapters under the same titles."""
    work = yaml.safe_load(WORK.read_text(encoding="utf-8"))
    assert work["kind"] == "handbook"
    assert {file["path"]: file["language"] for file in work["facts"]["files"]} == {
        f"files/{pdf_path(language).name}": language for language in LANGUAGES
    }
    assert set(work["editions"]) == set(LANGUAGES)
    for language, edition in work["editions"].items():
        source = read_source(language)
        titles = [chapter.title for chapter in source.chapters]
        assert [chapter["title"] for chapter in edition["chapters"]] == titles
        assert edition["title"].startswith(source.words["title"])
        assert all(chapter["text"].strip() for chapter in edition["chapters"])
