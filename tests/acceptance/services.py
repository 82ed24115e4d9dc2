"""Stopping and starting the real services under a running portal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.running import ROOT


@dataclass
class Service:
    """A service that `scripts/services` of this checkout started, at an address."""

    name: str
    url: str

    def _run(self, command: str, *names: str) -> str:
        done = subprocess.run(
            [sys.executable, ROOT / "scripts" / "services", command, *names],
            env={
                **os.environ,
                f"MEDINA_{self.name.upper()}_PORT": str(urlsplit(self.url).port),
            },
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def process(self) -> int:
        """Its process; no test where somebody else started what answers at the address."""
        status = self._run("status")
        found = re.search(
            rf"^{self.name}: port {urlsplit(self.url).port}, process (\d+)$", status, re.M
        )
        if found is None:
            how = f"needs {self.name} as scripts/services start {self.name} starts it"
            if os.environ.get("CI") == "true":
                pytest.fail(how, pytrace=False)
            pytest.skip(how)
        return int(found.group(1))

    def stop(self) -> None:
        """Ends it; what it stored stays."""
        self.process()
        self._run("stop", self.name)

    def start(self) -> None:
        """Starts it again where it was, unless it runs."""
        self._run("start", self.name)

    def hang(self) -> None:
        """Keeps its connections open and lets it answer nothing."""
        os.kill(self.process(), signal.SIGSTOP)

    def go_on(self) -> None:
        """Ends the hanging."""
        os.kill(self.process(), signal.SIGCONT)
