"""Background work of the library."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from search.locks import only_one

#: addresses that one run of the periodic check asks
BATCH = 50


@shared_task
def check_links() -> None:
    """Checks the published links that are due, those not asked for longest first."""
    from . import reachability
    from .models import LinkCheck

    if not settings.LINK_CHECKS:
        return
    with only_one("checking-links") as mine:
        if not mine:
            return
        reachability.list_addresses()
        since = timezone.now() - timedelta(hours=reachability.DUE_HOURS)
        due = LinkCheck.objects.filter(Q(last_checked=None) | Q(last_checked__lt=since))
        longest_ago = due.order_by(F("last_checked").asc(nulls_first=True), "pk")
        reachability.check(longest_ago[:BATCH])


@shared_task
def check_link(check_id: int) -> None:
    """Checks one address now, as an editor asked; one that is gone is passed over."""
    from . import reachability
    from .models import LinkCheck

    row = LinkCheck.objects.filter(pk=check_id).first()
    if settings.LINK_CHECKS and row is not None:
        reachability.check([row])
