"""`manage.py serve`: the whole portal from nothing, for trying and developing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.sample import administrator, vectors
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
        started = time.monotonic()
        settings.STATE_DIR.mkdir(parents=True, exist_ok=True)
        self._step("Messages", lambda: catalogues.compile_all())
        self._step("Database", lambda: call_command("migrate", verbosity=0))
        call_command("load_sample", stdout=self.stdout)
        if generations.needs_rebuild():
            self._step("Vectors of the sample", vectors.load)
            self.stdout.write("Search index:")
            call_command("search_rebuild", stdout=self.stdout)
        password = administrator.ensure()
        if prepare:
            return
        self._run(port, password, started)

    def _step(self, name: str, action: Callable[[], object]) -> None:
        started = time.monotonic()
        self.stdout.write(f"{name} …", ending=" ")
        self.stdout.flush()
        action()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def _run(self, port: str, password: str, started: float) -> None:
        address = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        environment.setdefault("SITE_URL", address)
        # One web process with threads: the embedding models are in memory once.
        commands = [
            [
                *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
                *("--config", str(settings.BASE_DIR / "portal" / "gunicorn.py")),
                *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"),
                *("--timeout", "120", "--log-level", "warning"),
            ],
            [
                *(sys.executable, "-m", "celery", "-A", "portal", "worker", "-B"),
                # Two threads, so that words need not wait while passages are embedded.
                *("--pool", "threads", "--concurrency", "2"),
                *("--loglevel", "WARNING", "-s", str(settings.STATE_DIR / "beat-schedule")),
            ],
        ]
        processes = [subprocess.Popen(command, env=environment) for command in commands]  # noqa: S603
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self._wait(f"{address}/healthz", processes)
            self.stdout.write(f"Ready after {time.monotonic() - started:.0f} s.")
            self.stdout.write(
                f"Open {address}/ — administration at {address}/admin/ "
                f"as “{administrator.NAME}” with the password {password}"
            )
            self.stdout.flush()
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise CommandError("A process ended; see the messages above.")
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            for process in processes:
                if process.poll() is None:
                    process.terminate()
            for process in processes:
                try:
                    process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    process.kill()

    def _wait(self, url: str, processes: list[subprocess.Popen]) -> None:
        while True:
            if any(process.poll() is not None for process in processes):
                raise CommandError("The portal did not start; see the messages above.")
            try:
                with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
