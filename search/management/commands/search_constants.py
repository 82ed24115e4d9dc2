from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import constants
from search.analysis import LANGUAGES
from search.constants import catalogues, making


class Command(BaseCommand):
    help = "Computes the constants that make languages comparable, from interface catalogues."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output",
            type=Path,
            default=constants.SHIPPED,
            help="where to write them (default: the file that ships with the code)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        texts = catalogues.parallel(tuple(LANGUAGES))
        if len(texts) < 100:
            raise CommandError(f"only {len(texts)} parallel texts found")
        self.stdout.write(f"{len(texts)} parallel texts in {', '.join(LANGUAGES)}")
        made = making.make(texts)
        options["output"].write_bytes(constants.dump(made))
        self.stdout.write(f"spreads {made.spreads}")
        self.stdout.write(f"written to {options['output']}")
