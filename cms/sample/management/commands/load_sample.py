"""`manage.py load_sample`: the sample library, from its source files."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from cms.sample.loading import pages, partnerships, records, sources

#: Partnerships first, because other works name them, and courses, reports and sets after what
#: they name; what readers like best comes out newest.
ORDER = (
    "partnership",
    "publication",
    "link",
    "definition",
    "call",
    "event",
    "action_plan",
    "goal_profile",
    "project",
    "manual",
    "tool",
    "recording",
    "handbook",
    "training",
    "case_study",
    "report",
    "set",
    "news",
)


class Command(BaseCommand):
    help = "Loads the sample library. What is already there stays; an interrupted load goes on."

    def handle(self, *args, **options) -> None:
        self.stdout.write("Sample records:", ending=" ")
        records.load_all(lambda name: self._say(f"{name},"))
        self.stdout.write("done")
        works = sources.works()
        # A series comes before its parts.
        works.sort(key=lambda work: (ORDER.index(work.kind), "part_of" in work.facts))
        loaded = 0
        for position, work in enumerate(works, start=1):
            load = partnerships.load if work.kind == "partnership" else pages.load
            try:
                loaded += load(work)
            except (ValueError, KeyError) as problem:
                raise CommandError(f"{work.path.name}: {problem!r}") from problem
            self._say(f"\rSample works: {position} of {len(works)}")
        self.stdout.write(f", {loaded} new")

    def _say(self, text: str) -> None:
        self.stdout.write(text, ending=" " if not text.startswith("\r") else "")
        self.stdout.flush()
