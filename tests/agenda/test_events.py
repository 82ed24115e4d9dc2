"""Events: before them, on the day, and after."""

from __future__ import annotations

import datetime

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.agenda import states
from cms.agenda.choices import State
from cms.agenda.models import EventAttendance, EventBody, EventOutput, EventPage, EventSession
from cms.core import works
from cms.core.models import Work
from tests.factories import (
    CallFactory,
    CityFactory,
    ConceptFactory,
    CountryFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PublicationFactory,
    translate,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2009, 6, 16)


def day(offset: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=offset)).isoformat()


@pytest.fixture
def event():
    return EventFactory(
        title="A conference",
        starts="2008-10-22",
        ends="2008-10-24",
        cities=[CityFactory(name_en="Turin")],
        venue="The training centre",
        participants=130,
        participants_about=True,
        participant_countries=50,
        seats=1200,
        event_languages="en,es",
        registration="https://example.org/register",
        bodies=[EventBody(organisation=OrganisationFactory(name_en="The host"), role="host")],
        attendance=[
            EventAttendance(country=CountryFactory(name_en="Gabon"), type="delegation", number=4),
            EventAttendance(type="indigenous"),
        ],
        sessions=[
            EventSession(title="Climate and jobs", work=PublicationFactory(title="Papers").work)
        ],
        outputs=[EventOutput(title="A paper on roofs", person=PersonFactory(name_en="An expert"))],
    )


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        ("2009-06-17", "", State.UPCOMING),
        ("2009-06-16", "2009-06-17", State.RUNNING),
        ("2009-06-15", "2009-06-16", State.RUNNING),
        ("2009-06-14", "2009-06-15", State.PAST),
        ("2009-06-15", "", State.PAST),
        ("2009-06", "", State.RUNNING),
        ("2009", "", State.RUNNING),
        ("2008", "", State.PAST),
        ("2010", "", State.UPCOMING),
        ("", "", None),
    ],
)
def test_an_event_is_past_only_after_the_last_day_it_may_mean(starts, ends, state):
    assert states.of_event(starts, ends, TODAY) == state


def test_the_page_of_a_past_event_tells_who_came_and_what_was_said(client, event):
    html = client.get(event.url).content.decode()
    for text in (
        "22 October 2008 – 24 October 2008",
        "Past",
        "The training centre",
        "about 130",
        "1,200",
        "English and Spanish",
        "Gabon",
        "Organisations of indigenous peoples",
        "Climate and jobs",
        "Papers",
        "A paper on roofs",
        "An expert",
    ):
        assert text in html, text
    assert "example.org" not in html, "nobody can register any more"


def test_the_page_of_an_upcoming_event_leads_to_the_registration(client):
    page = EventFactory(starts=day(3), registration="https://example.org/register")
    html = client.get(page.url).content.decode()
    assert "Upcoming" in html and 'href="https://example.org/register"' in html


def test_a_page_without_any_optional_field_shows_no_empty_heading(client):
    html = client.get(EventFactory(date="").url).content.decode()
    for text in ("Who came", "Sessions", "Outputs", "Seats", "<dt>When", ".ics"):
        assert text not in html


def test_the_date_of_an_event_is_its_first_day():
    page = EventFactory(starts="2009-06-16", ends="2009-06-17", date="1999")
    assert page.date == "2009-06-16"


def test_an_event_does_not_end_before_it_begins():
    with pytest.raises(ValidationError):
        EventPage(title="x", slug="x", starts="2009-06-17", ends="2009-06-16").clean()


@pytest.mark.parametrize("starts", ["9999", "9999-12-31"])
def test_an_event_may_be_in_the_last_year_that_there_is(client, starts):
    page = EventFactory(title="The last", starts=starts)
    html = client.get(page.url).content.decode()
    assert "The last" in html and ".ics" not in html, "no day after it ends the calendar's entry"
    assert "The last" in client.get("/en/agenda/").content.decode()
    assert client.get(f"/en/agenda/{page.work.pk}.ics").status_code == 404


