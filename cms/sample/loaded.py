"""Whether the sample library stands in the database already, so that later starts leave it to
the editors: what they rename, merge or delete is not loaded again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from cms.core.models import Work

from .loading.sources import SAMPLE

_FOLDERS = ("annexes", "files", "handbook", "records", "works")


def is_whole() -> bool:
    """Whether this very sample was loaded to its end into this database."""
    note = _note()
    return note.exists() and note.read_text() == _told() and Work.objects.exists()


def remember() -> None:
    """Notes that the sample has been loaded to its end."""
    _note().write_text(_told())


def _note() -> Path:
    return settings.STATE_DIR / "sample-loaded"


def _told() -> str:
    """What tells one sample in one database from another."""
    database = settings.DATABASES["default"]
    digest = hashlib.sha256()
    for part in ("HOST", "PORT", "NAME"):
        digest.update(f"{database.get(part, '')}|".encode())
    for folder in _FOLDERS:
        for path in sorted((SAMPLE / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(SAMPLE)).encode() + path.read_bytes())
    return digest.hexdigest()
