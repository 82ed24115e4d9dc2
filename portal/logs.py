"""What the log leaves out."""

from __future__ import annotations

import logging


class OneLine(logging.Filter):
    """Keeps the first line of what a logger says, without what led to it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shortens the record, and lets it pass."""
        record.msg = record.getMessage().partition("\n")[0]
        record.args = ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True
