"""Model fields of works: sections of words, and links from a work to another."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import Promise
from wagtail.fields import RichTextField

from cms.core.blocks import RICH_TEXT_FEATURES

from .choosers import work_chooser


def words(label: str | Promise, help_text: str | Promise = "") -> RichTextField:
    """A section of running text, in the language of the edition."""
    return RichTextField(label, blank=True, features=RICH_TEXT_FEATURES, help_text=help_text)


class WorkLink(models.ForeignKey):
    """A link to another work, whatever its editions: it names the permanent identity.

    `kinds` are the names of the kinds offered to editors, in a chooser that searches titles in
    every language; all, where none is named.
    """

    def __init__(self, label: Any = None, *, kinds: tuple[str, ...] = (), **kwargs: Any):
        self.kinds = kinds
        if kinds:
            kwargs["limit_choices_to"] = {"kind__in": list(kinds)}
        kwargs.setdefault("to", "core.Work")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.setdefault("related_name", "+")
        super().__init__(verbose_name=label or kwargs.pop("verbose_name", None), **kwargs)

    def formfield(self, **kwargs: Any):
        return super().formfield(**{**kwargs, "widget": work_chooser(*self.kinds).widget_class()})
