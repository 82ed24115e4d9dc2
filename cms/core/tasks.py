"""Background work of the core."""

from celery import shared_task


@shared_task
def read_file(file_id: int) -> None:
    """Reads the text of an uploaded file; a file deleted meanwhile is passed over."""
    from . import extraction
    from .models import File

    file = File.objects.filter(pk=file_id).first()
    if file is not None:
        extraction.read_file(file)
