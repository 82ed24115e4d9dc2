"""What waits to be indexed and which generations exist, for those who look after the search."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .models import Generation, Outbox


class ReadOnly(admin.ModelAdmin):
    """Rows that the search writes itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody changes rows by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody deletes rows by hand: a change would be lost, or an index left behind."""
        return False


@admin.register(Outbox)
class OutboxAdmin(ReadOnly):
    """Changes on their way into the index, those that failed first."""

    list_display = ["work", "phase", "created", "attempts", "retry_at", "parked", "error"]
    list_filter = ["phase", "parked"]
    search_fields = ["work", "error"]
    ordering = ["-parked", "pk"]
    actions = ["try_again"]

    @admin.action(description=_("Try again"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Outbox]) -> None:
        """Gives changes that failed three times another chance."""
        count = queryset.filter(parked=True).update(parked=False, attempts=0, retry_at=None)
        message = ngettext(
            "%d change will be tried again.", "%d changes will be tried again.", count
        )
        self.message_user(request, message % count)


@admin.register(Generation)
class GenerationAdmin(ReadOnly):
    """The builds of the index: the one in use, the one being built, the one to go back to."""

    list_display = ["name", "engine", "state", "created", "backfilled", "finished"]
    list_filter = ["engine", "state"]
    exclude = ["constants"]
