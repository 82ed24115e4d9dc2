"""Goes back to the generation of the index before the one in use."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import drainer, generations
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    """Swaps at once; what changed since is then caught up with."""

    help = "Goes back to the search index before the one in use, and has it catch up."

    def handle(self, *args: Any, **options: Any) -> None:
        """Swaps, catches up, and says which generation is live."""
        try:
            generation = generations.rollback()
            self.stdout.write(f"{generation.name} is live; it catches up with the content …")
            drainer.drain()
        except generations.CannotRollBack as error:
            raise CommandError(str(error)) from error
        except EngineUnavailable as error:
            raise CommandError(f"{error}: the catching up goes on when it answers") from error
        self.stdout.write(f"{generation.name} is live and current.")
