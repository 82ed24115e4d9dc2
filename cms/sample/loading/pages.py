"""Loading works written as pages: the source edition, then its translations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, Locale

from cms.core import extraction
from cms.core.models import File, ReusableText
from cms.library.models import (
    CaseStudyPage,
    Cost,
    HandbookPage,
    HandbookRelease,
    LibraryPage,
    ManualPage,
    PublicationPage,
    Result,
)
from cms.network.models import (
    City,
    Country,
    Organisation,
    Partnership,
    PeerCheck,
    Person,
    Programme,
    Region,
    WorkContact,
    WorkFile,
    WorkPage,
)

from . import agenda, projects, sources
from .kinds import KINDS
from .lookup import find, one
from .partnerships import claimant, concepts, contacts
from .sources import rich, stated_sources

MODELS: dict[str, type[WorkPage]] = {
    "case_study": CaseStudyPage,
    "handbook": HandbookPage,
    "manual": ManualPage,
    "publication": PublicationPage,
    **projects.MODELS,
    **agenda.MODELS,
    **{name: kind.MODEL for name, kind in KINDS.items()},
}
#: modules that load the facts and words of kinds of other apps
LOADERS = {**dict.fromkeys(projects.MODELS, projects), **dict.fromkeys(agenda.MODELS, agenda)}
RELATIONS = {
    "cities": City,
    "countries": Country,
    "regions": Region,
    "organisations": Organisation,
    "people": Person,
    "programmes": Programme,
    "partnerships": Partnership,
}
SIMPLE_FACTS = {
    "case_study": (
        "period_start",
        "period_end",
        "evidence",
        "still_running",
        "still_running_as_of",
    ),
    "publication": ("publication_type",),
}


def upload(entry: Mapping[str, Any]) -> File:
    """A file of the sample, through the form an editor uses; found again by its title."""
    path = sources.SAMPLE / entry["path"]
    present = File.objects.filter(title=entry["title"], language=entry["language"]).first()
    if present is not None:
        return present
    form_class = get_document_form(File)
    form = form_class(
        {
            "title": entry["title"],
            "language": entry["language"],
            "kind": entry.get("kind", "full_text"),
            "licence": entry.get("licence", ""),
            "collection": Collection.get_first_root_node().pk,
            "tags": "",
        },
        {"file": SimpleUploadedFile(path.name, path.read_bytes())},
    )
    if not form.is_valid():
        raise ValueError(f"{path.name}: {form.errors.as_text()}")
    file = form.save()
    extraction.read_file(file)
    return file


def set_facts(page: WorkPage, work: sources.WorkFile) -> None:
    """Writes the facts of the work into an edition, in memory."""
    facts = work.facts
    page.date = str(facts.get("date") or "")
    page.licence = facts.get("licence") or ""
    page.sources = stated_sources(facts)
    page.themes = concepts(facts.get("themes", ()))
    page.goals = concepts(facts.get("goals", ()), goals=True)
    for relation, model in RELATIONS.items():
        setattr(page, relation, find(model, facts.get(relation, ())))
    for name in SIMPLE_FACTS.get(work.kind, ()):
        if facts.get(name):
            setattr(page, name, str(facts[name]))
    page.contacts = contacts(WorkContact, facts.get("contacts", ()))
    page.work_files = [
        WorkFile(sort_order=order, file=upload(entry))
        for order, entry in enumerate(facts.get("files", ()))
    ]
    page.peer_checks = [
        PeerCheck(
            sort_order=order,
            organisation=one(Organisation, entry.get("organisation")),
            person=one(Person, entry.get("person")),
            date=str(entry.get("date") or ""),
        )
        for order, entry in enumerate(facts.get("peer_checks", ()))
    ]
    if work.kind in LOADERS:
        LOADERS[work.kind].set_facts(page, work)
    elif work.kind == "handbook":
        if facts.get("pilot_city"):
            page.pilot_city = find(City, [facts["pilot_city"]])[0]
        page.audiences = ",".join(facts.get("audiences", ()))
        page.releases = [
            HandbookRelease(
                sort_order=order,
                status=entry["status"],
                date=str(entry.get("date") or ""),
                city=find(City, [entry["city"]])[0] if entry.get("city") else None,
            )
            for order, entry in enumerate(facts.get("releases", ()))
        ]
    elif work.kind == "manual":
        page.number = facts.get("number")
    elif work.kind == "publication":
        if facts.get("publisher"):
            page.publisher = find(Organisation, [facts["publisher"]])[0]
        page.authors = ", ".join(facts.get("authors", ()))
        page.address = facts.get("url") or ""
    elif work.kind in KINDS:
        KINDS[work.kind].set_facts(page, facts)


def block(entry: Mapping[str, Any]) -> tuple[str, Any]:
    """A block as its stream holds it."""
    if entry["type"] == "reusable":
        return "reusable", ReusableText.objects.get(code=entry["code"])
    value = {name: text for name, text in entry.items() if name != "type"}
    if "text" in value:
        value["text"] = rich(value["text"])
    return entry["type"], value


def chapters(kind: str, entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Chapters or steps as their stream holds them."""
    return [block({"type": kind, **entry}) for entry in entries]


