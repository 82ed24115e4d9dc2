"""What is done to many pages at once in the administration, where works need more than that."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from . import named_by


class PublishTogether(PublishBulkAction):
    """Publishes the latest draft of each page as it is when its turn comes: an edition published
    before it may have given it new facts."""

    @classmethod
    def execute_action(cls, objects: list, **options: Any) -> tuple[int, int]:
        """Publishes one page after the other; returns how many, and how many below them."""
        pages = below = 0
        for page in objects:
            page.refresh_from_db(fields=["latest_revision"])
            done = super().execute_action([page], **options)
            pages, below = pages + done[0], below + done[1]
        return pages, below


class DeleteTogether(DeleteBulkAction):
    """Tells first which other works lead to those that are to be deleted."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        named_by.tell(self.request, *(row["item"] for row in context["items"]))
        return context
