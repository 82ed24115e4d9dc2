"""What must hold before the portal serves readers."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .models import User

PROBLEM = (
    "The sample administrator exists in this database. It belongs to development: "
    "delete it with `manage.py delete_sample_administrator`."
)


def sample_administrator_misplaced() -> bool:
    """Whether the sample administrator exists under settings that do not allow it.

    A database that was never migrated, which is checked before its first migration, holds nobody.
    """
    if getattr(settings, "SAMPLE_ADMINISTRATOR", False):
        return False
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.filter(sample=True).exists()


def refuse_sample_administrator() -> None:
    """Raises ImproperlyConfigured where the sample administrator must not be."""
    if sample_administrator_misplaced():
        raise ImproperlyConfigured(PROBLEM)


@register("database")
def check_sample_administrator(app_configs, databases=None, **kwargs) -> list[Error]:
    """The same as a system check (`manage.py check --database default`)."""
    if databases and sample_administrator_misplaced():
        return [Error(PROBLEM, id="members.E001")]
    return []
