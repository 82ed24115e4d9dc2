"""Settings of gunicorn (`gunicorn --config portal/gunicorn.py portal.wsgi:application`)."""

import gc
import logging
import re
import threading

from gunicorn.glogging import Logger

logger = logging.getLogger(__name__)

#: A long question is the portal's to answer, which cuts it: no limit here. What stands in front
#: of it (see the documentation on operation) may set one.
limit_request_line = 0

#: Nobody steers it from outside: a supervisor starts and stops it.
control_socket_disable = True

#: Where requests are logged (`--access-logfile -`): moment, method, path, status, bytes and
#: milliseconds. Neither who asked nor what was searched.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)s"

#: Addresses that open an account to whoever has them, as e-mails name them.
_WITH_KEY = re.compile(r"^(/account/(?:password/reset/key|confirm-email)/)[^/]+")


class AccessLog(Logger):
    """Logs requests, without the keys that some paths hold."""

    def atoms(self, resp, req, environ, request_time):
        """What may stand in a line."""
        found = super().atoms(resp, req, environ, request_time)
        return {**found, "U": _WITH_KEY.sub(r"\1…", found["U"] or "")}


logger_class = AccessLog


def post_worker_init(worker) -> None:
    """Loads what the first search needs while the process already answers."""
    threading.Thread(target=warm, name="warm", daemon=True).start()


def warm() -> None:
    """Searches once, so that models and vocabulary are in memory before a reader asks.

    What is in memory then stays there: the collector of garbage need not look at all of it
    again every few searches, which held each thread up for a fifth of a second."""
    from django.db import connection

    from search.query import search
    from search.request import SearchRequest

    try:
        search(SearchRequest(text="city"))
    except Exception:
        # The first reader's search will report it; the process serves pages all the same.
        logger.exception("the search could not be made ready")
    finally:
        connection.close()
        gc.collect()
        gc.freeze()
