"""Choosing a record in the admin: found by any of its names, told apart from others of one name,
with buttons in the language of the editor.

Wagtail puts the name of the record into its own sentences when a form is made, once and in
the language of that moment, and in a gender that is often wrong.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import InvalidPage
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views import chooser as views
from wagtail.snippets.widgets import AdminSnippetChooser

from .called import called


def told_apart(record: Model) -> str:
    """A record as no other is called: with the fields that its model names in `told_apart_by`."""
    others = (getattr(record, name) for name in getattr(record, "told_apart_by", ()))
    return " · ".join(str(part) for part in (record, *others) if part)


class RecordChooser(AdminSnippetChooser):
    """The field that shows which record is chosen, and its buttons."""

    def __init__(self, model: Any = None, **kwargs: Any):
        name = (model or self.model)._meta.verbose_name
        texts = {
            "choose_one_text": format_lazy(_("Choose {name}"), name=name),
            "choose_another_text": _("Change the choice"),
            "link_to_chosen_text": _("Edit the record"),
        }
        super().__init__(model, **{**texts, **kwargs})

    def get_context(self, name: str, value_data: Any, attrs: Any) -> dict[str, Any]:
        """With the sign that the lists of such records have, where no other is given."""
        context = super().get_context(name, value_data, attrs)
        return {**context, "icon": self.icon or self.model.snippet_viewset.icon}

    def get_instance(self, value: Any) -> Model | None:
        """The record of a key; none of what is no key, which the form refuses."""
        try:
            return super().get_instance(value)
        except ValueError:
            return None

    def get_display_title(self, instance: Model) -> str:
        """What the field says of the record that is chosen."""
        return told_apart(instance)


class WordsForm(BaseFilterForm):
    """The search field above the list of a window; `hint` says what is looked for in it."""

    hint: Any = ""
    q = forms.CharField(label=_("Search"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = self.hint

    def filter(self, objects: QuerySet) -> QuerySet:
        """All of them: the list itself looks for the words."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects


class RecordFilterForm(WordsForm):
    """Looks for words in the names of records."""

    hint = _("A word of the name, in any language")


class _Listing:
    """The records of which a name has the words, by name. Of all that there are only names are
    read."""

    filter_form_class = RecordFilterForm

    def get_results_page(self, request: Any) -> Any:
        rows = self.filter_object_list(self.get_object_list())
        keys = called(rows, self.filter_form.search_query or "")
        self.paginator = self.paginator_class(keys, per_page=self.per_page)
        try:
            page = self.paginator.page(request.GET.get("p", 1))
        except InvalidPage as error:
            raise Http404 from error
        found = _with_what_tells_apart(rows).in_bulk(page.object_list)
        page.object_list = [found[key] for key in page.object_list if key in found]
        return page

    @property
    def title_column(self) -> Any:
        column = super().title_column
        column.accessor = told_apart
        return column


def _with_what_tells_apart(rows: QuerySet) -> QuerySet:
    names = getattr(rows.model, "told_apart_by", ())
    related = [name for name in names if rows.model._meta.get_field(name).is_relation]
    return rows.select_related(*related) if related else rows


class ChooseView(_Listing, views.ChooseView):
    pass


class ChooseResultsView(_Listing, views.ChooseResultsView):
    pass


class ChosenView(views.SnippetChosenView):
    def get_display_title(self, instance: Model) -> str:
        return told_apart(instance)


class RecordChooserViewSet(views.SnippetChooserViewSet):
    """The window in which a record is chosen."""

    page_title = _("Choose")
    search_tab_label = _("Search")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    base_widget_class = RecordChooser
