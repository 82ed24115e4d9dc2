"""A part in another language than its edition is marked, and found in its own language."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.models import PageViewRestriction

from cms.core import works
from search import analysis, indexing
from search.documents import Text, WorkDocument
from tests.factories import CaseStudyFactory, HandbookFactory, ManualFactory, translate

pytestmark = pytest.mark.django_db


def document(page) -> WorkDocument:
    return works.kind(page.work_kind).documents([page.work], "public")[0]


CHAPTER = {"title": "قراءة العدادات", "text": "<p>تقرأ البلدية العدادات.</p>", "language": "ar"}
PARTS = {
    "text": {"title": "", "text": "<p>Les compteurs</p>"},
    "quote": {"text": "Les compteurs", "person": "", "source": ""},
    "figure": {"value": "75", "label": "Les compteurs", "source": ""},
    "callout": {"title": "Les compteurs", "text": "<p>Attention</p>"},
    "finding": {"stance": "strength", "title": "Les compteurs", "text": "<p>Bien</p>"},
    "video": {"title": "Les compteurs", "url": "https://example.org/v", "transcript": ""},
    "attachments": {"title": "Les compteurs", "files": []},
    "image": {"image": None, "alternative_text": "Les compteurs", "caption": "", "credit": ""},
}


@pytest.mark.parametrize("name", PARTS)
def test_every_block_is_a_text_in_its_own_language(name):
    page = CaseStudyFactory(
        body=[
            (name, {**PARTS[name], "language": "fr"}),
            ("text", {"title": "", "text": "<p>The meters</p>", "language": ""}),
        ]
    )
    held = {text.lang: text.text for text in document(page).texts}
    assert "Les compteurs" in held["fr"]
    assert held["en"] == "The meters"


@pytest.mark.parametrize("name", PARTS)
def test_a_block_that_says_nothing_is_in_the_language_of_its_edition(name):
    page = CaseStudyFactory(language="fr", body=[(name, PARTS[name])])
    assert {text.lang for text in document(page).texts} == {"fr"}


def test_a_chapter_is_analysed_and_cut_in_its_own_language():
    page = HandbookFactory(
        language="fr",
        chapters=[
            ("chapter", {"title": "Les compteurs", "text": "<p>Un relevé.</p>", "language": ""}),
            ("chapter", CHAPTER),
        ],
    )
    words = "قراءة العدادات\nتقرأ البلدية العدادات."
    passages = {p.text: p for p in indexing.passages(document(page)) if p.page is None}
    assert passages["Les compteurs\nUn relevé."].lang == "fr"
    assert passages[words].lang == "ar"
    assert passages[words].stems == analysis.stems(words, "ar")


def test_a_part_does_not_make_an_edition_of_its_language():
    page = ManualFactory(steps=[("step", CHAPTER)])
    found = document(page)
    words = "قراءة العدادات\nتقرأ البلدية العدادات."
    assert Text("ar", words, edition="en") in found.texts
    assert set(found.title) == {"en"}
    assert found.facets["language"] == ("en",)


def test_a_part_that_stays_in_its_language_is_so_in_every_edition():
    page = CaseStudyFactory(body=[("quote", {**PARTS["quote"], "language": "fr"})])
    translate(page, "ar", title="عدادات", slug="عدادات")
    assert [text.lang for text in document(page).texts] == ["fr", "fr"]


@pytest.mark.parametrize("reader", ["fr", "ar"])
def test_a_part_answers_with_its_sentence_and_opens_in_the_edition_it_stands_in(
    client, settings, tmp_path, reader
):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    page = ManualFactory(title="Water", steps=[("step", CHAPTER)])
    hidden = ManualFactory(title="Rain", steps=[("step", CHAPTER)])
    call_command("search_rebuild", verbosity=0)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    found = client.get("/api/v1/search", {"q": "قراءة العدادات", "lang": reader}).json()
    (hit,) = found["hits"]
    assert hit["id"] == str(page.work.pk)
    assert (hit["evidence"]["lang"], hit["title_lang"]) == ("ar", "en")
    assert "تقرأ البلدية العدادات." in hit["evidence"]["text"]
    answer = client.get(hit["evidence"]["url"], follow=True)
    assert "تقرأ البلدية العدادات." in answer.content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not client.get("/api/v1/search", {"q": "قراءة العدادات", "lang": reader}).json()["hits"]


@pytest.mark.parametrize(
    ("factory", "field", "name"),
    [(HandbookFactory, "chapters", "chapter"), (ManualFactory, "steps", "step")],
)
@pytest.mark.parametrize("reader", ["fr", "ar"])
def test_chapters_and_steps_are_marked_whatever_the_reader_reads(
    client, factory, field, name, reader
):
    french = {"title": "Les compteurs", "text": "<p>Un relevé.</p>", "language": ""}
    page = factory(language="fr", **{field: [(name, french), (name, CHAPTER)]})
    with translation.override(reader):
        html = client.get(f"/{reader}/w/{page.work.pk}/", follow=True).content.decode()
    assert f'<a href="#{name}-2" lang="ar" dir="rtl">{CHAPTER["title"]}</a>' in html
    assert f'<a href="#{name}-1">Les compteurs</a>' in html
    part = html.split(f'id="{name}-2"')[1].split("</div>")[0]
    assert part.count(' lang="ar" dir="rtl"') == 2
    around = html.split(f'id="{name}-1"')[0]
    assert around.rindex('lang="fr" dir="ltr"') > around.rindex("<h1")
