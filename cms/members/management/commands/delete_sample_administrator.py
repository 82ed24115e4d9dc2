"""`manage.py delete_sample_administrator`: before a sample becomes a real portal."""

from django.core.management.base import BaseCommand

from cms.members.models import User


class Command(BaseCommand):
    help = "Deletes the account of the sample administrator."
    # The database check would refuse the very command that mends it.
    requires_system_checks = []

    def handle(self, *args, **options) -> None:
        deleted, _rows = User.objects.filter(sample=True).delete()
        self.stdout.write("Deleted." if deleted else "There is none.")
