"""`manage.py sample_vectors`: renews the vectors that come with the sample library."""

from django.core.management.base import BaseCommand

from cms.sample import vectors


class Command(BaseCommand):
    help = "Embeds the passages of the sample library and writes cms/sample/vectors.npz."

    def handle(self, *args, **options) -> None:
        count = vectors.dump()
        size = vectors.PATH.stat().st_size / 1e6
        self.stdout.write(f"{count} passages, {size:.1f} MB")
