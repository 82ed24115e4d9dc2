"""Takes in a thesaurus written as SKOS."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.thesaurus import importing, reading
from cms.core.thesaurus.reports import Report


class Command(BaseCommand):
    """Reads the file, applies it whole or not at all, and tells what changed."""

    help = (
        "Brings the concepts of a SKOS file (RDF/XML, Turtle or JSON-LD) into the thesaurus. "
        "Search follows by itself, as the works concerned are indexed again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether only to tell."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, applies and reports."""
        try:
            graph = reading.read(options["file"])
            self.stdout.write(f"{reading.size(graph)} concepts read; taking them in …")
            with _nothing_logged_as_done() if options["dry_run"] else nullcontext():
                report = importing.take_in(graph, dry_run=options["dry_run"])
        except reading.Unreadable as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self._tell(report, detailed=options["verbosity"] > 1 or options["dry_run"])
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was changed.")

    def _tell(self, report: Report, detailed: bool) -> None:
        self.stdout.write(f"Schemes: {', '.join(report.schemes)}")
        self.stdout.write(
            f"{len(report.created)} new concepts, {len(report.changed)} changed, "
            f"{len(report.unchanged)} as they were, {len(report.absent)} of these schemes that "
            "the file does not name and that stay"
        )
        if detailed:
            for uri in report.created:
                self.stdout.write(f"  new      {uri}")
            for uri, changes in report.changed.items():
                self.stdout.write(f"  changed  {uri}")
                for change in changes:
                    self.stdout.write(f"           {change}")
            for uri in report.absent:
                self.stdout.write(f"  stays    {uri}")
        for reason, count in sorted(report.left_out.items()):
            self.stdout.write(f"Left out, {count} times: {reason}")


@contextmanager
def _nothing_logged_as_done() -> Iterator[None]:
    """Wagtail logs each revision as it is made, also those that a dry run takes back."""
    wagtail = logging.getLogger("wagtail")
    before = wagtail.level
    wagtail.setLevel(logging.WARNING)
    try:
        yield
    finally:
        wagtail.setLevel(before)
