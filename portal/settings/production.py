"""Production: refuses to start with anything that belongs to development."""

from .base import *

if not SECRET_KEY:
    raise environ.ImproperlyConfigured("Set SECRET_KEY: production does not start without one.")
if SEARCH_ENGINE == "elasticsearch" and not ELASTICSEARCH_USER:
    raise environ.ImproperlyConfigured(
        "Set ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD: production searches no open cluster."
    )
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Monitors ask the process itself, not through the proxy that speaks HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
