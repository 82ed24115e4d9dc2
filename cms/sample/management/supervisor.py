"""Web and worker as children of one small process, which ends them when it ends.

`manage.py serve` becomes this program once everything is prepared, so that neither the models
nor Django stay in memory for waiting. It therefore imports the standard library alone and is
run as `python -m cms.sample.management.supervisor --port … --state … --account …`.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

GUNICORN = Path(__file__).resolve().parents[3] / "portal" / "gunicorn.py"
#: seconds that web and worker have for what they are doing when they are asked to end
PATIENCE = 15


class Ended(Exception):
    """Web or worker ended by itself; it has said why."""


def commands(port: str, state: Path) -> list[list[str]]:
    """The command lines of web and worker."""
    return [
        [
            *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
            *("--config", str(GUNICORN), "--bind", f"127.0.0.1:{port}"),
            # One process with threads: the embedding models are in memory once.
            *("--workers", "1", "--threads", "4"),
            *("--timeout", "120", "--log-level", "warning"),
        ],
        [
            *(sys.executable, "-m", "celery", "--quiet", "-A", "portal", "worker", "-B"),
            # Two threads, so that words need not wait while passages are embedded.
            *("--pool", "threads", "--concurrency", "2"),
            *("--loglevel", "WARNING", "-s", str(state / "beat-schedule")),
        ],
    ]


def run(commands: list[list[str]], address: str, told: Callable[[], None]) -> None:
    """Runs the commands until interrupted, and calls `told` once the portal answers at its
    address. Raises `Ended` where one of them ends by itself; the others are ended then."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment.setdefault("SITE_URL", address)
    processes: list[subprocess.Popen] = []
    try:
        for command in commands:
            processes.append(subprocess.Popen(command, env=environment))  # noqa: S603
        while not _answers(f"{address}/healthz"):
            _check(processes)
            time.sleep(0.3)
        told()
        while True:
            _check(processes)
            time.sleep(0.5)
    finally:
        _end(processes)


def _check(processes: list[subprocess.Popen]) -> None:
    if any(process.poll() is not None for process in processes):
        raise Ended


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
            return True
    except (urllib.error.URLError, OSError):
        return False


def _end(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def main() -> int:
    """Runs the portal for `manage.py serve`; the answer is the status to exit with."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", required=True)
    parser.add_argument("--state", required=True, type=Path, help="the portal's state directory")
    parser.add_argument("--account", required=True, help="name of the sample administrator")
    parser.add_argument("--password-file", required=True, type=Path)
    parser.add_argument("--started", required=True, type=float, help="when, by the system's clock")
    given = parser.parse_args()

    address = f"http://127.0.0.1:{given.port}"

    def told() -> None:
        print(f"Ready after {time.time() - given.started:.0f} s.")
        print(
            f"Open {address}/ — administration at {address}/admin/ "
            f"as “{given.account}” with the password {given.password_file.read_text().strip()}",
            flush=True,
        )

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        run(commands(given.port, given.state), address, told)
    except KeyboardInterrupt:
        print("Stopping.", flush=True)
    except Ended:
        print("A process of the portal ended; see the messages above.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
