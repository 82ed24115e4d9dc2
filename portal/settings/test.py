"""Tests: a database of their own, tasks run at once, quick password hashing."""

import os
import tempfile

from .base import *

SECRET_KEY = "tests-only-key-0123456789-0123456789-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["*"]
TEST_STATE_DIR = Path(env.str("MEDINA_TEST_DIR", default=str(STATE_DIR / "test")))
TEST_STATE_DIR.mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_STATE_DIR / "test.sqlite3")}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="media-", dir=TEST_STATE_DIR))
SEARCH_INDEX_DIR = Path(tempfile.mkdtemp(prefix="index-", dir=TEST_STATE_DIR))
SEARCH_EMBEDDER = env.str("SEARCH_EMBEDDER", default="light")
# Processes that share the suite share the cluster.
ELASTICSEARCH_PREFIX = f"medina-test-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-"
CELERY_TASK_ALWAYS_EAGER = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# What is searched in the administration: no test asks for it in this process.
MODELSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_REQUIRED_FOR_STAFF = False
# Tests ask more often than any program; those of the limit set one.
API_REQUESTS_PER_MINUTE = 0
LOGGING["root"] = {"handlers": ["console"], "level": "WARNING"}
