"""Lists of words in a row, as each language separates them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def comma() -> str:
    """The active language's comma with the space after it (", ", "، ")."""
    return pgettext("between items of a list", ", ")


def joined(items: Iterable[object]) -> str:
    """The items with the active language's comma between them ("a, b", "أ، ب")."""
    return comma().join(str(item) for item in items)
