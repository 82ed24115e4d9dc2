"""Print Medina's own handbook as PDF, in one language or all."""

import logging

from django.core.management.base import BaseCommand, CommandError

from cms.sample.handbook.pdf import PrinterMissing, build
from cms.sample.handbook.source import LANGUAGES


class Command(BaseCommand):
    """Write `cms/sample/files/handbook-<language>.pdf` from the Markdown sources."""

    help = "Print the sample library's handbook as PDF, from its Markdown sources."
    requires_system_checks = []  # printing touches neither the database nor the site's pages

    def add_arguments(self, parser):
        """Accept the languages to print; all of them by default."""
        parser.add_argument(
            "--lang", action="append", choices=LANGUAGES, help="A language to print; repeatable."
        )

    def handle(self, *args, **options):
        """Print each language and say where it was written."""
        for talkative in ("fontTools", "weasyprint.progress"):  # a line for each table and page
            logging.getLogger(talkative).setLevel(logging.WARNING)
        for language in options["lang"] or LANGUAGES:
            try:
                path = build(language)
            except PrinterMissing as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{path} ({path.stat().st_size // 1024} KB)")
