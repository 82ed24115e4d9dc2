"""Concepts as a tree, the broader above the narrower."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..models import Concept


@dataclass(slots=True)
class Branch:
    """A concept with what stands below it."""

    concept: Concept
    narrower: list[Branch] = field(default_factory=list)


def tree(concepts: Iterable[Concept]) -> list[Branch]:
    """The concepts as branches. One with several broader ones stands below each of them; one
    whose broader ones are all absent, or that is its own ancestor, stands at the top.

    `broader` must be prefetched.
    """
    rows = list(concepts)
    present = {concept.pk for concept in rows}
    children: dict[int, list[Concept]] = {}
    top = []
    for concept in rows:
        above = [broader.pk for broader in concept.broader.all() if broader.pk in present]
        for key in above:
            children.setdefault(key, []).append(concept)
        if not above:
            top.append(concept)
    reached: set[int] = set()

    def grown(concept: Concept, path: frozenset[int]) -> Branch:
        reached.add(concept.pk)
        path = path | {concept.pk}
        below = [each for each in children.get(concept.pk, ()) if each.pk not in path]
        return Branch(concept, [grown(each, path) for each in below])

    branches = [grown(concept, frozenset()) for concept in top]
    for concept in rows:
        # Concepts that are each other's broader have no top: the first one serves.
        if concept.pk not in reached:
            branches.append(grown(concept, frozenset()))
    return branches
