"""Which language a query is in: stated, else by its script, else detected; and which others
suit a reader of one.

Three words are little to tell French from Spanish, so the interface's language
counts beforehand, and where it stays unsure all likely languages are returned:
the words are then analysed in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings

from .analysis import LANGUAGES, is_arabic

#: How much likelier the interface's language is than another, before a word is read.
PRIOR = 3.0
#: A language less likely than this part of the likeliest one is left out.
UNSURE = 0.25

_lock = Lock()


def languages_of(text: str, stated: str | None = None, interface: str = "") -> Mapping[str, float]:
    """The languages a query may be in, the likeliest first, with weights that sum to one."""
    if stated in LANGUAGES:
        return {stated: 1.0}
    letters = [char for char in text if char.isalpha()]
    if letters and sum(map(is_arabic, letters)) * 2 > len(letters):
        return {"ar": 1.0}
    if not letters:
        return {interface if interface in LANGUAGES else next(iter(LANGUAGES)): 1.0}
    scores = {
        lang: score * (PRIOR if lang == interface else 1.0)
        for lang, score in _detected(text).items()
    }
    best = max(scores.values())
    likely = {lang: score for lang, score in scores.items() if score >= best * UNSURE}
    total = sum(likely.values())
    ordered = sorted(likely.items(), key=lambda pair: -pair[1])
    return {lang: score / total for lang, score in ordered}


def preference(lang: str) -> list[str]:
    """Languages in the order in which a reader of `lang` is offered them."""
    chain = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    return list(dict.fromkeys([lang, *chain.get(lang, ()), *chain["default"]]))


def _detected(text: str) -> Mapping[str, float]:
    """The probability of each language in Latin script."""
    with _lock:
        return dict(_identifier().rank(text.lower()))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([lang for lang in LANGUAGES if lang != "ar" and lang in known])
    return identifier
