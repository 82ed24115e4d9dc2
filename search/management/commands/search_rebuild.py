"""Builds a new generation of the index beside the live one and swaps when it is complete."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import drainer, generations, meaning
from search.embedding import EmbedderUnavailable
from search.engines.base import EngineUnavailable
from search.models import Generation, Outbox
from search.sources import source

#: Seconds between two lines of progress, and between two looks at another process's work.
TICK = 2.0
#: How the shell tells that a command was interrupted.
INTERRUPTED = 130


class Pace:
    """How quickly something is done from now on, of which some may be done already."""

    def __init__(self, done: int) -> None:
        self._began, self._first = time.monotonic(), done

    def told(self, done: int, left: int) -> str:
        """The rate until now, and the minutes and seconds that the rest takes at it; nothing
        where nothing was done or is left."""
        if done <= self._first or left <= 0:
            return ""
        rate = (done - self._first) / (time.monotonic() - self._began)
        minutes, seconds = divmod(round(left / rate), 60)
        return f" ({rate:.1f} a second, {minutes}:{seconds:02} left)"


class Progress:
    """How far the build of a generation is: first the words of its works, then the vectors
    that they wait for."""

    def __init__(self, generation: Generation, total: int) -> None:
        self._generation = generation
        self._total = total
        self._words = Pace(_held(generation))
        self._vectors: Pace | None = None

    def told(self) -> str:
        """One line: how many works are in and how many wait, how quickly that goes and what
        time is left. Vectors have a pace once no more works come to wait for them."""
        self._generation.refresh_from_db()
        held, waiting = _held(self._generation), _waiting()
        words, vectors = self._words.told(held, self._total - held), ""
        if self._generation.backfilled is not None:
            self._vectors = self._vectors or Pace(-waiting)
            words, vectors = "", self._vectors.told(-waiting, waiting)
        return f"  {held} of {self._total} works{words}, {waiting} wait for their vectors{vectors}"


class Command(BaseCommand):
    """Resumes what an interrupted run began. Readers search the live generation meanwhile."""

    help = (
        "Builds the search index anew beside the one in use and swaps when it is complete. "
        "Interrupted and run again, it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options for the two ends: an installation that starts, and an operator in doubt."""
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="do nothing where the index in use was made by this code and these models",
        )
        parser.add_argument(
            "--fresh", action="store_true", help="discard what an interrupted run has built"
        )
        parser.add_argument(
            "--words-first",
            action="store_true",
            help="do not wait for vectors where no index of this code and these models is in use: "
            "a worker makes them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Builds, tells how far it is, and ends when the new generation is live."""
        try:
            if options["if_needed"] and not generations.needs_rebuild():
                self.stdout.write("The index in use is current.")
                return
            begun = generations.building()
            if begun and options["fresh"]:
                generations.forget(begun)
            self._build(words_first=options["words_first"])
        except EngineUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}") from error
        except EmbedderUnavailable as error:
            raise CommandError(f"No index was begun: {error}") from error
        except KeyboardInterrupt as interrupt:
            raise CommandError(
                "Interrupted. What is built stays: the worker goes on with it, and so does "
                "search_rebuild; search_rebuild --fresh begins anew.",
                returncode=INTERRUPTED,
            ) from interrupt

    def _build(self, words_first: bool) -> None:
        begin = time.monotonic()
        generation = generations.begin()
        total = sum(1 for _work in source().ids())
        progress = Progress(generation, total)
        self.stdout.write(f"Building {generation.name} from {total} works …")
        while True:
            generation.refresh_from_db()
            if generation.state == Generation.State.LIVE:
                break
            outcome = drainer.drain(seconds=TICK)
            if not outcome.mine:
                time.sleep(TICK)
            elif not outcome.more:
                self._embed()
            self.stdout.write(progress.told())
        if not words_first:
            self._embed_all(progress)
        held = _held(generation)
        took = time.monotonic() - begin
        self.stdout.write(f"{generation.name} is live: {held} works in {took:.0f} s.")
        parked = Outbox.objects.parked().count()
        if parked:
            self.stdout.write(
                self.style.WARNING(f"{parked} changes could not be carried out: see search_check.")
            )

    def _embed(self) -> bool:
        """Embeds for a while; returns whether more waits."""
        try:
            return meaning.embed(seconds=TICK)
        except EmbedderUnavailable as error:
            self.stderr.write(f"Embedding waits for its model: {error}")
            time.sleep(TICK)
            return False

    def _embed_all(self, progress: Progress) -> None:
        """Gives a generation that went live by its words its vectors too."""
        while True:
            outcome = drainer.drain(seconds=TICK)
            more = self._embed()
            if not (more or outcome.more or drainer.has_work()):
                return
            if not outcome.mine:
                time.sleep(TICK)
            self.stdout.write(progress.told())


def _held(generation: Generation) -> int:
    """Works that a generation holds."""
    return generation.indexed.values("work").distinct().count()


def _waiting() -> int:
    """Works that wait for their vectors."""
    return Outbox.objects.due(Outbox.Phase.MEANING).count()
