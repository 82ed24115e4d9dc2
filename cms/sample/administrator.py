"""The sample administrator: in development only, with a random password kept under `var/`."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.members.models import User

NAME = "coordinator"


def ensure() -> str:
    """Makes the administrator where it is missing; returns its password.

    Raises ImproperlyConfigured under settings that do not allow it.
    """
    if not getattr(settings, "SAMPLE_ADMINISTRATOR", False):
        raise ImproperlyConfigured("The sample administrator exists in development only.")
    note = settings.STATE_DIR / "sample-administrator"
    user = User.objects.filter(sample=True).first()
    if user is not None and note.exists():
        password = note.read_text().strip()
        if user.check_password(password):
            return password
    password = secrets.token_urlsafe(12)
    if user is None:
        user = User(username=NAME, sample=True, is_staff=True, is_superuser=True)
    user.set_password(password)
    user.save()
    note.touch(mode=0o600)
    note.write_text(password + "\n")
    return password
