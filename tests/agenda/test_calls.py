"""Calls: open or closed as of the day they are read."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.agenda import states
from cms.agenda.choices import State
from cms.agenda.models import CallPage
from cms.core import works
from cms.core.models import Work
from tests.factories import CallFactory, EventFactory, OrganisationFactory, translate

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2009, 2, 10)


def day(offset: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=offset)).isoformat()


@pytest.mark.parametrize(
    ("opens", "closes", "event", "state"),
    [
        ("2009-01-05", "2009-02-10", None, State.OPEN),
        ("2009-01-05", "2009-02-09", None, State.CLOSED),
        ("2009-02-11", "2009-03", None, State.PLANNED),
        ("", "2009-02", None, State.OPEN),
        ("", "2009-01", None, State.CLOSED),
        ("2009", "", State.UPCOMING, State.OPEN),
        ("2009", "", State.PAST, State.CLOSED),
        ("", "", State.PAST, State.CLOSED),
        ("", "", State.UPCOMING, None),
        ("", "", None, None),
    ],
)
def test_a_call_is_open_from_its_first_to_its_last_day_unless_its_event_began(
    opens, closes, event, state
):
    assert states.of_call(opens, closes, event, TODAY) == state


def test_an_open_call_says_what_is_asked_and_what_is_paid(client):
    event = EventFactory(title="The seminar", starts=day(60))
    page = CallFactory(
        title="Tell us how",
        opens=day(-3),
        closes=day(3),
        event=event.work,
        grants="travel,lodging",
        address="https://example.org/answers",
        eligibility="<p>Elected officials of cities.</p>",
        selection="<p>A jury of three.</p>",
        organisations=[OrganisationFactory(name_en="The agency")],
    )
    html = client.get(page.url).content.decode()
    for text in (
        "Open",
        "The seminar",
        "Travel and lodging",
        "Elected officials of cities.",
        "A jury of three.",
        "The agency",
        'href="https://example.org/answers"',
    ):
        assert text in html, text
    assert "Tell us how" in client.get(event.url).content.decode()


def test_a_call_closes_with_its_event(client):
    event = EventFactory(title="The seminar", starts="2009-04-01", ends="2009-04-03")
    page = CallFactory(event=event.work, address="https://example.org/answers")
    html = client.get(page.url).content.decode()
    assert "Closed" in html and "example.org" not in html
    assert "Past events and closed calls" in client.get("/en/agenda/").content.decode()


def test_an_open_call_stands_at_the_top_of_the_agenda(client):
    CallFactory(title="Tell us how", closes=day(3))
    html = client.get("/en/agenda/").content.decode()
    assert html.index("Open calls") < html.index("Tell us how")
    assert "Past events" not in html


def test_a_page_without_any_optional_field_shows_no_empty_heading(client):
    html = client.get(CallFactory(date="").url).content.decode()
    for text in ("<dt>Opens", "<dt>Closes", "For the event", "Paid for", "<dt>Today"):
        assert text not in html


def test_a_call_does_not_close_before_it_opens():
    with pytest.raises(ValidationError):
        CallPage(title="x", slug="x", opens="2009-02", closes="2009-01").clean()


def test_a_call_may_close_in_the_last_year_that_there_is(client):
    page = CallFactory(title="Tell us how", opens="2009", closes="9999")
    assert "Open" in client.get(page.url).content.decode()
    assert "Tell us how" in client.get("/en/agenda/").content.decode()


def test_what_is_no_date_is_refused_at_its_field():
    with pytest.raises(ValidationError) as refused:
        CallPage(title="x", slug="x", opens="soon", closes="2009-01").full_clean()
    assert "opens" in refused.value.message_dict and "closes" not in refused.value.message_dict


def test_facts_are_shared_and_words_are_found():
    page = CallFactory(opens="2009-01", subject="<p>Experiences of cooperation.</p>")
    edition = translate(page, "es", slug="convocatoria", subject="<p>Experiencias.</p>")
    draft = CallPage.objects.get(pk=page.pk)
    draft.closes, draft.grants = "2009-02", "travel"
    draft.save_revision().publish()
    other = CallPage.objects.get(pk=edition.pk)
    assert (other.closes, other.grants) == ("2009-02", "travel")
    work = Work.objects.get(key=page.translation_key)
    (document,) = works.kind("call").documents([work], "public")
    assert {text.text for text in document.texts} == {
        "Experiences of cooperation.",
        "Experiencias.",
    }
    assert document.facets["year"] == ("2009",)
