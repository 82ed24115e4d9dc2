"""The Celery application that runs the work in the background."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

app = Celery("medina")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
