"""`manage.py sample_vectors`: renews the vectors that come with the sample library."""

from django.core.management.base import BaseCommand, CommandError

from cms.sample import vectors


class Command(BaseCommand):
    help = "Embeds the passages of the sample library and writes cms/sample/vectors.npz."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail where vectors are missing"
        )

    def handle(self, *args, check: bool, **options) -> None:
        if check:
            missing = vectors.not_shipped()
            if missing:
                raise CommandError(f"{len(missing)} passages come without vectors: {missing[:3]}")
            self.stdout.write("Every passage comes with its vectors.")
            return
        count = vectors.dump()
        size = vectors.PATH.stat().st_size / 1e6
        self.stdout.write(f"{count} passages, {size:.1f} MB")
