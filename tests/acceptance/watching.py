"""Readers who go on reading while something breaks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from types import TracebackType

import requests

from tests.running import Portal

PATHS = (
    "/en/",
    "/ar/",
    "/fr/cities/",
    "/en/search/?q=municipal+human+resources",
    "/ar/search/?q=%D8%A7%D9%84%D9%85%D9%88%D8%A7%D8%B1%D8%AF",
    "/api/v1/search?q=agua&lang=es",
    "/api/v1/suggest?q=mun&lang=fr",
    "/healthz",
    "/readyz",
)
#: Seconds between two requests: readers read too.
PAUSE = 0.15


class Watch:
    """Asks for pages, search and health again and again until it ends, and then fails where one
    request was not answered with 200."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.answered: Counter[int] = Counter()
        self.wrong: list[str] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join(timeout=90)
        if kind is None:
            assert not self._thread.is_alive(), "a request is not answered"
            assert not self.wrong, "\n".join(self.wrong[:20])
            assert self.answered[200] >= len(PATHS)

    def _read(self) -> None:
        session = requests.Session()
        while not self._end.is_set():
            for path in PATHS:
                began = time.monotonic()
                try:
                    answer = session.get(self.portal.url + path, timeout=60)
                    self.answered[answer.status_code] += 1
                    if answer.status_code != 200:
                        self.wrong.append(f"{path}: {answer.status_code}")
                except requests.RequestException as problem:
                    took = time.monotonic() - began
                    self.wrong.append(f"{path}, after {took:.1f} s: {problem!r}"[:300])
                if self._end.wait(PAUSE):
                    return
