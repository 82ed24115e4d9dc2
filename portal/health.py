"""Health of the portal, for those who operate it."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from search.engines import engine
from search.engines.base import EngineUnavailable


def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """What the portal needs answers: 200, or 503 naming what does not.

    A search engine that is down is reported but does not make the portal
    unready: pages and the database search still work.
    """
    report = {"database": "ok", "search": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        report["database"] = "down"
    try:
        engine().indexes()
    except EngineUnavailable:
        report["search"] = "down"
    return JsonResponse(report, status=503 if report["database"] == "down" else 200)