def set_words(page: WorkPage, work: sources.WorkFile, language: str, first: bool) -> None:
    """Writes the words of an edition, in memory. `first` creates the rows that others translate."""
    edition = work.editions[language]
    page.title = edition["title"].strip()
    page.summary = (edition.get("summary") or "").strip()
    page.body = [block(entry) for entry in edition.get("blocks", ())]
    if work.kind in LOADERS:
        LOADERS[work.kind].set_words(page, work, language, first)
    elif work.kind == "case_study":
        for name, _label in page.word_fields:
            setattr(page, name, rich(edition.get(name)))
        _results(page, edition, first)
        _costs(page, edition, first)
    elif work.kind == "handbook":
        page.chapters = chapters("chapter", edition.get("chapters", ()))
    elif work.kind == "manual":
        page.series = (work.facts.get("series") or {}).get(language, "")
        page.introduction = rich(edition.get("introduction"))
        page.steps = chapters("step", edition.get("steps", ()))
    elif work.kind == "publication":
        page.text = rich(edition.get("body"))
    elif work.kind in KINDS:
        KINDS[work.kind].set_words(page, edition, first)


def _results(page: CaseStudyPage, edition: Mapping[str, Any], first: bool) -> None:
    entries = edition.get("results") or ()
    if first:
        page.results = [
            Result(
                locale=page.locale,
                sort_order=order,
                before=str(entry.get("before") or ""),
                after=str(entry.get("after") or ""),
                **claimant(entry.get("claimed_by")),
            )
            for order, entry in enumerate(entries)
        ]
    rows = sorted(page.results.all(), key=lambda row: row.sort_order)
    for row, entry in zip(rows, entries, strict=True):
        row.locale = page.locale
        for name in Result.word_columns:
            setattr(row, name, str(entry.get(name) or ""))
    page.results = rows


def _costs(page: CaseStudyPage, edition: Mapping[str, Any], first: bool) -> None:
    entries = edition.get("costs") or ()
    if first:
        page.costs = [
            Cost(
                locale=page.locale,
                sort_order=order,
                amount=entry.get("amount"),
                currency=entry.get("currency") or "",
                funder=find(Organisation, [entry["funder"]])[0] if entry.get("funder") else None,
                year=entry.get("year"),
            )
            for order, entry in enumerate(entries)
        ]
    rows = sorted(page.costs.all(), key=lambda row: row.sort_order)
    for row, entry in zip(rows, entries, strict=True):
        row.locale = page.locale
        row.label = entry["label"]
    page.costs = rows


def library(language: str) -> LibraryPage:
    """The library page of a language."""
    return LibraryPage.objects.get(locale__language_code=language)


def load(work: sources.WorkFile) -> bool:
    """Loads the editions of a work that are not there yet; False where all are."""
    model = MODELS[work.kind]
    key = sources.key(work.kind, work.slug)
    known = {code for code, _name in settings.LANGUAGES}
    languages = [code for code in work.languages if code in known]
    present = set(
        model.objects.filter(translation_key=key).values_list("locale__language_code", flat=True)
    )
    if present >= set(languages):
        return False
    with transaction.atomic():
        source = model.objects.filter(
            translation_key=key, locale__language_code=work.source_language
        ).first()
        for language in languages:
            if language in present:
                continue
            if source is None:
                page = model(translation_key=key, locale=Locale.objects.get(language_code=language))
                page.slug = work.slug
                page.live = False
                set_words(page, work, language, first=True)
                set_facts(page, work)
                library(language).add_child(instance=page)
                source = page
            else:
                page = source.copy_for_translation(Locale.objects.get(language_code=language))
                set_words(page, work, language, first=False)
                page.slug = work.editions[language].get("slug") or work.slug
            page.full_clean()
            page.save_revision(log_action=True).publish()
            source = model.objects.get(pk=source.pk)
    return True
