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
from contextlib import suppress
from pathlib import Path

GUNICORN = Path(__file__).resolve().parents[3] / "portal" / "gunicorn.py"
#: seconds that web and worker together have for what they are doing when they are asked to end
PATIENCE = 15
#: seconds between two looks at what runs
TICK = 0.2


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
            *("-s", str(state / "beat-schedule")),
        ],
    ]


def run(commands: list[list[str]], address: str, told: Callable[[], None]) -> None:
    """Runs the commands until interrupted. The first has the machine to itself until it answers
    at the address; then the others are started and `told` is called. From then on a command
    that is killed, by hand or for want of memory, is run again. Raises `Ended` where one ends
    by itself; the others are ended then."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment.setdefault("SITE_URL", address)
    processes: list[subprocess.Popen] = []
    try:
        web, *others = commands
        processes.append(_start(web, environment))
        while not _answers(f"{address}/healthz"):
            if processes[0].poll() is not None:
                raise Ended
            time.sleep(TICK)
        for command in others:
            processes.append(_start(command, environment))
        told()
        while True:
            time.sleep(TICK)
            for place, process in enumerate(processes):
                ended = process.poll()
                if ended is None:
                    continue
                if ended >= 0:
                    raise Ended
                print(f"A process was killed by signal {-ended} and is run again.", flush=True)
                _kill_rest(process)
                processes[place] = _start(commands[place], environment)
    finally:
        _end(processes)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """Each command has a process group of its own, so that what it leaves behind where it is
    killed can be told from the rest."""
    return subprocess.Popen(command, env=environment, process_group=0)  # noqa: S603


def _kill_rest(process: subprocess.Popen) -> None:
    """Ends what a process that is gone has started: a worker's beat would go on by itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


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
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(deadline - time.monotonic(), 0))
        _kill_rest(process)


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

    # In groups of their own the others do not hear that the terminal is closed.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
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
