"""A real disk of a few megabytes, in memory, that can be filled to the last byte."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class SmallDisk:
    """A mounted disk. `filler` is the file that takes its room."""

    path: Path

    @property
    def filler(self) -> Path:
        return self.path / "filler"

    def fill(self, leaving: int = 0) -> None:
        """Leaves so many bytes and no more."""
        with self.filler.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
        os.truncate(self.filler, max(0, self.filler.stat().st_size - leaving))

    def free(self) -> None:
        """Gives the room back."""
        self.filler.unlink(missing_ok=True)


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mounts a disk at a path while it is needed; no test where that is not allowed. Who is root
    under CI may mount, so there it is a failure."""
    path.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "medina-test", str(path)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True)
        refused = done.stderr.strip() if done.returncode else ""
    except OSError as error:
        refused = str(error)
    if refused:
        how = f"needs to mount a small disk: {refused}"
        if os.environ.get("CI") == "true" and os.geteuid() == 0:
            pytest.fail(how, pytrace=False)
        pytest.skip(how)
    try:
        yield SmallDisk(path)
    finally:
        # Lazily: whoever still reads a file of it holds nothing up.
        subprocess.run(["umount", "-l", str(path)], check=True)
