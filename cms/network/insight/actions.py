"""What is done about words that readers look for: each checks the right and is atomic."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.models import Concept
from cms.core.models.concepts import lines

from ..models import City, WritingRequest

MAY_LABEL, MAY_ASK = "core.change_concept", "network.add_writingrequest"
MAY_CLOSE = "network.change_writingrequest"


def _check(user: Any, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def add_label(*, user: Any, concept: Concept, text: str, lang: str, hidden: bool) -> None:
    """Adds words to a concept's labels in a language, so that they find its works from now on.

    Raises PermissionDenied without the right to change concepts, and ValidationError where the
    concept is called so already.
    """
    _check(user, MAY_LABEL)
    text = " ".join(text.split())
    with transaction.atomic():
        row = Concept.objects.select_for_update().get(pk=concept.pk)
        present = {label.casefold() for label in row.labels().get(lang, ())}
        if text.casefold() in present:
            raise ValidationError(_("The concept has this label already."))
        column = f"{'hidden' if hidden else 'alternative'}_labels_{lang}"
        setattr(row, column, "\n".join([*lines(getattr(row, column)), text]))
        row.full_clean()
        row.save()
        row.save_revision(user=user, log_action=True)


def ask_city(*, user: Any, city: City, text: str, lang: str, note: str = "") -> WritingRequest:
    """Notes that a city is asked to write about something. Raises PermissionDenied without the
    right, and ValidationError where the city is asked already and has not answered."""
    _check(user, MAY_ASK)
    with transaction.atomic():
        open_ones = WritingRequest.objects.filter(city=city, lang=lang, closed=None)
        if open_ones.filter(text=text).exists():
            raise ValidationError(_("This city has been asked already."))
        row = WritingRequest(city=city, text=text, lang=lang, note=note, asked_by=user)
        row.full_clean()
        row.save()
        log(instance=row, action="wagtail.create", user=user)
    return row


def close_request(*, user: Any, request: WritingRequest) -> bool:
    """Notes that a request needs nothing more. False where it was closed before. Raises
    PermissionDenied without the right."""
    _check(user, MAY_CLOSE)
    with transaction.atomic():
        open_one = WritingRequest.objects.filter(pk=request.pk, closed=None)
        closed = open_one.update(closed=timezone.now())
        if closed:
            log(instance=request, action="wagtail.edit", user=user)
    return bool(closed)
