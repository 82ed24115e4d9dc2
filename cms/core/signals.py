"""What follows a change of a file: its text is read in the background."""

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from search.worker import send

from .models import File
from .tasks import read_file


@receiver(pre_save, sender=File)
def notice_new_version(sender, instance: File, update_fields=None, **kwargs) -> None:
    """Marks a file whose content changed as waiting to be read."""
    if update_fields is not None:
        return
    before = File.objects.filter(pk=instance.pk).values_list("file", flat=True).first()
    if before != instance.file.name or not instance.file._committed:
        instance.text_state = File.Text.WAITING


@receiver(post_save, sender=File)
def read_new_version(sender, instance: File, update_fields=None, **kwargs) -> None:
    """Has a waiting file read once the transaction is over.

    Where the broker is away the file stays waiting, and the periodic task reads it.
    """
    if update_fields is None and instance.text_state == File.Text.WAITING:
        transaction.on_commit(lambda: send(read_file, instance.pk), robust=True)
