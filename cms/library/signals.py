"""What is found by names that its page shares with none: changed names have it read again.

A definition is found by the labels of its theme, a report by the countries of its delegations.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from cms.core.models import Concept
from cms.network.models import Country
from cms.network.signals import touch_keys

from .models import DefinitionPage, WorkshopReportPage


@receiver(post_save, sender=Concept)
def explained_concept_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    pages = DefinitionPage.objects.filter(concept=instance.pk)
    touch_keys(pages.values_list("translation_key", flat=True))


@receiver([post_save, pre_delete], sender=Country)
def country_of_delegation_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    pages = WorkshopReportPage.objects.filter(delegations__country=instance.pk)
    touch_keys(pages.values_list("translation_key", flat=True))
