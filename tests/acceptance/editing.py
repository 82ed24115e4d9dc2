"""Changing the content of the running portal as an editor would, and waiting for the index."""

from __future__ import annotations

import textwrap

from tests.running import Portal

_WAIT = """
import time
from cms.core.models import File
from search.models import Outbox

deadline = time.monotonic() + 120
while Outbox.objects.waiting().exists() or File.objects.filter(text_state="waiting").exists():
    assert time.monotonic() < deadline, list(Outbox.objects.values())
    time.sleep(0.1)
"""


def edit(portal: Portal, code: str) -> str:
    """Runs code within the portal, waits until the worker has indexed what it changed, and
    returns what it printed."""
    return portal.shell(textwrap.dedent(code) + _WAIT).strip()
