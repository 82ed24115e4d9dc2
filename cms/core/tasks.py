"""Background work of the core."""

from celery import shared_task


@shared_task
def read_file(file_id: int) -> None:
    """Reads the text of an uploaded file; one deleted or already read is passed over."""
    from . import extraction
    from .models import File

    file = File.objects.filter(pk=file_id).first()
    if file is not None and file.text_state == File.Text.WAITING:
        extraction.read_file(file)
