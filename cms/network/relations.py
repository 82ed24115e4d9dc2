"""Further ways in which a work names a record, registered by the app that adds them.

All works name places and bodies through the relations of `WorkPage`. A kind that
also names one elsewhere, such as the organiser of an event in a child row, says so
here: then the record's page lists the work, and a change of the record touches it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from .concept_graph import ConceptGraph
from .models import WorkPage

_further: dict[str, list[str]] = defaultdict(list)


def register(relation: str, path: str) -> None:
    """Adds a path from `WorkPage` to a record that `relation` ('cities', 'organisations', …)
    also names."""
    if path not in _further[relation]:
        _further[relation].append(path)


def naming(relation: str, rows: Any) -> Q:
    """Works that name one of the records, given by their keys or as a query, through the relation
    all works have or a further one."""
    if not _further[relation]:
        return Q(**{f"{relation}__in": rows})
    # A union of look-ups that each use an index; joined by OR they would read every work.
    first, *others = (
        WorkPage.objects.filter(**{f"{path}__in": rows}).order_by().values("pk")
        for path in (relation, *_further[relation])
    )
    return Q(pk__in=first.union(*others))


def found_under(concepts: Iterable[int]) -> tuple[Q, Q]:
    """(works, partnerships) that are found under concepts, given by their keys: with one of them,
    a narrower one or one that matches."""
    given = ConceptGraph().leading_to(concepts)
    of_goals = Q(goals__in=given)
    return naming("themes", given) | of_goals, Q(themes__in=given) | of_goals
