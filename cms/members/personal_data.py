"""What the portal holds of a person with an account, to be given to them or erased.

The General Data Protection Regulation (EU 2016/679) calls these the rights of access (article 15)
and to erasure (article 17).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from wagtail.models import ModelLogEntry

from .models import User

#: Columns that are no data of a person: secrets, what a work said at some time, inner details.
_LEFT_OUT = frozenset({"password", "data", "key", "token", "content", "id", "uuid", "content_hash"})


class LastAdministrator(Exception):
    """Nobody could administer the portal without this account."""


def held(user: User) -> dict[str, Any]:
    """Everything that is tied to an account: the account, and by kind of row and the way it is
    tied, the rows. Secrets such as the password are left out, and so is the text of works."""
    account = _row(user)
    account["groups"] = sorted(user.groups.values_list("name", flat=True))
    found: dict[str, Any] = {"account": account}
    for relation in _ties():
        field = relation.field
        rows = relation.related_model._base_manager.filter(**{field.name: user}).order_by("pk")
        if tied := [_row(row, field.name) for row in rows]:
            found[f"{relation.related_model._meta.label} by {field.name}"] = tied
    return found


def erase(user: User) -> dict[str, int]:
    """Deletes an account with what is its own, and takes its name out of the history; works and
    files stay, no longer tied to it. Gives how many rows of each kind were deleted.

    Raises LastAdministrator for the last active account that may do everything.
    """
    with transaction.atomic():
        administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
        if [each.pk for each in administrators] == [user.pk]:
            raise LastAdministrator(user.get_username())
        of_accounts = ContentType.objects.get_for_model(User)
        entries = ModelLogEntry.objects.filter(content_type=of_accounts, object_id=str(user.pk))
        entries.update(label="", data={})
        return user.delete()[1]


def _ties() -> list[Any]:
    """The relations by which rows of any kind are tied to an account; groups apart."""
    relations = User._meta.get_fields(include_hidden=True)
    return [
        each
        for each in relations
        if (each.one_to_many or each.one_to_one)
        and each.auto_created
        and not each.related_model._meta.auto_created
    ]


def _row(row: Any, tie: str = "") -> dict[str, Any]:
    """Columns of a row that say something, by name, without that which ties it to the account."""
    return {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if field.name not in {tie, *_LEFT_OUT} and getattr(row, field.attname) not in (None, "")
    }


def _value(row: Any, field: Any) -> Any:
    """What a column holds; of another row, what that is called, or its number if it is gone."""
    if not field.is_relation:
        return getattr(row, field.name)
    try:
        return str(getattr(row, field.name))
    except ObjectDoesNotExist:
        return getattr(row, field.attname)
