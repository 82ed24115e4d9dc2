"""Keeping the facts of a work equal in all its editions.

`settle(edition)`, called when an edition is published, writes the shared fields
into the live row and the latest draft of every other. wagtail-localize alone
copies them only when a translation is saved, and lets an edition be edited by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, TranslatableMixin

from .models.works import WorkPage


def child_model(page: WorkPage, name: str) -> type[models.Model] | None:
    """The model of a child relation named `name`, or None for a plain field."""
    for relation in type(page)._meta.related_objects:
        if relation.get_accessor_name() == name and not relation.many_to_many:
            return relation.related_model
    return None


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a child row that hold its facts."""
    left_out = {"id", "page", "translation_key", "locale"}
    if issubclass(model, TranslatableMixin):
        return [*model.shared_columns, "sort_order"]
    return [f.attname for f in model._meta.concrete_fields if f.name not in left_out]


def value_of(page: WorkPage, name: str) -> Any:
    """A comparable value of a shared field: what two editions must have in common."""
    model = child_model(page, name)
    if model is not None:
        rows = sorted(getattr(page, name).all(), key=lambda row: row.sort_order or 0)
        names = [c for c in columns(model) if c != "sort_order"]
        if issubclass(model, TranslatableMixin):
            return [(row.translation_key, *(getattr(row, c) for c in names)) for row in rows]
        return [tuple(getattr(row, c) for c in names) for row in rows]
    field = page._meta.get_field(name)
    if isinstance(field, ParentalManyToManyField):
        return sorted(obj.pk for obj in getattr(page, name).all())
    value = getattr(page, name)
    if hasattr(value, "get_prep_value"):
        return [(block["type"], block["value"]) for block in value.get_prep_value()]
    return value


def differences(page: WorkPage, *others: WorkPage) -> list[list[str]]:
    """Names of the shared fields in which an edition differs from each of the others."""
    if not others:
        return []
    own = {name: value_of(page, name) for name in page.all_shared_fields()}
    return [[name for name in own if own[name] != value_of(other, name)] for other in others]


def copy(source: WorkPage, target: WorkPage, names: Iterable[str]) -> None:
    """Writes shared fields of `source` into `target`, in memory."""
    for name in names:
        model = child_model(source, name)
        if model is not None:
            _copy_rows(source, target, name, model)
        elif isinstance(source._meta.get_field(name), ParentalManyToManyField):
            setattr(target, name, list(getattr(source, name).all()))
        else:
            setattr(target, name, getattr(source, name))
    target.facts_version = source.facts_version


def _copy_rows(source: WorkPage, target: WorkPage, name: str, model: type[models.Model]) -> None:
    """Makes the child rows of `target` those of `source`, keeping the words already translated."""
    names = columns(model)
    translated = issubclass(model, TranslatableMixin)
    present = (
        {row.translation_key: row for row in getattr(target, name).all()} if translated else {}
    )
    rows = []
    for row in getattr(source, name).all():
        if translated:
            copy_of = present.get(row.translation_key) or model(
                translation_key=row.translation_key,
                locale=target.locale,
                **{field: getattr(row, field) for field in model.word_columns},
            )
        else:
            copy_of = model()
        for column in names:
            setattr(copy_of, column, getattr(row, column))
        rows.append(copy_of)
    getattr(target, name).set(rows)


def settle(published: WorkPage) -> None:
    """Makes the facts of all editions equal after one has been published.

    The source gives its facts to the others, and so does a translation whose facts
    are of the latest version; one of an earlier version takes them instead.
    """
    others = list(published.get_translations().specific())
    newest = max((page.facts_version for page in others), default=0)
    if not published.is_source() and published.facts_version < newest:
        giver = next((page for page in others if page.is_source()), None)
        giver = giver or max(others, key=lambda page: page.facts_version)
        share(giver, [published])
    else:
        changed = differences(published, *others)
        if any(changed):
            _raise_version(published, others)
        for page, names in zip(others, changed, strict=True):
            _give(published, page, names)


def _raise_version(giver: WorkPage, others: list[WorkPage]) -> None:
    """Counts a change of the facts, in the live row and the latest draft of who made it."""
    giver.facts_version = max(page.facts_version for page in [giver, *others]) + 1
    WorkPage.objects.filter(pk=giver.pk).update(facts_version=giver.facts_version)
    draft = giver.latest_revision
    if draft is not None:
        draft.content["facts_version"] = giver.facts_version
        draft.save(update_fields=["content"])


@transaction.atomic
def share(source: WorkPage, others: Sequence[WorkPage]) -> None:
    """Writes the facts of `source` into other editions: live row and latest draft."""
    for page, changed in zip(others, differences(source, *others), strict=True):
        _give(source, page, changed)


def _give(source: WorkPage, page: WorkPage, changed: Sequence[str]) -> None:
    """Gives the facts that changed to the live row of a page and to its latest draft.

    What else the draft holds stays: it may be a change of facts that waits for publication.
    """
    if not changed and page.facts_version == source.facts_version:
        return
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else None
    was_clean = page.live and not page.has_unpublished_changes
    copy(source, page, changed)
    page.save()
    if draft is None:
        return
    copy(source, draft, changed)
    revision = draft.save_revision(clean=False)
    if was_clean:
        # The draft is what is published: the page has nothing waiting.
        Page.objects.filter(pk=page.pk).update(
            has_unpublished_changes=False,
            live_revision=revision,
            last_published_at=page.last_published_at,
        )
