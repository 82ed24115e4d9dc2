"""With every edition published, a reader gets the handbook's page in the language asked in."""

from __future__ import annotations

import pytest

from .reading import Reader
from .test_handbook_pages import ARABIC, OTHERS

LANGUAGE = dict.fromkeys(ARABIC, "ar") | dict(zip(OTHERS, ("fr", "es", "en"), strict=True))


@pytest.mark.parametrize(("question", "page"), [*ARABIC.items(), *OTHERS.items()])
def test_a_question_opens_the_pdf_in_its_own_language(each_portal, question, page):
    lang = LANGUAGE[question]
    hit = Reader(each_portal).search(question, lang)["hits"][0]
    assert (hit["kind"], hit["title_lang"]) == ("handbook", lang)
    evidence = hit["evidence"]
    assert (evidence["lang"], evidence["page"]) == (lang, page)
    assert evidence["url"].endswith(f"#page={page}")
