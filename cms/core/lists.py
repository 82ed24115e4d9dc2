"""Lists of words in a sentence, as each language separates them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def joined(items: Iterable[object]) -> str:
    """The items with the active language's comma between them ("a, b", "أ، ب")."""
    return pgettext("between items of a list", ", ").join(str(item) for item in items)
