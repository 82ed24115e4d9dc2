"""The WSGI application, for gunicorn and other servers. The settings are those that
`portal.celery`, which is read with the package, has chosen."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from cms.members.checks import refuse_sample_administrator  # noqa: E402 - needs the apps

refuse_sample_administrator()
