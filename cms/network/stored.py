"""What is stored as JSON and names other rows by number: drafts, older versions, translations."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

#: rows that are read and written at once
_BATCH = 200


def replace_everywhere(target: type[models.Model], old: int, new: int) -> int:
    """Writes `new` for `old` wherever stored content refers to a row of `target`.

    So that no draft, no scheduled version and no translation in preparation brings back what
    is gone. Returns how many were changed.
    """
    changed = 0
    rows: list[Revision] = []
    for revision in Revision.objects.select_related("content_type").iterator(chunk_size=_BATCH):
        model = revision.content_type.model_class()
        if model is not None and replace_in(model, revision.content, target, old, new):
            rows.append(revision)
    Revision.objects.bulk_update(rows, ["content"], batch_size=_BATCH)
    changed += len(rows)
    sources = TranslationSource.objects.select_related("specific_content_type")
    for source in sources.iterator(chunk_size=_BATCH):
        model = source.specific_content_type.model_class()
        content = json.loads(source.content_json)
        if model is not None and replace_in(model, content, target, old, new):
            source.content_json = json.dumps(content)
            source.save(update_fields=["content_json"])
            changed += 1
    return changed


def replace_in(
    model: type[models.Model],
    content: dict[str, Any],
    target: type[models.Model],
    old: int,
    new: int,
) -> bool:
    """The same in the stored content of one row, its child rows included."""
    changed = False
    for field in model._meta.get_fields():
        if field.auto_created or not field.is_relation or field.name not in content:
            continue
        if not (field.related_model and issubclass(target, field.related_model)):
            continue
        value = content[field.name]
        if isinstance(value, list) and old in value:
            numbers = [new if number == old else number for number in value]
            content[field.name] = list(dict.fromkeys(numbers))
            changed = True
        elif value == old:
            content[field.name] = new
            changed = True
    for relation in get_all_child_relations(model):
        child = apps.get_model(relation.related_model._meta.label)
        for row in content.get(relation.get_accessor_name()) or ():
            changed |= replace_in(child, row, target, old, new)
    return changed
