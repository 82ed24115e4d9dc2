"""A definition is found by the labels of its theme: a changed label has it read again."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.core.models import Concept
from cms.network.signals import touch_keys

from .models import DefinitionPage


@receiver(post_save, sender=Concept)
def explained_concept_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    pages = DefinitionPage.objects.filter(concept=instance.pk)
    touch_keys(pages.values_list("translation_key", flat=True))
