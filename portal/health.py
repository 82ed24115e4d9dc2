"""Health of the portal, for those who operate it."""

from celery import current_app
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import OperationalError

from search import generations
from search.status import engine_state, overdue


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """What the portal needs answers: 200, or 503 where the database does not.

    `search` is "down" with the engine, and "needs a rebuild" where no index was made by
    this code; `broker` is what carries work to the background; `changes` are "waiting" where
    one has waited so long that no worker can be at work. None of these makes the portal
    unready: pages and the database search still work, and changes wait in the database.
    """
    report = {"database": "ok", "search": "ok", "broker": _broker(), "changes": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        report["search"] = engine_state(generations.live())
        report["changes"] = "waiting" if overdue() else "ok"
    except DatabaseError:
        report["database"] = "down"
    return JsonResponse(report, status=503 if report["database"] == "down" else 200)


def _broker() -> str:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0)
    except (OSError, OperationalError):
        return "down"
    return "ok"
