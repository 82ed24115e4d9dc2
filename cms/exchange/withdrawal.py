"""What is said at the addresses of a work or file that is no more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cms.core.models import File, Work

from .models import Trace, WithdrawnFile
from .traces import address_digest


def of(work: Work) -> Trace | None:
    """The trace of a work that was readable once and is withdrawn, or None."""
    return Trace.objects.filter(work=work, seen=True).first()


def section(work: Work, request: HttpRequest) -> dict[str, Any]:
    """For the permanent address of a work of which nothing can be read."""
    trace = of(work)
    return {"withdrawal": trace} if trace else {}


def at(path: str) -> Trace | None:
    """The trace of the work withdrawn last that everybody could read at a path, or None."""
    gone = Trace.objects.filter(withdrawn__isnull=False)
    return gone.filter(addresses__digest=address_digest(path)).order_by("-withdrawn").first()


def numbered(work_id: int) -> Trace | None:
    """The trace of the work of a number if it is withdrawn, or None."""
    return Trace.objects.filter(work__pk=work_id, withdrawn__isnull=False).first()


def file_of(number: int) -> WithdrawnFile | None:
    """What is kept of the deleted file of a number, or None."""
    if File.objects.filter(pk=number).exists():
        return None
    return WithdrawnFile.objects.filter(pk=number).first()
