"""Background work of the core."""

from pathlib import Path

from celery import shared_task
from django.core.management import call_command

from search.locks import only_one


@shared_task
def read_file(file_id: int) -> None:
    """Reads the text of an uploaded file; one deleted, read or being read is passed over."""
    from . import extraction
    from .models import File

    file = File.objects.filter(pk=file_id).first()
    if file is None or file.text_state != File.Text.WAITING:
        return
    # A new version has a name of its own: it is read while an old one still is.
    with only_one(f"reading-{Path(file.file.name).name}") as mine:
        if mine:
            extraction.read_file(file)


@shared_task
def read_waiting_files() -> None:
    """Reads files whose own task was lost: the broker was away, or the worker was stopped."""
    from .models import File

    waiting = File.objects.filter(text_state=File.Text.WAITING).order_by("pk")
    for file_id in list(waiting.values_list("pk", flat=True)):
        read_file(file_id)


@shared_task
def publish_scheduled() -> None:
    """Publishes what is planned for a moment that has come, and withdraws what has expired."""
    with only_one("publishing-scheduled") as mine:
        if mine:
            call_command("publish_scheduled")
