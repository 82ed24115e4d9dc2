"""Curated sets: works of any kind in order, for each reader in the best language."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction

from cms.core import works
from cms.core.models import Work
from cms.library.models import SetItem, SetPage
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ManualFactory,
    PartnershipFactory,
    SetFactory,
    UserFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def work_of(record) -> Work:
    return Work.objects.get(key=getattr(record, "translation_key", None) or record.key)


def body(client, page) -> str:
    return client.get(page.url).content.decode()


def set_of(*entries, **words):
    """A set of (record, heading, note)."""
    items = [
        SetItem(work=work_of(r), heading=h, note=n, sort_order=order)
        for order, (r, h, n) in enumerate(entries)
    ]
    return SetFactory(items=items, **words)


def test_a_set_holds_works_and_records_in_its_order(client):
    case, city = CaseStudyFactory(title="A case"), CityFactory(name_en="A city")
    partnership = PartnershipFactory(title_en="A partnership")
    page = set_of((partnership, "Begin here", "Because."), (case, "", ""), (city, "Then", "Why."))
    html = body(client, page)
    order = ["Begin here", "A partnership", "Because.", "A case", "Then", "A city", "Why."]
    positions = [html.index(f">{words}<") for words in order if words != "A partnership"]
    assert positions == sorted(positions)
    assert "A partnership" in html


def test_titles_are_in_the_language_of_the_reader(client):
    case = CaseStudyFactory(title="A case")
    translate(case, "fr", title="Un cas", slug="un-cas")
    page = set_of((case, "", "Why"))
    french = translate(page, "fr", title="Un choix", slug="un-choix")
    assert "A case" in body(client, page)
    assert "Un cas" in body(client, french)
    assert "Un cas" in client.get(f"/fr/w/{work_of(page).pk}/", follow=True).content.decode()


def test_what_a_reader_may_not_read_is_left_out(client):
    inner, outer = CaseStudyFactory(title="The inner"), CaseStudyFactory(title="The outer")
    gone = ManualFactory(title="The gone")
    page = set_of(
        (inner, "First part", "Inner note"), (outer, "", "Outer note"), (gone, "Last part", "x")
    )
    PageViewRestriction.objects.create(page=inner, restriction_type="login")
    gone.unpublish()
    html = body(client, page)
    for words in ("The inner", "Inner note", "The gone", "Last part"):
        assert words not in html, words
    for words in ("First part", "The outer", "Outer note"):
        assert words in html, words
    client.force_login(UserFactory())
    assert "The inner" in body(client, page)


def test_a_set_of_which_nothing_can_be_read_says_so(client):
    inner = CaseStudyFactory(title="The inner")
    page = set_of((inner, "", ""))
    PageViewRestriction.objects.create(page=inner, restriction_type="login")
    assert "Nothing of this set can be read here at present." in body(client, page)


def test_a_work_names_the_sets_it_is_in_that_its_reader_may_read(client):
    case = CaseStudyFactory()
    public = set_of((case, "", ""), title="The public set")
    translate(public, "fr", title="Le choix public", slug="choix")
    private = set_of((case, "", ""), title="The private set")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    set_of((ManualFactory(), "", ""), title="Another set")
    html = body(client, case)
    assert "In these sets" in html
    assert "The public set" in html
    assert "Le choix public" not in html
    assert "The private set" not in html
    assert "Another set" not in html
    assert "In these sets" not in body(client, CaseStudyFactory())


def test_which_works_are_in_it_is_a_fact_and_why_is_words():
    first, second = CaseStudyFactory(), CaseStudyFactory()
    page = set_of((first, "", "Why"))
    french = translate(page, "fr", title="Un choix", slug="choix")
    draft = SetPage.objects.get(pk=french.pk)
    rows = list(draft.items.all())
    rows[0].note = "Pourquoi"
    draft.items = rows
    draft.save_revision().publish()
    draft = SetPage.objects.get(pk=page.pk)
    draft.items = [*draft.items.all(), SetItem(work=work_of(second), note="Also", sort_order=9)]
    draft.save_revision().publish()
    rows = list(SetPage.objects.get(pk=french.pk).items.all())
    assert [row.work for row in rows] == [work_of(first), work_of(second)]
    assert rows[0].note == "Pourquoi"


def test_its_words_are_found():
    page = set_of((CaseStudyFactory(), "Begin here", "Because."), introduction="<p>For you.</p>")
    document = works.kind("set").documents([work_of(page)], "public")[0]
    assert {text.text for text in document.texts} == {"For you.", "Begin here Because."}


def test_an_item_names_a_work():
    with pytest.raises(ValidationError):
        SetItem(note="Nothing").full_clean(exclude=["page", "locale"])
