"""Loading recordings, with what was said and asked in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import AudienceQuestion, RecordingPage
from cms.network.models import City, Person

from ..lookup import find, identity, one
from ..rows import set_facts_of_rows, set_sections, set_words_of_rows
from ..sources import rich

MODEL = RecordingPage


def set_facts(page: RecordingPage, facts: Mapping[str, Any]) -> None:
    page.media_type = facts.get("media_type") or ""
    page.address = facts.get("url") or ""
    page.minutes = facts.get("minutes")
    page.recorded = str(facts.get("recorded") or "")
    page.spoken = ",".join(facts.get("spoken", ()))
    page.speakers = find(Person, facts.get("speakers", ()))
    page.part_of = identity(facts.get("part_of"))
    page.question_channels = ",".join(facts.get("question_channels", ()))
    page.transcripts = [
        ("transcript", {"language": language, "text": rich(text)})
        for language, text in (facts.get("transcripts") or {}).items()
    ]


def set_words(page: RecordingPage, edition: Mapping[str, Any], first: bool) -> None:
    set_sections(page, edition)
    questions = edition.get("questions") or ()
    set_words_of_rows(page, "questions", AudienceQuestion, questions, first)
    if first:
        # Every edition repeats who answered beside its words; what the source says counts.
        set_facts_of_rows(page, "questions", [_question(entry) for entry in questions])


def _question(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "came_by": entry.get("came_by") or "",
        "answered_by": one(Person, entry.get("answered_by")),
        "city": one(City, entry.get("city")),
    }
