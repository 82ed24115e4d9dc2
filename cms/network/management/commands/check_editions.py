"""`manage.py check_editions`: proves that the editions of each work agree on its facts."""

from __future__ import annotations

from collections import defaultdict

from django.core.management.base import BaseCommand, CommandError

from cms.network import facts
from cms.network.models import WorkPage


class Command(BaseCommand):
    help = "Compares the facts of all editions, live and draft; --repair copies the source's."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the source's facts")

    def handle(self, *args, repair: bool, **options) -> None:
        families = defaultdict(list)
        for page in WorkPage.objects.select_related("locale").specific().iterator(chunk_size=200):
            families[page.translation_key].append(page)
        wrong = 0
        for editions in families.values():
            source = next((page for page in editions if page.is_source()), editions[0])
            others = [page for page in editions if page is not source]
            versions = others + [
                page.get_latest_revision_as_object()
                for page in editions
                # The source's own draft may hold a change of facts that waits.
                if page.latest_revision_id and not (page is source and page.has_unpublished_changes)
            ]
            found = facts.differences(source, *versions)
            for version, names in zip(versions, found, strict=True):
                for name in names:
                    self.stdout.write(f"{version.locale.language_code} {version.title}: {name}")
            wrong += sum(map(len, found))
            if any(found) and repair:
                facts.share(source, others)
        self.stdout.write(f"{len(families)} works, {wrong} differences")
        if wrong and not repair:
            raise CommandError("Editions differ; run again with --repair.")
