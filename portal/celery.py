"""The Celery application that runs the work in the background."""

import os
from pathlib import Path

from celery import Celery

from . import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

broker.use()
app = Celery("medina")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def make_broker_folders() -> None:
    """Makes the folders of the broker that needs no service."""
    options = getattr(app.conf, "broker_transport_options", None) or {}
    for name in ("data_folder_in", "data_folder_out", "processed_folder", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)


app.on_after_finalize.connect(lambda sender, **kwargs: make_broker_folders(), weak=False)
