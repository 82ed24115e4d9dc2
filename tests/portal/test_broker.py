"""The broker that needs no service loses no message, however many write and read at once."""

from __future__ import annotations

import threading
import time

import pytest
from celery import Celery
from kombu import Connection

from portal import broker, celery_app  # noqa: F401 - the portal's application chooses the transport
from tests.rounds import rounds


@pytest.fixture
def options(tmp_path):
    folders = {name: tmp_path / name for name in ("queue", "processed", "control")}
    for folder in folders.values():
        folder.mkdir()
    return {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
    }


def test_the_portal_uses_it():
    connection = Celery(broker="filesystem://").connection_for_write()
    assert isinstance(connection.transport, broker.Transport)


@pytest.mark.long
def test_messages_are_read_whole_while_others_are_written(options):
    amount, writers = rounds(150, 2000), 3
    received: list[int] = []
    problems: list[Exception] = []
    deadline = time.monotonic() + rounds(60, 600)

    def write(number: int) -> None:
        try:
            with Connection("filesystem://", transport_options=options) as connection:
                queue = connection.SimpleQueue("work")
                for n in range(amount):
                    queue.put({"n": number * amount + n, "text": "x" * 5000})
        except Exception as problem:
            problems.append(problem)

    def read() -> None:
        with Connection("filesystem://", transport_options=options) as connection:
            queue = connection.SimpleQueue("work")
            while len(received) < amount * writers and time.monotonic() < deadline:
                try:
                    message = queue.get(timeout=1)
                except queue.Empty:
                    continue
                except Exception as problem:
                    problems.append(problem)
                    return
                received.append(message.payload["n"])
                message.ack()

    # The worker declares its queue when it starts.
    with Connection("filesystem://", transport_options=options) as connection:
        connection.SimpleQueue("work")
    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    threads += [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert sorted(received) == list(range(amount * writers))
