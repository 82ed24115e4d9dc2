"""What is offered while a reader types: works, cities, themes and the rest, in all languages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from . import analysis
from .query import suggest_each
from .question import clean
from .sources import Shown, source

#: Names asked of the engine for each group, some of which may not be read any more, and the most
#: that are shown.
ASKED, MOST = 8, 4
_LABELS_SECONDS = 60

#: The sorts in their order: cities and themes first, which few of many works' titles would hide.
GROUPS = {
    "cities": _("Cities"),
    "themes": _("Themes"),
    "works": _("Works"),
    "others": _("Partnerships, people and bodies"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """One of the labels of a concept, as folded words. `shown` is the preferred one in the same
    language: the others may be hidden."""

    concept: str
    shown: str
    lang: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A work, record or theme with the name that matched (with its language, '' if in none),
    where this is another than the one it is shown by."""

    shown: Shown
    matched: str = ""
    matched_lang: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions of one sort."""

    name: str
    label: str
    suggestions: Sequence[Suggestion]


def offered(prefix: str, *, audience: str, lang: str) -> list[Group]:
    """What begins as typed, whatever language it is named in; groups without any are left out."""
    # Each group is asked for by itself: names of cities and people, which are short, would leave
    # no room for titles of works.
    named = suggest_each(prefix, _kinds_of_groups(), audience=audience, limit=ASKED)
    works = [work for of_group in named.values() for work, _text, _lang in of_group]
    rows = source().show(works, audience, lang)
    found = {
        name: [
            _suggestion(rows[work], text, text_lang)
            for work, text, text_lang in of_group
            if work in rows
        ]
        for name, of_group in named.items()
    }
    found["themes"] = themes(prefix, audience=audience, lang=lang)
    return [
        Group(name, str(label), found[name][:MOST])
        for name, label in GROUPS.items()
        if found.get(name)
    ]


def themes(prefix: str, *, audience: str, lang: str) -> list[Suggestion]:
    """Themes and goals with a label that begins as typed. A label that readers are not to see
    finds its theme, but is not shown."""
    typed = analysis.words(clean(prefix))
    if not typed:
        return []
    found = [label for label in _labels(audience) if _begins(label.words, typed)]
    found.sort(
        key=lambda label: (
            label.lang != lang,
            not label.words[0].startswith(typed[0]),
            len(label.words),
            label.shown,
        )
    )
    best: dict[str, Label] = {}
    for label in found:
        best.setdefault(label.concept, label)
    slugs = list(best)[:MOST]
    rows = source().themes(slugs, audience, lang)
    return [_theme(rows[slug], best[slug], typed) for slug in slugs if slug in rows]


def _theme(row: Shown, label: Label, typed: Sequence[str]) -> Suggestion:
    """A theme, with its label in the language that was typed where that says why it is offered."""
    if _begins(analysis.words(label.shown), typed):
        return _suggestion(row, label.shown, label.lang)
    return Suggestion(row)


def _kinds_of_groups() -> dict[str, list[str]]:
    """The kinds whose works and records each group holds; none without any."""
    found: dict[str, list[str]] = {}
    for kind, by_edition in source().kinds().items():
        group = "works" if by_edition else "cities" if kind == "city" else "others"
        found.setdefault(group, []).append(kind)
    return found


def _suggestion(row: Shown, text: str, lang: str) -> Suggestion:
    if analysis.words(text) == analysis.words(row.title):
        return Suggestion(row)
    return Suggestion(row, text, lang)


def _begins(words: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether a label has all the words typed, the last one as the beginning of a word."""
    *whole, begun = typed
    return set(whole).issubset(words) and any(word.startswith(begun) for word in words)


_kept: dict[str, tuple[float, list[Label]]] = {}


def _labels(audience: str) -> list[Label]:
    """All labels of the thesaurus; read once a minute."""
    now = time.monotonic()
    kept = _kept.get(audience)
    if kept is None or now - kept[0] > _LABELS_SECONDS:
        kept = _kept[audience] = (now, list(_read(source().concepts(audience))))
    return kept[1]


def _read(concepts: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Iterable[Label]:
    for concept, by_lang in concepts.items():
        for lang, labels in by_lang.items():
            for label in labels:
                if words := tuple(analysis.words(label)):
                    yield Label(concept, labels[0], lang, words)
