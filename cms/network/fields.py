"""Model fields of works: sections of words, and links from a work to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.fields import RichTextField

from cms.core.blocks import RICH_TEXT_FEATURES
from cms.core.works import best_language


def words(label: str | Promise, help_text: str | Promise = "") -> RichTextField:
    """A section of running text, in the language of the edition."""
    return RichTextField(label, blank=True, features=RICH_TEXT_FEATURES, help_text=help_text)


class _Titles(forms.models.ModelChoiceIterator):
    """Works by title, each in the language that suits the editor best."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        from .models import WorkPage

        yield "", self.field.empty_label or "---------"
        works = {work.key: work for work in self.queryset}
        titles: dict[Any, dict[str, str]] = {}
        pages = WorkPage.objects.filter(translation_key__in=works)
        for key, code, title in pages.values_list(
            "translation_key", "locale__language_code", "title"
        ):
            titles.setdefault(key, {})[code] = title
        lang = get_language() or ""
        named = [
            (title_of[best_language(title_of, lang) or next(iter(title_of))], works[key])
            for key, title_of in titles.items()
        ]
        for title, work in sorted(named, key=lambda row: row[0].casefold()):
            yield forms.models.ModelChoiceIteratorValue(work.pk, work), title


class WorkChoice(forms.ModelChoiceField):
    """Offers works by their titles."""

    iterator = _Titles


class WorkLink(models.ForeignKey):
    """A link to another work, whatever its editions: it names the permanent identity.

    `kinds` are the names of the kinds offered to editors; all, where none is named.
    """

    def __init__(self, label: Any = None, *, kinds: tuple[str, ...] = (), **kwargs: Any):
        self.kinds = kinds
        kwargs.setdefault("to", "core.Work")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        super().__init__(verbose_name=label or kwargs.pop("verbose_name", None), **kwargs)

    def formfield(self, **kwargs: Any):
        limits = {"limit_choices_to": {"kind__in": self.kinds}} if self.kinds else {}
        return super().formfield(**{"form_class": WorkChoice, **limits, **kwargs})
