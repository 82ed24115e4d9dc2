"""Parallel texts that everybody has: the interface strings of the packages installed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import polib

from search.analysis import clean

#: Packages with catalogues in many languages. Their texts are read, never copied.
PACKAGES = ("django", "wagtail", "wagtail_localize", "allauth")
#: English is the language of the message identifiers.
SOURCE = "en"

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^}]*\}|<[^>]+>|&\w+;")
_FEWEST_WORDS = 4


def parallel(langs: Sequence[str]) -> list[dict[str, str]]:
    """Texts that exist in all these languages: each a map from language to text.

    Only those of some words are taken, which are more like a question or a sentence
    than a label is.
    """
    translated: dict[str, dict[str, str]] = defaultdict(dict)
    for lang in langs:
        if lang != SOURCE:
            for source, text in _messages(lang):
                translated[source][lang] = text
    found = []
    for source, texts in sorted(translated.items()):
        row = {lang: _plain(source if lang == SOURCE else texts.get(lang, "")) for lang in langs}
        words = [len(text.split()) for text in row.values()]
        if min(words) >= _FEWEST_WORDS // 2 and len(_plain(source).split()) >= _FEWEST_WORDS:
            found.append(row)
    return found


def _messages(lang: str) -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        spec = find_spec(package)
        for root in spec.submodule_search_locations or () if spec else ():
            for path in sorted(Path(root).rglob(f"locale/{lang}/LC_MESSAGES/django.po")):
                for entry in polib.pofile(str(path)):
                    if entry.translated() and not entry.msgid_plural and not entry.msgctxt:
                        yield entry.msgid, entry.msgstr


def _plain(text: str) -> str:
    return clean(_PLACEHOLDER.sub(" ", text))
