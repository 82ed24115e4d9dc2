"""The broker that needs no service: messages as files in a folder.

kombu's own file transport opens a message in the queue's folder before it has
written it, so that a worker may take it empty, lose it and stop. Here a message
appears whole: it is written beside the folder and then moved into it.
"""

from __future__ import annotations

import os
import uuid
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """kombu's channel with whole messages."""

    def _put(  # type: ignore[override]  # kombu's own classes disagree on the name
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        # A name that no queue asks for, on the same file system: the move is atomic.
        waiting = os.path.join(self.data_folder_out, f"{name}.part")
        try:
            with open(waiting, "w", encoding="utf-8") as file:
                file.write(dumps(payload))
            os.replace(waiting, os.path.join(self.data_folder_out, name))
        except OSError as problem:
            raise ChannelError(f"Cannot add the message {name!r} to the queue") from problem


class Transport(filesystem.Transport):
    """`filesystem://` with whole messages."""

    Channel = Channel


def use() -> None:
    """Makes `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = "portal.broker:Transport"
