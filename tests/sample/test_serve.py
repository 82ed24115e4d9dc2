"""`manage.py serve`: what it takes while it runs, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from cms.sample.management import supervisor
from tests.running import ROOT, Portal, free_port


def resident(process: int) -> int:
    """Megabytes of memory that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_prepared_the_portal_does_not_stay_in_memory(portal: Portal):
    assert resident(portal.process) < 50


def test_the_process_that_waits_loads_neither_django_nor_a_model():
    code = (
        f"import sys, {supervisor.__name__}; "
        "print({'django', 'numpy', 'search', 'portal'} & {n.split('.')[0] for n in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


#: Answers with its own number and that of a process that it has started; asked to, ends by itself.
ANSWERS = """
import http.server, os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/end":
            child.kill()
            os._exit(3)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{os.getpid()} {child.pid}".encode())

    def log_message(self, *_):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


def test_where_the_web_process_cannot_start_nothing_else_is_started():
    commands = [[sys.executable, "-c", "raise SystemExit(3)"], ["no-such-program"]]
    with pytest.raises(supervisor.Ended):
        supervisor.run(commands, f"http://127.0.0.1:{free_port()}", lambda: None)


def test_where_one_process_ends_the_other_is_ended_too():
    port = str(free_port())
    address, left = f"http://127.0.0.1:{port}", []
    commands = [
        [sys.executable, "-c", ANSWERS, port],
        [sys.executable, "-c", "import time; time.sleep(2); raise SystemExit(3)"],
    ]
    with pytest.raises(supervisor.Ended):
        supervisor.run(commands, address, lambda: left.extend(numbers(address)))
    assert left
    assert_gone(left)


@pytest.fixture
def supervised():
    """An address that a supervised process answers at. At the end it must end everything."""
    port = str(free_port())
    address, told, ended = f"http://127.0.0.1:{port}", threading.Event(), threading.Event()

    def supervise():
        try:
            supervisor.run([[sys.executable, "-c", ANSWERS, port]], address, told.set)
        except supervisor.Ended:
            ended.set()

    threading.Thread(target=supervise, daemon=True).start()
    assert told.wait(30)
    yield address
    left = numbers(address)
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{address}/end", timeout=5)
    assert ended.wait(30)
    assert_gone(left)


def numbers(address: str) -> list[int]:
    """The processes behind an address, once it answers."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return [int(part) for part in answer.read().split()]
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def assert_gone(processes: list[int]) -> None:
    """That processes have ended: who is killed needs a moment for it."""
    deadline = time.monotonic() + 10
    while any(map(running, processes)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def running(process: int) -> bool:
    """Whether a process is there and not only waits to be buried."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_what_is_killed_is_run_again_without_what_it_left_behind(supervised):
    for _time in range(2):
        process, child = numbers(supervised)
        os.kill(process, signal.SIGKILL)
        # Killed is not ended: the address is another process's afterwards.
        while running(process):
            time.sleep(0.05)
        again, other = numbers(supervised)
        assert {process, child}.isdisjoint({again, other})
        assert_gone([child])
