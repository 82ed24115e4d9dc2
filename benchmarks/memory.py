"""The memory that a process holds, from the system's own account of it."""

from pathlib import Path


def resident_of(process: int | str = "self") -> int:
    """Bytes of memory that a process of this machine holds, 0 where that is not told."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)
