"""`manage.py serve`: what it takes while it runs, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cms.sample.management import supervisor
from tests.running import ROOT, Portal


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


def test_where_one_process_ends_the_other_is_ended_too(tmp_path):
    note = tmp_path / "ended"
    waits = (
        "import signal, sys, time, pathlib\n"
        f"def end(*_): pathlib.Path({str(note)!r}).touch(); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        f"pathlib.Path({str(tmp_path / 'ready')!r}).touch()\n"
        "time.sleep(60)"
    )
    fails = (
        "import pathlib, sys, time\n"
        f"while not pathlib.Path({str(tmp_path / 'ready')!r}).exists(): time.sleep(.05)\n"
        "sys.exit(3)"
    )
    commands = [[sys.executable, "-c", code] for code in (waits, fails)]
    with pytest.raises(supervisor.Ended):
        supervisor.run(commands, "http://127.0.0.1:1", lambda: None)
    assert note.exists()
