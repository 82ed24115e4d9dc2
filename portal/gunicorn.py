"""Settings of gunicorn (`gunicorn --config portal/gunicorn.py portal.wsgi:application`)."""

import logging
import threading

logger = logging.getLogger(__name__)

#: A long question is the portal's to answer, which cuts it: no limit here. What stands in front
#: of it (see the documentation on operation) may set one.
limit_request_line = 0


def post_worker_init(worker) -> None:
    """Loads what the first search needs while the process already answers."""
    threading.Thread(target=warm, name="warm", daemon=True).start()


def warm() -> None:
    """Searches once, so that models and vocabulary are in memory before a reader asks."""
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
