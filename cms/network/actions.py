"""What coordinators do to the network: each checks the right, changes and notes it, at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from cms.core.choices import LANGUAGE_CODES
from cms.core.forwarding import addresses, lead_on
from cms.core.models import Work

from .models import City, CityFigure, Partner, WorkPage
from .models.records import all_above
from .signals import city_changed
from .stored import replace_everywhere

#: what the kept city takes from the merged one where it has nothing itself
_TAKEN = (
    *(f"name_{code}" for code in LANGUAGE_CODES),
    *(f"subdivision_{code}" for code in LANGUAGE_CODES),
    "country",
    "wikidata",
)


def may_merge_cities(user: Any) -> bool:
    """Whether somebody may merge: who may change cities and delete them."""
    return user.has_perms(["network.change_city", "network.delete_city"])


def merge_cities(*, user: Any, kept: City, merged: City) -> City:
    """Makes two records of the same city one.

    Everything that refers to `merged` refers to `kept` afterwards: works, their drafts, older
    versions and translations in preparation, partnerships, figures, bodies, people. Names of
    `merged` become spellings of `kept`; what `kept` lacks is taken over. The permanent address
    of `merged` leads to `kept`. All or nothing. Raises PermissionDenied or ValidationError.
    """
    if not may_merge_cities(user):
        raise PermissionDenied
    if kept.pk == merged.pk:
        raise ValidationError(_("Choose two different cities."))
    with transaction.atomic():
        rows = City.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])
        found = {city.pk: city for city in rows.order_by("pk")}
        if len(found) < 2:
            raise ValidationError(_("One of the cities is no longer there."))
        kept, merged = found[kept.pk], found[merged.pk]
        # What names either of them may have to be indexed anew: asked before the links move.
        city_changed(sender=City, instance=merged)
        _take_over(kept, merged)
        moved = _move_references(kept, merged)
        replace_everywhere(City, merged.pk, kept.pk)
        _forward(kept, merged)
        summary = {"id": merged.pk, "slug": merged.slug, "title": str(merged)}
        merged.delete()
        kept.save()
        revision = kept.save_revision(user=user)
        log(
            instance=kept,
            action="medina.merge",
            user=user,
            revision=revision,
            content_changed=True,
            data={"merged": summary},
        )
        for row in moved:
            ReferenceIndex.create_or_update_for_object(row)
    return kept


def _take_over(kept: City, merged: City) -> None:
    """Names, and what the kept city lacks."""
    known = {getattr(kept, f"name_{code}") for code in LANGUAGE_CODES} | set(kept.spellings)
    names = [getattr(merged, f"name_{code}") for code in LANGUAGE_CODES]
    new = [name for name in (*names, *merged.spellings) if name and name not in known]
    kept.variants = "\n".join(dict.fromkeys([*kept.spellings, *new]))
    for column in _TAKEN:
        if not getattr(kept, column):
            setattr(kept, column, getattr(merged, column))
    if kept.latitude is None or kept.longitude is None:
        kept.latitude, kept.longitude = merged.latitude, merged.longitude
    for code in LANGUAGE_CODES:
        # A description goes with its source.
        if not getattr(kept, f"description_{code}"):
            for column in (f"description_{code}", f"source_{code}"):
                setattr(kept, column, getattr(merged, column))
    above = all_above(kept, "part_of")
    if not above or merged.pk in above:
        within = kept.pk in all_above(merged, "part_of")
        kept.part_of_id = None if within else merged.part_of_id


def _move_references(kept: City, merged: City) -> list[models.Model]:
    """Points every row of every app that refers to `merged` to `kept`; returns what was moved.

    Links of many to many are rows of their own tables here. A row that would stand twice
    (the same link, partner or figure) goes.
    """
    moved: dict[tuple[type, Any], models.Model] = {}
    for relation in City._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.one_to_many):
            continue
        model, column = relation.related_model, relation.field.name
        for row in model._base_manager.filter(**{relation.field.attname: merged.pk}):
            if row == kept:
                continue
            setattr(row, column, kept)
            if _stands_already(row, relation.field):
                row.delete()
            elif model._meta.auto_created:
                model._base_manager.filter(pk=row.pk).update(**{relation.field.attname: kept.pk})
            else:
                row.save()
            for owner in _owners(row, relation.field):
                moved[type(owner), owner.pk] = owner
    return list(moved.values())


def _stands_already(row: Any, field: Any) -> bool:
    """Whether another row says the same of the kept city."""
    left_out = {"id", "sort_order", field.attname}
    if not (row._meta.auto_created or isinstance(row, Partner | CityFigure)):
        return False
    same = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.attname not in left_out
    }
    others = type(row)._base_manager.filter(**same, **{field.attname: getattr(row, field.attname)})
    return others.exclude(pk=row.pk).exists()


def _owners(row: Any, field: Any) -> list[models.Model]:
    """What readers of the admin see as the thing that refers to the city."""
    if not row._meta.auto_created:
        return [row] if row.pk else []
    others = [
        column
        for column in row._meta.concrete_fields
        if column.is_relation and column.attname != field.attname
    ]
    found = [getattr(row, column.name) for column in others]
    return [each.specific if isinstance(each, WorkPage) else each for each in found]


def _forward(kept: City, merged: City) -> None:
    """The addresses of the one lead to the other, also where more were merged before."""
    to = Work.objects.get(key=kept.key)
    gone = Work.objects.filter(key=merged.key)
    Work.objects.filter(merged_into__in=gone).update(merged_into=to)
    gone.update(merged_into=to)
    lead_on(addresses(merged), addresses(kept))
