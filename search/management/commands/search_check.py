"""Compares the index in use with the database."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import checks, drainer, outbox, status
from search.engines.base import EngineUnavailable
from search.generations import drop_leftovers, leftovers
from search.models import Outbox


class Command(BaseCommand):
    """Exits with an error where they differ, so that a monitor can call it."""

    help = (
        "Compares the search index with the database: works missing, out of date, or found "
        "though they should not be. Fails where there is a difference that it did not repair."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to put right what is found."""
        parser.add_argument(
            "--repair",
            action="store_true",
            help="have what differs written again, give changes that failed another chance, and "
            "drop indexes that belong to no generation",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compares, tells, and repairs where asked."""
        try:
            found = checks.compare()
            self._report(found)
            if options["repair"]:
                self._repair(found)
            checks.keep(found)
        except (checks.NothingToCompare, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        parked, late = Outbox.objects.parked().count(), status.overdue()
        if found.differences or parked or late:
            raise CommandError(self._wrong(found.differences, parked, late, options["repair"]))
        self.stdout.write(self.style.SUCCESS("The index agrees with the database."))

    def _wrong(self, differences: int, parked: int, late: datetime | None, repaired: bool) -> str:
        """What is wrong, and what to do about it."""
        wrong = f"{differences} differences, {parked} changes that failed three times"
        if late:
            wrong += f", changes that wait since {late:%Y-%m-%d %H:%M} {late:%Z}: is a worker up?"
        if repaired:
            return f"{wrong}. They could not be put right: the reasons stand above or in the log."
        return f"{wrong}. search_check --repair puts right what can be."

    def _report(self, found: checks.Comparison) -> None:
        waiting = outbox.pending()
        self.stdout.write(
            f"{found.generation}: {found.compared} works compared; {waiting['words']} wait for "
            f"their words, {waiting['meaning']} for their vectors"
        )
        if found.differences:
            self.stdout.write(f"Differences: {found}")
        for work, reason in found.broken.items():
            self.stdout.write(f"Not compared, since it cannot be built: work {work}: {reason}")
        for row in Outbox.objects.parked():
            self.stdout.write(f"Failed three times: work {row.work}, {row.phase}: {row.error}")
        for index in leftovers():
            self.stdout.write(f"Index {index} belongs to no generation of this installation")

    def _repair(self, found: checks.Comparison) -> None:
        again = outbox.retry_parked()
        repaired = checks.repair(found)
        drainer.drain()
        for index in drop_leftovers():
            self.stdout.write(f"Index {index} was dropped")
        self.stdout.write(f"Written again: {repaired} works, and {again} changes that had failed")
        after = checks.compare()
        found.missing, found.stale, found.extra = after.missing, after.stale, after.extra
        found.wordless, found.broken, found.lost = after.wordless, after.broken, after.lost
