"""Keeping the facts of a work equal in all its editions.

`share(edition)` writes the shared fields of one edition into the live row and
the latest draft of every other. wagtail-localize alone copies them only when a
translation is saved, and lets an edition be edited by hand.
"""

from __future__ import annotations

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


def differences(page: WorkPage, other: WorkPage) -> list[str]:
    """Names of the shared fields in which two editions differ."""
    return [
        name for name in page.all_shared_fields() if value_of(page, name) != value_of(other, name)
    ]


def copy(source: WorkPage, target: WorkPage) -> list[str]:
    """Writes the shared fields of `source` into `target` in memory; returns those that changed."""
    changed = differences(source, target)
    for name in changed:
        model = child_model(source, name)
        if model is not None:
            _copy_rows(source, target, name, model)
        elif isinstance(source._meta.get_field(name), ParentalManyToManyField):
            setattr(target, name, list(getattr(source, name).all()))
        else:
            setattr(target, name, getattr(source, name))
    return changed


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


def share(source: WorkPage) -> None:
    """Writes the facts of `source` into the live row and latest draft of every other edition."""
    with transaction.atomic():
        for page in source.get_translations().specific():
            _share_with(source, page)


def _share_with(source: WorkPage, page: WorkPage) -> None:
    draft = page.get_latest_revision_as_object() if page.latest_revision_id else None
    changed_live = copy(source, page)
    if changed_live:
        page.save()
    if draft is None or not copy(source, draft):
        return
    was_clean = page.live and not page.has_unpublished_changes
    revision = draft.save_revision(clean=False)
    if was_clean:
        # The draft is what is published: the page has nothing waiting.
        Page.objects.filter(pk=page.pk).update(
            has_unpublished_changes=False,
            live_revision=revision,
            last_published_at=page.last_published_at,
        )
