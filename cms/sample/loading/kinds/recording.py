"""Loading recordings, with what was said and asked in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.library.models import AudienceQuestion, RecordingPage
from cms.network.models import City, Person

from ..lookup import find, named, one
from ..sources import rich

MODEL = RecordingPage


def set_facts(page: RecordingPage, facts: Mapping[str, Any]) -> None:
    page.media_type = facts.get("media_type") or ""
    page.address = facts.get("url") or ""
    page.minutes = facts.get("minutes")
    page.recorded = str(facts.get("recorded") or "")
    page.spoken = ",".join(facts.get("spoken", ()))
    page.speakers = find(Person, facts.get("speakers", ()))
    page.part_of = named(facts.get("part_of"))
    page.question_channels = ",".join(facts.get("question_channels", ()))
    page.transcripts = [
        ("transcript", {"language": language, "text": rich(text)})
        for language, text in (facts.get("transcripts") or {}).items()
    ]


def set_words(page: RecordingPage, edition: Mapping[str, Any], first: bool) -> None:
    page.about = rich(edition.get("about"))
    entries = edition.get("questions") or ()
    if first:
        page.questions = [
            AudienceQuestion(
                locale=page.locale,
                sort_order=order,
                came_by=entry.get("came_by") or "",
                answered_by=one(Person, entry.get("answered_by")),
                city=one(City, entry.get("city")),
            )
            for order, entry in enumerate(entries)
        ]
    rows = sorted(page.questions.all(), key=lambda row: row.sort_order)
    for row, entry in zip(rows, entries, strict=True):
        row.locale = page.locale
        row.question = entry["question"].strip()
        row.answer = (entry.get("answer") or "").strip()
    page.questions = rows
