"""What wagtail-localize lets every translator do, for those who may.

Its own views publish, and replace the words of a published edition by those of the source, for
whoever may edit.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page
from wagtail_localize.views.update_translations import UpdateTranslationsView

from .models import WorkPage


class UpdateView(UpdateTranslationsView):
    """Brings changes of the source to the translations; publishes them for who may publish."""

    def get_form(self) -> Any:
        form = super().get_form()
        page = self.object.get_source_instance()
        if (
            isinstance(page, Page)
            and not page.permissions_for_user(self.request.user).can_publish()
        ):
            field = form.fields["publish_translations"]
            field.disabled = True
            field.help_text = _("For those who may publish the work.")
        return form


update = require_admin_access(UpdateView.as_view())


@require_admin_access
def keep_words(request: HttpRequest, page_id: int) -> HttpResponse:
    """Stands where an edition would be made a copy of its source, in the wrong language."""
    page = get_object_or_404(WorkPage, pk=page_id)
    messages.warning(
        request, _("An edition keeps words of its own: it does not become a copy of another.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
