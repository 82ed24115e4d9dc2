"""Development: everything under `var/`, no service to install."""

from .base import *

# Off unless asked for: `make serve` shows what readers will see, error pages included.
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or "development-only-key-never-used-in-production-0123456789"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
MFA_REQUIRED_FOR_STAFF = env.bool("MFA_REQUIRED_FOR_STAFF", default=False)
#: The sample administrator exists in these settings only.
SAMPLE_ADMINISTRATOR = True
# Files are served as they are, so that nothing has to be collected first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
