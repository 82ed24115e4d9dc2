"""Choosing a work of any kind in the admin, by a word of its title in any language."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from cms.core import access, works
from cms.core.choosers import WordsForm
from cms.core.models import Work
from search.sources import Shown


def published(words: str = "", kinds: tuple[str, ...] = ()) -> QuerySet[Work]:
    """Works that members may read and whose title or summary holds every one of the words.

    `kinds` are names of kinds; none means all.
    """
    wanted = Q(pk__in=[])
    for kind in works.kinds():
        if kinds and kind.name not in kinds:
            continue
        rows = kind.readable(access.MEMBERS)
        for word in words.split()[:10]:
            in_any = Q()
            for column in kind.text_columns():
                in_any |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(in_any)
        wanted |= Q(kind=kind.name, key__in=rows.order_by().values(kind.key_column))
    return Work.objects.filter(wanted).order_by("-pk")


def shown(rows: list[Work]) -> dict[str, Shown]:
    """How works are shown to the editor, in the editor's language, by identifier."""
    ids = [row.pk for row in rows]
    return {
        item.id: item for item in works.show(ids, access.Reader(access.MEMBERS), get_language())
    }


def title(work: Work) -> str:
    """The title of a work in the editor's language, or its kind and number where it has none."""
    item = shown([work]).get(str(work.pk))
    return f"{item.title} ({item.kind_label})" if item else str(work)


class WorkFilterForm(WordsForm):
    """Looks for words in the titles of works."""

    hint = _("A word of the title, in any language")


class _Listing:
    """The list of works, with titles read in a fixed number of queries."""

    filter_form_class = WorkFilterForm
    kinds: tuple[str, ...] = ()

    def get_object_list(self) -> QuerySet[Work]:
        words = self.filter_form.cleaned_data["q"] if self.filter_form.is_valid() else ""
        return published(words, self.kinds)

    def get_results_page(self, request):
        page = super().get_results_page(request)
        page.object_list = list(page.object_list)
        self.items = shown(page.object_list)
        return page

    def item(self, work: Work) -> Shown | None:
        return self.items.get(str(work.pk))

    @property
    def title_column(self):
        column = super().title_column
        column.accessor = lambda work: item.title if (item := self.item(work)) else str(work)
        return column

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column(
                "kind",
                label=_("Kind"),
                accessor=lambda work: item.kind_label if (item := self.item(work)) else work.kind,
            ),
            Column(
                "languages",
                label=_("Languages"),
                accessor=lambda work: (
                    ", ".join(item.languages) if (item := self.item(work)) else ""
                ),
            ),
        ]


class ChooseView(_Listing, views.ChooseView):
    pass


class ChooseResultsView(_Listing, views.ChooseResultsView):
    pass


class ChosenView(views.ChosenView):
    def get_display_title(self, instance: Work) -> str:
        return title(instance)


class WorkChooser(BaseChooser):
    """Shows the chosen work by its title."""

    def get_display_title(self, instance: Work) -> str:
        return title(instance)


class WorkChooserViewSet(ChooserViewSet):
    """Chooses a work; `kinds` limits it to some."""

    model = Work
    register_widget = False  # each link names its own
    icon = "doc-full"
    search_tab_label = _("Search")
    choose_one_text = _("Choose a work")
    choose_another_text = _("Choose another work")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    base_widget_class = WorkChooser
    kinds: tuple[str, ...] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(kinds=self.kinds, **kwargs)


@cache
def work_chooser(*kinds: str) -> WorkChooserViewSet:
    """The chooser of works of these kinds; of all, where none is named."""
    return WorkChooserViewSet("_".join(("choose", *(kinds or ("work",)))), kinds=kinds)
