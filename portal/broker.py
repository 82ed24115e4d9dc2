"""The broker that needs no service: messages as files in a folder.

kombu's own file transport opens a message, and the table of who reads what, before
it has written them, so that another process may read them empty, lose a message and
stop. Here both appear whole: they are written under another name and then moved.
"""

from __future__ import annotations

import os
import uuid
from time import monotonic
from typing import Any

from filelock import FileLock
from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """kombu's channel with whole messages and tables."""

    def _put(  # type: ignore[override]  # kombu's own classes disagree on the name
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write(os.path.join(self.data_folder_out, name), dumps(payload))

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        file = self._exchange_file(exchange)
        file.parent.mkdir(exist_ok=True)
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        # Two processes that bind at once must not write over one another.
        with FileLock(file.with_suffix(".lock")):
            table = self.get_table(exchange)
            if binding not in table:
                _write(str(file), dumps([binding, *table]))


def _write(path: str, text: str) -> None:
    """Writes a file that is there whole or not at all."""
    # A name that no queue asks for, on the same file system: the move is atomic.
    waiting = f"{path}.{uuid.uuid4()}.part"
    try:
        with open(waiting, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(waiting, path)
    except OSError as problem:
        raise ChannelError(f"Cannot write {os.path.basename(path)!r} to the queue") from problem


class Transport(filesystem.Transport):
    """`filesystem://` with whole messages."""

    Channel = Channel
    #: A folder has no host; kombu's transport would warn that none was named.
    default_connection_params: dict[str, Any] = {}  # type: ignore[assignment]


def use() -> None:
    """Makes `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = "portal.broker:Transport"
