"""Worker, engine or rebuild end at the worst moment while editors publish and readers read: no
request fails, nothing is lost, and the portal finds its way back by itself."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.rounds import rounds
from tests.running import ROOT, Portal

from .edits import (
    ADMINISTRATOR,
    Edit,
    agrees,
    being_built,
    drafts,
    found,
    publish,
    titles_kept,
    until,
    waiting,
)
from .reading import Reader
from .services import Service
from .watching import Watch

pytestmark = [pytest.mark.long, pytest.mark.alone]

#: Works changed at once: more than the drainer takes at a time.
TOGETHER = rounds(30, 40)
#: What the drainer takes at a time.
BATCH = 25
#: Edits while Elasticsearch is away, and for how many seconds it is.
AWAY_EDITS, AWAY_SECONDS = rounds(10, 200), rounds(5, 60)
#: Edits, one after another, while an index is built.
BUILD_EDITS = rounds(8, 40)

_chance = random.Random(5)


@pytest.fixture(scope="module")
def kept(each_portal) -> Iterator[Portal]:
    """A portal whose works have their own titles again afterwards."""
    with titles_kept(each_portal):
        yield each_portal


def editor(portal: Portal) -> Reader:
    """An administrator, logged in."""
    return Reader(portal).log_in(ADMINISTRATOR, portal.password)


def workers(portal: Portal) -> list[psutil.Process]:
    """The worker, and the beat that it has started, wherever that hangs now."""
    return [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if "celery" in (process.info["cmdline"] or ())
        and (process.info["environ"] or {}).get("MEDINA_STATE_DIR")
        == portal.environment["MEDINA_STATE_DIR"]
    ]


def worker(portal: Portal) -> psutil.Process:
    """The worker itself: what the supervisor started."""
    return next(each for each in workers(portal) if each.ppid() == portal.process)


class Killer(threading.Thread):
    """Kills the worker while it drains: either somewhere after the first changes wait, or within
    the last batch. Notes how many works waited when it was dead."""

    def __init__(self, portal: Portal, in_last_batch: bool) -> None:
        super().__init__(daemon=True)
        self.portal = portal
        self.victim = worker(portal)
        self.in_last_batch = in_last_batch
        self.left = 0

    def run(self) -> None:
        """Waits for the moment."""
        most = BATCH if self.in_last_batch else TOGETHER + 1
        deadline = time.monotonic() + 60
        seen = 0
        while time.monotonic() < deadline:
            now = len(waiting(self.portal))
            if now and now < most and (seen > now or not self.in_last_batch):
                break
            if seen and not now:
                return
            seen = max(seen, now)
            time.sleep(0.01)
        time.sleep(_chance.uniform(0, 0.2 if self.in_last_batch else 1.0))
        os.kill(self.victim.pid, signal.SIGKILL)
        self.victim.wait(timeout=10)
        self.left = len(waiting(self.portal))


@pytest.mark.parametrize("round_", range(rounds(1, 20)))
def test_the_worker_is_killed_in_mid_drain(kept, round_):
    with Watch(kept):
        for _attempt in range(10):
            edits = drafts(kept, TOGETHER)
            killer = Killer(kept, in_last_batch=bool(round_ % 2))
            killer.start()
            publish(editor(kept), edits)
            killer.join()
            until(lambda: not waiting(kept), "every change is written")
            if killer.left:
                break
        else:
            pytest.fail("the drain was over each time before the worker could be killed")
        until(lambda: len(workers(kept)) == 2, "there is one worker with one beat")
        assert worker(kept).pid != killer.victim.pid
        agrees(kept)
        found(Reader(kept), edits)


@pytest.mark.parametrize("each_portal", ["services"], indirect=True)
def test_elasticsearch_is_away_during_edits(kept, elasticsearch_url):
    portal = kept
    service = Service("elasticsearch", elasticsearch_url)
    edits = drafts(portal, AWAY_EDITS, one_edition=False)
    by, reader = editor(portal), Reader(portal)
    with Watch(portal):
        service.stop()
        try:
            began = time.monotonic()
            for number, edit in enumerate(edits):
                publish(by, [edit])
                assert edit.word in reader.get(edit.path).text
                ahead = began + AWAY_SECONDS * (number + 1) / len(edits) - time.monotonic()
                time.sleep(max(ahead, 0))
            assert waiting(portal) >= {edit.work for edit in edits}
        finally:
            service.start()
        until(lambda: not waiting(portal), "every change is written")
        # The first question to an engine that has just started may still be too slow.
        until(lambda: not reader.search("city")["limited"], "full search is back")
        agrees(portal)
        found(reader, edits)


@pytest.mark.parametrize("round_", range(rounds(1, 5)))
def test_a_rebuild_is_killed_and_resumed_during_edits(kept, round_):
    edits = drafts(kept, BUILD_EDITS)
    published: list[Edit] = []
    by = editor(kept)

    def go_on_editing() -> None:
        for edit in edits:
            publish(by, [edit])
            published.append(edit)
            time.sleep(0.2)

    editing = threading.Thread(target=go_on_editing, daemon=True)
    with Watch(kept):
        build = subprocess.Popen(
            [sys.executable, "manage.py", "search_rebuild"],
            cwd=ROOT,
            env=kept.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        editing.start()
        until(lambda: (being_built(kept) or ("", ""))[1], "the rebuild has begun")
        time.sleep(_chance.uniform(0, 0.3))
        build.kill()
        build.communicate()
        begun = being_built(kept)
        assert begun is not None, "the rebuild was over before it could be killed"
        told = kept.manage("search_rebuild")
        # The worker may have ended it before the command could: then that one was built anew.
        assert f"Building {begun[0]} " in told or f"{begun[0]} is live" not in told
        assert " is live: " in told
        editing.join(timeout=120)
        assert len(published) == len(edits), "an edit was not answered"
        until(lambda: not waiting(kept), "every change is written")
        assert being_built(kept) is None
        agrees(kept)
        found(Reader(kept), edits)
