"""Background work of the core."""

from celery import shared_task
from django.core.cache import cache

#: seconds after which a file is read again whose reader has not come to an end
READING_MOST = 900


@shared_task
def read_file(file_id: int) -> None:
    """Reads the text of an uploaded file; one deleted, read or being read is passed over."""
    from . import extraction
    from .models import File

    file = File.objects.filter(pk=file_id).first()
    if file is None or file.text_state != File.Text.WAITING:
        return
    mark = f"reading-file:{file.pk}:{file.file.name}"
    if not cache.add(mark, True, READING_MOST):
        return
    try:
        extraction.read_file(file)
    finally:
        cache.delete(mark)


@shared_task
def read_waiting_files() -> None:
    """Reads files whose own task was lost: the broker was away, or the worker was stopped."""
    from .models import File

    waiting = File.objects.filter(text_state=File.Text.WAITING).order_by("pk")
    for file_id in list(waiting.values_list("pk", flat=True)):
        read_file(file_id)
