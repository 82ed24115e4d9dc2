"""Sets: works that somebody chose and put in order, with a word on each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, TranslatableMixin

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.network.fields import WorkLink
from cms.network.models import WorkPage, shared, shared_by_work
from cms.network.panels import work_panels
from search.sources import Shown


@dataclass
class Shelf:
    """Items of a set under one heading ('' before the first): list items with their notes."""

    heading: str
    items: list[tuple[Shown, str]] = field(default_factory=list)

    @property
    def level(self) -> int:
        """The level of the headings of its items, in the page."""
        return 3 if self.heading else 2


class SetPage(WorkPage):
    """One edition of a curated set."""

    work_kind = "set"
    shared_fields = WorkPage.shared_fields
    word_fields = (("introduction", ""),)

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_("For whom the set is, and how it was chosen."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    template = "library/set_page.html"
    content_panels = work_panels(
        words=[
            FieldPanel("introduction"),
            InlinePanel("items", label=_("Item"), heading=_("Items"), min_num=1),
            FieldPanel("body"),
        ],
        facts=[],
    )
    override_translatable_fields = shared_by_work(*shared_fields)

    class Meta:
        verbose_name = _("set")
        verbose_name_plural = _("sets")

    @classmethod
    def shared_columns(cls):
        return {"items": SetItem.shared_columns}

    def shelves(self, request: HttpRequest) -> list[Shelf]:
        """The items that the reader may read, each in the best language.

        A heading stands over its own item and those that follow; it goes where all of them go.
        """
        from cms.network.presentation import related

        from ..presentation import works_shown

        rows = related(self.items, "work")
        chosen = list({row.work_id: row.work for row in rows}.values())
        shown = {item.id: item for item in works_shown(chosen, request)}
        shelves = [Shelf("")]
        for row in rows:
            if row.heading:
                shelves.append(Shelf(row.heading))
            item = shown.get(str(row.work_id))
            if item is not None:
                shelves[-1].items.append((item, row.note))
        return [shelf for shelf in shelves if shelf.items]

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["shelves"] = self.shelves(request)
        return context


class SetItem(TranslatableMixin, Orderable):
    """A work in a set, of any kind, by its permanent identity."""

    shared_columns = ("work_id",)
    word_columns = ("heading", "note")

    page = ParentalKey(SetPage, on_delete=models.CASCADE, related_name="items")
    work = WorkLink(_("work"), related_name="set_items")
    heading = models.CharField(
        _("heading above it"),
        max_length=160,
        blank=True,
        help_text=_("Begins a part of the set, which lasts until the next heading."),
    )
    note = models.CharField(
        _("note"), max_length=400, blank=True, help_text=_("Why it is in the set.")
    )

    override_translatable_fields = shared("work")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return str(self.work)
