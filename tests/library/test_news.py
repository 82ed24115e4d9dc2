"""News: dateline, captioned image, and whom the press may ask."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from cms.core import works
from cms.library.models import NewsPage, PressContact
from tests.factories import (
    CityFactory,
    ImageFactory,
    NewsFactory,
    OrganisationFactory,
    PersonFactory,
    translate,
)

pytestmark = pytest.mark.django_db


def fresh(page):
    return NewsPage.objects.get(pk=page.pk)


def full_news():
    return NewsFactory(
        date="2012-03-08",
        dateline=CityFactory(name_en="Geneva", name_fr="Genève"),
        summary="The standfirst.",
        text="<p>What happened.</p>",
        image=ImageFactory(),
        image_alternative="Two people at a counter",
        image_caption="At the counter",
        image_credit="A photographer",
        press_contacts=[
            PressContact(
                role="Senior adviser",
                person=PersonFactory(name_en="A person"),
                organisation=OrganisationFactory(name_en="The office"),
                phone="+41 22 000 00 00",
                email="press@example.org",
                website="https://press.example.org/",
            )
        ],
    )


def test_the_page_shows_dateline_image_and_press_contacts(client):
    page = full_news()
    html = client.get(page.url).content.decode()
    for words in (
        "Geneva",
        '<time datetime="2012-03-08">8 March 2012</time>',
        "The standfirst.",
        "What happened.",
        'alt="Two people at a counter"',
        "At the counter",
        "A photographer",
        "Senior adviser",
        "A person",
        "The office",
        "+41 22 000 00 00",
        "press@example.org",
        "press.example.org",
    ):
        assert words in html, words
    picture = re.search(r'<img class="img-fluid" src="([^"]+)"', html).group(1)
    assert client.get(picture).headers["Content-Type"].startswith("image/")


def test_a_short_item_shows_nothing_that_it_lacks(client):
    html = client.get(NewsFactory(date="").url).content.decode()
    for words in ("For the press", "<img", "dateline", "None"):
        assert words not in html, words


def test_image_and_contacts_are_facts_and_their_words_are_not():
    page = full_news()
    french = translate(
        page, "fr", title="Une nouvelle", slug="nouvelle", image_caption="Au guichet"
    )
    draft = fresh(french)
    rows = list(draft.press_contacts.all())
    rows[0].role = "Conseiller principal"
    draft.press_contacts = rows
    draft.save_revision().publish()

    draft = fresh(page)
    rows = list(draft.press_contacts.all())
    rows[0].phone = "+41 22 111 11 11"
    draft.press_contacts, draft.dateline, draft.image = rows, CityFactory(), ImageFactory()
    draft.save_revision().publish()

    other = fresh(french)
    assert (other.dateline, other.image) == (draft.dateline, draft.image)
    contact = other.press_contacts.get()
    assert (contact.role, contact.phone) == ("Conseiller principal", "+41 22 111 11 11")
    assert other.image_caption == "Au guichet"


def test_an_image_needs_words_for_those_who_do_not_see_it():
    page = NewsFactory()
    page.image = ImageFactory()
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "image_alternative" in refused.value.message_dict


def test_it_is_found_by_dateline_caption_and_role_but_not_by_telephone():
    page = full_news()
    document = works.kind("news").documents([page.work], "public")[0]
    english = " ".join(text.text for text in document.texts if text.lang == "en")
    for words in ("What happened.", "At the counter", "Senior adviser"):
        assert words in english, words
    assert {"Geneva", "Genève", "A person", "The office"} <= set(document.names)
    assert "+41" not in english
    assert "press@" not in english


def test_the_home_page_lists_what_is_new(client):
    NewsFactory(title="Something happened")
    assert "Something happened" in client.get("/en/").content.decode()
