"""What follows a change of a file or of a record's address.

The text of a file is read in the background; the address that a record had leads to the new one.
"""

from copy import copy

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from search.worker import send

from .forwarding import addresses, lead_on
from .models import Addressed, File
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


@receiver(pre_save)
def keep_the_address_before(sender, instance, update_fields=None, **kwargs) -> None:
    """The address of a record leads on when the name in it changes."""
    if not isinstance(instance, Addressed) or (update_fields and "slug" not in update_fields):
        return
    slug = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if slug and slug != instance.slug:
        before = copy(instance)
        before.slug = slug
        lead_on(addresses(before), addresses(instance))
