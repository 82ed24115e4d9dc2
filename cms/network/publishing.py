"""Publishing an edition, whatever publishes it: the facts of all editions become equal.

A revision older than the last change of the facts (one that waited for moderation, or a
translation of an earlier state) takes the facts of the source; any other gives its own to
every edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.http import HttpResponse
from wagtail import hooks
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.signals import page_published

from . import facts
from .models import WorkPage


@contextmanager
def family_locked(page: WorkPage) -> Iterator[None]:
    """One transaction, in which nobody else publishes an edition of the same work: two editors
    who publish two editions at once come one after the other."""
    with transaction.atomic():
        family = WorkPage.objects.filter(translation_key=page.translation_key)
        list(family.select_for_update().values_list("pk", flat=True))
        yield


@receiver(page_published)
def edition_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """Settles the facts of a work once one of its editions is published."""
    if isinstance(instance, WorkPage):
        with family_locked(instance):
            facts.settle(type(instance).objects.get(pk=instance.pk))


class WorkEditView(EditView):
    """The editor of an edition. Its button publishes without calling `WorkPage.publish`."""

    def publish_action(self) -> HttpResponse:
        """Publishes, in one transaction with what follows for the other editions."""
        with family_locked(self.page):
            return super().publish_action()


class WorkViewSet(PageViewSet):
    """What the administration does with the pages of works."""

    model = WorkPage
    edit_view_class = WorkEditView


@hooks.register("register_admin_viewset")
def register_work_viewset() -> WorkViewSet:
    """Takes the place of Wagtail's own views for works of every kind."""
    return WorkViewSet("works")
