"""The Celery application that runs the work in the background."""

import os
import warnings
from logging.config import dictConfig
from pathlib import Path
from time import monotonic

from celery import Celery
from celery.exceptions import CPendingDeprecationWarning, SecurityWarning
from celery.signals import setup_logging
from django.conf import settings
from kombu.exceptions import OperationalError

from . import broker

# What serves readers is in production unless told otherwise: this is read before `portal.wsgi`.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
# Under which account the worker runs is the operator's to decide; in a container it is often root.
warnings.filterwarnings("ignore", category=SecurityWarning)
# At each loss of the broker: that a setting of Celery's will have another default.
warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)


#: Seconds for which a process sends nothing to a broker that it could not reach: a save with
#: several messages waits once.
PAUSE = 5


class Application(Celery):
    """Celery with other patience for publishing than for the worker, who waits for messages."""

    _away_until = 0.0

    def connection_for_write(self, url=None, **options):
        """A connection for those who publish, with `PUBLISHING_TRANSPORT_OPTIONS`."""
        asked = options.pop("transport_options", None) or {}
        transport_options = {**settings.PUBLISHING_TRANSPORT_OPTIONS, **asked}
        return super().connection_for_write(url, transport_options=transport_options, **options)

    def send_task(self, *args, **kwargs):
        """Sends a message. Raises `OperationalError` where the broker cannot be reached, and
        without trying for some seconds after that."""
        if monotonic() < self._away_until:
            raise OperationalError("the broker could not be reached a moment ago")
        try:
            return super().send_task(*args, **kwargs)
        except OperationalError:
            self._away_until = monotonic() + PAUSE
            raise


@setup_logging.connect
def log_as_everywhere(**kwargs) -> None:
    """Worker and beat log what the settings say, as the web process does. Celery would log in a
    way of its own, at a level of its own."""
    dictConfig(settings.LOGGING)


broker.use()
app = Application("medina")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def make_broker_folders() -> None:
    """Makes the folders of the broker that needs no service."""
    options = getattr(app.conf, "broker_transport_options", None) or {}
    for name in ("data_folder_in", "data_folder_out", "processed_folder", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)


app.on_after_finalize.connect(lambda sender, **kwargs: make_broker_folders(), weak=False)
