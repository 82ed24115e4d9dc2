"""What is said at the permanent address of a work that is no more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.core.models import Work

from .models import Trace


def of(work: Work) -> Trace | None:
    """The trace of a work that was readable once and is withdrawn, or None."""
    return Trace.objects.filter(work=work, seen=True).first()


def section(work: Work, request: HttpRequest) -> dict[str, Any]:
    """For the permanent address of a work of which nothing can be read."""
    trace = of(work)
    return {"withdrawal": trace} if trace else {}
