"""`manage.py serve`: the whole portal from nothing, for trying and developing."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.sample import administrator, loaded, vectors
from cms.sample.management import supervisor
from portal import catalogues
from search import generations


class Command(BaseCommand):
    help = (
        "Prepares database, sample library and search index, each only as far as needed, "
        "then runs web and worker until interrupted."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--prepare", action="store_true", help="prepare, but do not run")

    def handle(self, *args, port: str, prepare: bool, **options) -> None:
        started = time.time()
        self._prepare()
        if not prepare:
            self._become_supervisor(port, started)

    def _prepare(self) -> None:
        # Hundreds of lines that say no more than the progress shown here.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        for directory in (settings.STATE_DIR, settings.STATIC_ROOT):
            directory.mkdir(parents=True, exist_ok=True)
        self._step("Messages", lambda: catalogues.compile_all())
        self._step("Database", lambda: call_command("migrate", verbosity=0))
        if not loaded.is_whole():
            call_command("load_sample")
            loaded.remember()
        if generations.needs_rebuild():
            self._step("Vectors of the sample", vectors.load)
            self.stdout.write("Search index:")
            call_command("search_rebuild")
        administrator.ensure()

    def _step(self, name: str, action: Callable[[], object]) -> None:
        started = time.monotonic()
        self.stdout.write(f"{name} …", ending=" ")
        self.stdout.flush()
        action()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def _become_supervisor(self, port: str, started: float) -> None:
        """Replaces this process, which the preparation has made large, by a small one."""
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(  # noqa: S606
            sys.executable,
            [
                *(sys.executable, "-m", supervisor.__name__),
                *("--port", port, "--state", str(settings.STATE_DIR)),
                *("--account", administrator.NAME),
                *("--password-file", str(administrator.note())),
                *("--started", str(started)),
            ],
        )
