"""Results laid out by the language in which each answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def by_language(
    items: Iterable[Item], language_of: Callable[[Item], str], first: Sequence[str]
) -> tuple[list[Item], tuple[tuple[str, int], ...]]:
    """The items with those of one language together, in their order, and how many each language
    has. The languages of `first` come first, the others as their best item stands."""
    ordered = list(items)
    counts = Counter(language_of(item) for item in ordered)
    languages = [code for code in dict.fromkeys(first) if code in counts]
    languages += [code for code in counts if code not in languages]
    place = {code: i for i, code in enumerate(languages)}
    ordered.sort(key=lambda item: place[language_of(item)])
    return ordered, tuple((code, counts[code]) for code in languages)
