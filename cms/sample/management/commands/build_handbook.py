"""Print Medina's own handbook as PDF, in one language or all."""

from django.core.management.base import BaseCommand, CommandError

from cms.sample.handbook.pdf import build
from cms.sample.handbook.source import LANGUAGES


class Command(BaseCommand):
    """Write `cms/sample/files/handbook-<language>.pdf` from the Markdown sources."""

    help = "Print the sample library's handbook as PDF, from its Markdown sources."

    def add_arguments(self, parser):
        """Accept the languages to print; all of them by default."""
        parser.add_argument(
            "--lang", action="append", choices=LANGUAGES, help="A language to print; repeatable."
        )

    def handle(self, *args, **options):
        """Print each language and say where it was written."""
        for language in options["lang"] or LANGUAGES:
            try:
                path = build(language)
            except (ImportError, OSError) as error:
                raise CommandError(
                    "WeasyPrint is needed: install the development requirements."
                ) from error
            self.stdout.write(f"{path} ({path.stat().st_size // 1024} KB)")
