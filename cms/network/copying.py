"""What a work that was begun as a copy of another does not take from it."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Page, Revision

from .models import WorkPage
from .models.works import PeerCheck
from .signals import touch_keys


@transaction.atomic
def forget_checks(request: HttpRequest, page: Page, made: Page) -> None:
    """Takes the peer checks out of the works that were just copied, and out of their drafts:
    nobody has checked those."""
    works = WorkPage.objects.descendant_of(made, inclusive=True)
    PeerCheck.objects.filter(page__in=works).delete()
    keys = [str(work.pk) for work in works]
    drafts = list(Revision.page_revisions.filter(object_id__in=keys))
    for draft in drafts:
        draft.content["peer_checks"] = []
    Revision.objects.bulk_update(drafts, ["content"])
    touch_keys([work.translation_key for work in works if work.live])
