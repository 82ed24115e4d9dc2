"""Traces kept in the background."""

from celery import shared_task

from . import traces


@shared_task
def follow(ids: list[int]) -> None:
    """Brings the traces of these works up to date."""
    traces.follow(ids)


@shared_task
def sweep() -> None:
    """Brings every trace up to date."""
    traces.sweep()
