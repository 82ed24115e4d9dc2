"""What is found by names that its page shares with none: changed names have it read again.

A report is found by the countries of its delegations.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from cms.network.models import Country
from cms.network.signals import touch_keys

from .models import WorkshopReportPage


@receiver([post_save, pre_delete], sender=Country)
def country_of_delegation_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    pages = WorkshopReportPage.objects.filter(delegations__country=instance.pk)
    touch_keys(pages.values_list("translation_key", flat=True))