def test_facts_are_shared_by_the_editions(event):
    edition = translate(event, "es", title="Una conferencia", slug="conferencia")
    draft = EventPage.objects.get(pk=event.pk)
    draft.seats, draft.ends = 25, "2008-10-23"
    draft.attendance = [EventAttendance(type="ngo", number=7)]
    draft.save_revision().publish()
    other = EventPage.objects.get(pk=edition.pk)
    assert (other.seats, other.ends) == (25, "2008-10-23")
    assert [(row.type, row.number) for row in other.attendance.all()] == [("ngo", 7)]
    call_command("check_editions")


def test_words_and_names_are_found(event):
    work = Work.objects.get(key=event.translation_key)
    (document,) = works.kind("event").documents([work], "public")
    texts = " ".join(text.text for text in document.texts)
    assert "Climate and jobs" in texts and "roofs" in texts and "training centre" in texts
    assert {"The host", "Turin", "Gabon", "An expert"} <= set(document.names)


def calendar(client, page, language="en"):
    response = client.get(f"/{language}/agenda/{page.work.pk}.ics")
    return response, icalendar.Calendar.from_ical(response.content) if response.content else None


def test_a_calendar_program_reads_the_event(client, event):
    response, found = calendar(client, event)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = found.walk("VEVENT")
    assert entry.decoded("dtstart") == datetime.date(2008, 10, 22)
    assert entry.decoded("dtend") == datetime.date(2008, 10, 25), "the day after the last"
    assert str(entry["summary"]) == "A conference"
    assert str(entry["location"]) == "The training centre, Turin"
    assert str(entry["uid"]).startswith(str(event.translation_key))
    assert entry["url"].endswith(f"/en/w/{event.work.pk}/")
    assert found["version"] == "2.0" and found["prodid"]


def test_the_calendar_is_in_the_readers_language_where_there_is_an_edition(client, event):
    translate(event, "ar", title="مؤتمر", slug="مؤتمر")
    (entry,) = calendar(client, event, "ar")[1].walk("VEVENT")
    assert str(entry["summary"]) == "مؤتمر"
    assert entry["summary"].params["LANGUAGE"] == "ar"
    (entry,) = calendar(client, event, "fr")[1].walk("VEVENT")
    assert str(entry["summary"]) == "A conference"


def test_an_event_not_known_to_the_day_has_no_calendar(client):
    page = EventFactory(starts="2009")
    assert ".ics" not in client.get(page.url).content.decode()
    assert client.get(f"/en/agenda/{page.work.pk}.ics").status_code == 404


def test_a_private_event_has_no_calendar(client, event):
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert client.get(f"/en/agenda/{event.work.pk}.ics").status_code == 404
    assert "A conference" not in client.get("/en/agenda/").content.decode()


def test_the_agenda_lists_what_comes_before_what_is_over(client, event):
    EventFactory(title="The later one", starts=day(30))
    EventFactory(title="The next one", starts=day(3))
    html = client.get("/en/agenda/").content.decode()
    places = [html.index(t) for t in ("The next one", "The later one", "A conference")]
    assert places == sorted(places)
    assert "No call is open at present." in html


def test_the_agenda_of_a_portal_without_events_says_so(client):
    html = client.get("/en/agenda/").content.decode()
    assert "No event is announced at present." in html and "Past events" not in html


@pytest.mark.parametrize("place", ["city", "country", "organisation", "concept"])
def test_pages_of_records_show_what_is_coming_up_there(client, place):
    country = CountryFactory()
    city, body, theme = CityFactory(country=country), OrganisationFactory(), ConceptFactory()
    record = {"city": city, "country": country, "organisation": body, "concept": theme}[place]
    assert "Coming up" not in client.get(record.get_absolute_url()).content.decode()
    event = EventFactory(
        title="The next one",
        starts=day(3),
        cities=[city],
        themes=[theme],
        bodies=[EventBody(organisation=body, role="sponsor")],
    )
    CallFactory(title="Answer us", event=event.work, closes=day(1), themes=[theme], cities=[city])
    html = client.get(record.get_absolute_url()).content.decode()
    assert "Coming up" in html and "The next one" in html
    assert ("Answer us" in html) == (place != "organisation")


def test_a_past_event_stands_among_the_events_of_its_city(client, event):
    html = client.get(event.cities.get().get_absolute_url()).content.decode()
    assert "Events and calls" in html and "Coming up" not in html
