"""The WSGI application, for gunicorn and other servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

from cms.members.checks import refuse_sample_administrator  # noqa: E402 - needs the apps

refuse_sample_administrator()
