"""The sample administrator: in development only, with a random password kept under `var/`."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.members.models import User

NAME = "coordinator"
#: What its profile asks for; mail to this address goes nowhere (RFC 2606).
PROFILE = {"first_name": "Sample", "last_name": "Coordinator", "email": "coordinator@example.org"}


def note() -> Path:
    """The file that holds the password."""
    return settings.STATE_DIR / "sample-administrator"


def ensure() -> str:
    """Makes the administrator where it is missing; returns its password.

    Raises ImproperlyConfigured under settings that do not allow it.
    """
    if not getattr(settings, "SAMPLE_ADMINISTRATOR", False):
        raise ImproperlyConfigured("The sample administrator exists in development only.")
    kept = note()
    user = User.objects.filter(sample=True).first()
    if user is not None and kept.exists():
        password = kept.read_text().strip()
        if user.check_password(password):
            return password
    password = secrets.token_urlsafe(12)
    if user is None:
        user = User(username=NAME, sample=True, is_staff=True, is_superuser=True, **PROFILE)
    user.set_password(password)
    user.save()
    kept.touch(mode=0o600)
    kept.write_text(password + "\n")
    return password
