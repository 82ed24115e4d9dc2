"""What an editor is told of the moderation of a work or record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import WorkflowMixin, WorkflowState


def tell_what_to_change(request: HttpRequest, row: Any) -> None:
    """Tells who opens a work or record that was sent back who asks for changes, and which."""
    if request.method != "GET" or not isinstance(row, WorkflowMixin):
        return
    state = row.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task = state.current_task_state
    user = task.finished_by
    told = {
        "name": (user.get_full_name() or user.get_username()) if user else "",
        "comment": task.comment,
    }
    if task.comment:
        said = _("Changes are asked for by %(name)s: “%(comment)s”")
    else:
        said = _("Changes are asked for by %(name)s, without a comment.")
    messages.warning(request, said % told)
