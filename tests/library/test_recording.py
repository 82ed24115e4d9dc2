"""Videos, podcasts and live sessions."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.core.models import Work
from cms.library.models import AudienceQuestion, RecordingPage
from search.documents import Text
from search.models import Outbox
from tests.factories import (
    CityFactory,
    HandbookFactory,
    PersonFactory,
    RecordingFactory,
    translate,
)
from tests.library.reading import document, facts, headings, html, waits_for_the_index
from tests.portal.test_queries import queries

pytestmark = pytest.mark.django_db


def identity(page) -> Work:
    return Work.objects.get(key=page.translation_key)


def fresh(page) -> RecordingPage:
    return RecordingPage.objects.get(pk=page.pk)


def said(language: str, words: str):
    """A transcript as the stream of a recording holds it."""
    return "transcript", {"language": language, "text": f"<p>{words}</p>"}


def session(**facts_and_words) -> RecordingPage:
    """A live session to which a question came by SMS."""
    question = AudienceQuestion(
        question="What about small towns?", answer="They trade too.", came_by="sms"
    )
    return RecordingFactory(media_type="live_session", questions=[question], **facts_and_words)


def test_how_a_question_came_is_a_fact_and_its_words_are_of_the_edition():
    page = session()
    french = translate(page, "fr", title="Une session", slug="session")
    row = french.questions.get()
    row.question = "Et les petites villes ?"
    french.questions = [row]
    french.save_revision().publish()
    city, speaker = CityFactory(), PersonFactory()
    draft = fresh(page)
    row = draft.questions.get()
    row.came_by, row.city, row.answered_by = "room", city, speaker
    draft.questions = [row]
    draft.save_revision().publish()
    row = fresh(french).questions.get()
    assert (row.came_by, row.city, row.answered_by) == ("room", city, speaker)
    assert row.question == "Et les petites villes ?"


def test_its_other_facts_are_the_same_in_all_editions():
    series, speaker = RecordingFactory(media_type="podcast_series"), PersonFactory()
    page = RecordingFactory()
    spanish = translate(page, "es", title="Un episodio", slug="episodio")
    draft = fresh(page)
    draft.media_type, draft.minutes, draft.recorded = "podcast_episode", 42, "2008-10"
    draft.spoken, draft.speakers, draft.part_of = "es,wo", [speaker], identity(series)
    draft.transcripts = [said("es", "Hola.")]
    draft.save_revision().publish()
    spanish = fresh(spanish)
    assert (spanish.media_type, spanish.minutes, spanish.recorded) == (
        "podcast_episode",
        42,
        "2008-10",
    )
    assert (spanish.spoken, spanish.part_of) == ("es,wo", identity(series))
    assert list(spanish.speakers.all()) == [speaker]
    assert [row.value["text"].source for row in spanish.transcripts] == ["<p>Hola.</p>"]


def test_its_page_states_them(client):
    page = session(
        minutes=60,
        recorded="2008-10",
        spoken="es,wo",
        speakers=[PersonFactory(name_en="A speaker")],
        address="https://example.org/listen",
        question_channels="sms,room",
    )
    shown = facts(html(client, page))
    assert shown["Type"] == "Live session"
    assert shown["Duration"] == "60 minutes"
    assert shown["Recorded"] == "October 2008"
    assert shown["Spoken in"] == "Spanish and Wolof"
    assert shown["Speakers"] == "A speaker"
    assert shown["Watch or listen"] == "example.org"
    assert shown["Questions came"] == "By SMS In the room"


def test_questions_are_shown_with_how_they_came_and_who_answered(client):
    page = session()
    draft = fresh(page)
    row = draft.questions.get()
    row.city, row.answered_by = CityFactory(name_en="Accra"), PersonFactory(name_en="A speaker")
    draft.questions = [row]
    draft.save_revision().publish()
    source = html(client, page)
    assert "Questions from the audience" in headings(source)
    for words in ("What about small towns?", "They trade too.", "By SMS", "Accra", "A speaker"):
        assert words in source


def test_a_transcript_is_in_its_own_language_whatever_the_edition(client):
    page = RecordingFactory()
    page.transcripts = [said("es", "Buenas tardes."), said("en", "Good afternoon.")]
    page.save_revision().publish()
    source = html(client, page)
    assert source.index("Good afternoon.") < source.index("Buenas tardes.")
    assert '<div class="prose" lang="es" dir="ltr"><p>Buenas tardes.</p></div>' in source
    found = document(page)
    assert Text("es", "Buenas tardes.") in found.texts
    assert Text("en", "Good afternoon.") in found.texts
    assert found.facets["language"] == ("en", "es")


def test_what_is_said_is_indexed_once_for_all_editions():
    page = RecordingFactory()
    page.transcripts = [said("es", "Buenas.")]
    page.save_revision().publish()
    translate(page, "fr", title="Une émission", slug="emission")
    assert [t.lang for t in document(page).texts if t.text == "Buenas."] == ["es"]


def test_its_questions_and_those_who_speak_are_found():
    speaker, city = PersonFactory(name_en="A speaker"), CityFactory(name_en="Accra")
    row = AudienceQuestion(question="Why?", answer="So.", came_by="sms", city=city)
    page = RecordingFactory(about="<p>A talk.</p>", speakers=[speaker], questions=[row])
    found = document(page)
    assert {"A talk.", "Why? So."} <= {text.text for text in found.texts}
    assert {"A speaker", "Accra"} <= set(found.names)
    for record in (speaker, city):
        Outbox.objects.all().delete()
        record.name_en = "Under another name"
        record.save()
        assert waits_for_the_index(page)


def test_a_series_lists_its_parts_and_each_part_names_its_series(client):
    series = RecordingFactory(title="The series", media_type="podcast_series")
    part = RecordingFactory(title="The first part", part_of=identity(series))
    assert "The first part" in html(client, series)
    assert facts(html(client, part))["Part of"] == "The series"
    part.unpublish()
    source = html(client, series)
    assert "The first part" not in source
    assert "In this series" not in headings(source)


def test_it_is_part_of_a_recording_and_not_of_itself():
    page = RecordingFactory()
    page.part_of = identity(page)
    with pytest.raises(ValidationError, match="part of itself"):
        page.full_clean()
    page.part_of = identity(HandbookFactory())
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert set(refused.value.message_dict) == {"part_of"}


def test_queries_do_not_grow_with_what_belongs_to_it(client):
    counts = []
    for amount in (1, 5):
        series = RecordingFactory()
        page = RecordingFactory(
            part_of=identity(series),
            speakers=[PersonFactory() for _ in range(amount)],
            questions=[
                AudienceQuestion(question=f"{n}?", answered_by=PersonFactory(), city=CityFactory())
                for n in range(amount)
            ],
        )
        for _ in range(amount):
            RecordingFactory(part_of=identity(page))
        counts.append(queries(client, page.url))
    assert counts[0] == counts[1]


def test_a_page_without_any_optional_field_shows_no_empty_place(client):
    source = html(client, RecordingFactory(summary="", date=""))
    assert facts(source) == {}
    assert headings(source) == ["Facts"]
