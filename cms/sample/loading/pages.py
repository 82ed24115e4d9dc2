"""Loading works written as pages: the source edition, then its translations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, Locale

from cms.core import extraction
from cms.core.models import File
from cms.library.models import LibraryPage
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

from . import sources
from .kinds import KINDS
from .lookup import find, one
from .partnerships import concepts, contacts
from .sources import stated_sources
from .streams import block

RELATIONS = {
    "cities": City,
    "countries": Country,
    "regions": Region,
    "organisations": Organisation,
    "people": Person,
    "programmes": Programme,
    "partnerships": Partnership,
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
    KINDS[work.kind].set_facts(page, facts)


def set_words(page: WorkPage, work: sources.WorkFile, language: str, first: bool) -> None:
    """Writes the words of an edition, in memory. `first` creates the rows that others translate."""
    edition = work.editions[language]
    page.title = edition["title"].strip()
    page.summary = (edition.get("summary") or "").strip()
    page.body = [block(entry) for entry in edition.get("blocks", ())]
    KINDS[work.kind].set_words(page, edition, first)


def library(language: str) -> LibraryPage:
    """The library page of a language, the first where editors added more."""
    return LibraryPage.objects.filter(locale__language_code=language).earliest("path")


def load(work: sources.WorkFile) -> bool:
    """Loads the editions of a work that are not there yet; False where all are."""
    model = KINDS[work.kind].MODEL
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
