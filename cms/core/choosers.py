"""Choosing a record in the admin, with buttons in the language of the editor.

Wagtail puts the name of the record into its own sentences when a form is made, once and in
the language of that moment, and in a gender that is often wrong.
"""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


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


class RecordChooserViewSet(SnippetChooserViewSet):
    """The window in which a record is chosen."""

    page_title = _("Choose")
    search_tab_label = _("Search")
    base_widget_class = RecordChooser
