"""Messages to the worker."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def send(task: Task, *arguments: Any) -> None:
    """Asks the worker for a task, for which something periodic makes up where the broker is away:
    that is logged, in one line, and whoever is saving goes on. No second try, which may wait."""
    try:
        task.apply_async(args=arguments, retry=False)
    except OperationalError as problem:
        logger.warning("%s waits for its periodic turn: %s", task.name, problem)
