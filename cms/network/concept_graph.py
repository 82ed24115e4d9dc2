"""Which concepts stand above, below and beside which, read whole for many works at once.

What is given a concept is found under the broader ones too, and what is given a goal also under
the goals that match it, whichever of the two the match was entered at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from cms.core.models import Concept, ConceptMatch

#: The scheme that themes are of; goals are of the others.
THEMES = "themes"
#: Concepts by key, each with those that it leads to.
Edges = Mapping[int, set[int]]


class ConceptGraph:
    """The relations of all concepts, each sort read in one query when it is first needed."""

    @cached_property
    def _slugs(self) -> dict[int, str]:
        return dict(Concept.objects.order_by().values_list("pk", "slug"))

    @cached_property
    def _above(self) -> Edges:
        pairs = Concept.broader.through.objects.values_list("from_concept_id", "to_concept_id")
        return _edges(pairs)

    @cached_property
    def _below(self) -> Edges:
        return _edges((wide, narrow) for narrow, several in self._above.items() for wide in several)

    @cached_property
    def _beside(self) -> Edges:
        """Matches between goals: what is given a theme is not found under goals, nor the other
        way round."""
        of_goals = ConceptMatch.objects.exclude(concept__scheme__code=THEMES)
        known = of_goals.filter(target__isnull=False).exclude(target__scheme__code=THEMES)
        pairs = list(known.values_list("concept_id", "target_id"))
        return _edges([*pairs, *((target, concept) for concept, target in pairs)])

    def themes(self, given: Iterable[int]) -> set[str]:
        """Facet values of themes, given by their keys: they and all broader ones."""
        return self._named(_reached(self._above, given))

    def goals(self, given: Iterable[int]) -> set[str]:
        """Facet values of goals, given by their keys: they and all broader ones, the goals that
        match one of these, and those broader than they."""
        above = _reached(self._above, given)
        return self._named(_reached(self._above, self._with_matches(above)))

    def matching(self, goal: int) -> set[int]:
        """Keys of the goals that match one, whichever of the two the match was entered at."""
        return self._beside.get(goal, set())

    def leading_to(self, concepts: Iterable[int]) -> set[int]:
        """Keys of all concepts that have one of these among their facet values."""
        below = _reached(self._below, concepts)
        return _reached(self._below, self._with_matches(below))

    def _with_matches(self, concepts: set[int]) -> set[int]:
        return concepts.union(*map(self.matching, concepts))

    def _named(self, concepts: set[int]) -> set[str]:
        return {self._slugs[key] for key in concepts if key in self._slugs}


def _edges(pairs: Iterable[tuple[int, int]]) -> Edges:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return dict(found)


def _reached(edges: Edges, start: Iterable[int]) -> set[int]:
    """Where one comes to from some concepts, they included; each once, even in a circle."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += edges.get(key, ())
    return found
