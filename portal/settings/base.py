"""Settings shared by every environment, read from environment variables.

Each variable is described in the README's table; a test holds the two together.
"""

import zoneinfo
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
STATE_DIR = Path(env.str("MEDINA_STATE_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
SITE_NAME = env.str("SITE_NAME", default="Medina")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "cms.core",
    "cms.network",
    "cms.library",
    "cms.programmes",
    "cms.agenda",
    "cms.members",
    "cms.exchange",
    "cms.sample",
    "search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelsearch",
    "modelcluster",
    "taggit",
    "django_filters",
    "modeltranslation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "portal.middleware.Head",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.Compression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.SecondFactorForStaff",
    "portal.middleware.ContentSecurityPolicy",
    "portal.middleware.Withdrawn",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{STATE_DIR / 'medina.sqlite3'}")
}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
# To open a connection for each request takes milliseconds, on SQLite as on PostgreSQL.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=600)
# A connection that ended with a restart of the database is replaced before a reader uses it.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "members.User"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            # Seconds: a Redis that hangs must not make pages hang.
            "OPTIONS": {"socket_connect_timeout": 0.4, "socket_timeout": 0.4},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": STATE_DIR / "cache",
            # Beyond so many a third is dropped at random, counts of requests too.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    )
}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(STATE_DIR / "media")))
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Languages ----------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("fr", _("French")),
    ("en", _("English")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
# Ours, and what the catalogues of Wagtail lack or say wrongly.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "portal" / "wagtail_messages"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
WAGTAIL_I18N_ENABLED = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
# Every language falls back to the three others, so that a record with one name always has one.
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("en", "fr", "es", "ar"),
    "es": ("fr", "en", "ar"),
    "ar": ("fr", "en", "es"),
}

# --- Wagtail ------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILDOCS_DOCUMENT_MODEL = "core.File"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.core.forms.FileForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Names of files that some systems keep among the time zones are none to a browser.
# Reading all time zones takes longer than a command that needs none should wait.
WAGTAIL_USER_TIME_ZONES = SimpleLazyObject(
    lambda: sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})
)
WAGTAIL_ALLOW_UNICODE_SLUGS = True
FILE_MAX_BYTES = env.int("FILE_MAX_BYTES", default=50_000_000)
FILE_MAX_PAGES = env.int("FILE_MAX_PAGES", default=2_000)
# What reading one file may take of the worker's machine.
FILE_READING_SECONDS = env.int("FILE_READING_SECONDS", default=300)
FILE_READING_MEGABYTES = env.int("FILE_READING_MEGABYTES", default=1_000)
# Whether the worker asks the sites that links lead to, each once a day.
LINK_CHECKS = env.bool("LINK_CHECKS", default=True)

# --- Search -------------------------------------------------------------------------------

SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="embedded")
SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", default=str(STATE_DIR / "index")))
SEARCH_EMBEDDER = env.str("SEARCH_EMBEDDER", default="full")
SEARCH_EMBEDDER_URL = env.str("SEARCH_EMBEDDER_URL", default="")
SEARCH_EMBEDDER_KEY = env.str("SEARCH_EMBEDDER_KEY", default="")
SEARCH_EMBEDDER_MODEL = env.str("SEARCH_EMBEDDER_MODEL", default="")
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=180)
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="http://127.0.0.1:9200")
ELASTICSEARCH_USER = env.str("ELASTICSEARCH_USER", default="")
ELASTICSEARCH_PASSWORD = env.str("ELASTICSEARCH_PASSWORD", default="")
ELASTICSEARCH_CA = env.str("ELASTICSEARCH_CA", default="")
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="medina-")
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)

# --- Data for other programs -----------------------------------------------------------------

# Names this repository in the identifiers of OAI-PMH; without it the host of SITE_URL does.
OAI_NAMESPACE = env.str("OAI_NAMESPACE", default="")
# Asked by one address of what is made for programs; 0: no limit.
API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=120)
# Proxies in front of the portal that add to X-Forwarded-For: who asks stands before theirs.
PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# --- Work in the background ---------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | float] = {}
#: The same for who publishes, where it differs.
PUBLISHING_TRANSPORT_OPTIONS: dict[str, float] = {}
if CELERY_BROKER_URL == "filesystem://":
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(STATE_DIR / "broker" / "queue"),
        "data_folder_out": str(STATE_DIR / "broker" / "queue"),
        "processed_folder": str(STATE_DIR / "broker" / "processed"),
        "control_folder": str(STATE_DIR / "broker" / "control"),
    }
elif CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 3}
    # Who saves does not wait for a broker that is away: the periodic drain makes up for it.
    PUBLISHING_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 0.4,
        "socket_timeout": 0.4,
        "max_retries": 0,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long the broker is away: the worker goes on when it is back.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "drain": {"task": "search.tasks.drain", "schedule": 20.0},
    "reconcile": {"task": "search.tasks.reconcile", "schedule": 3600.0},
    "purge-log": {"task": "search.tasks.purge_log", "schedule": 3600.0},
    "sweep-traces": {"task": "cms.exchange.tasks.sweep", "schedule": 1800.0},
    "read-waiting-files": {"task": "cms.core.tasks.read_waiting_files", "schedule": 120.0},
    "publish-scheduled": {"task": "cms.core.tasks.publish_scheduled", "schedule": 60.0},
    "check-links": {"task": "cms.library.tasks.check_links", "schedule": 3600.0},
}
# With no worker at work, messages of a period do not pile up for the day when one is.
for _planned in CELERY_BEAT_SCHEDULE.values():
    _planned["options"] = {"expires": max(_planned["schedule"], 300.0)}

# --- Accounts -----------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cms.members.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "cms.members.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
# Where true, staff must set up a second factor before the admin opens.
MFA_REQUIRED_FOR_STAFF = env.bool("MFA_REQUIRED_FOR_STAFF", default=True)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="medina@localhost")

# --- Security -----------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "filters": {"one_line": {"()": "portal.logs.OneLine"}},
    "loggers": {
        # Small tasks, each coming and going, would fill the log.
        "django_tasks": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        # Each try is told with all that led to it; who asked tells in a line what came of it.
        "elastic_transport": {"level": "ERROR"},
        # What anybody can cause, and what comes again until a service is back.
        "django.security.DisallowedHost": {"filters": ["one_line"]},
        "celery.beat": {"filters": ["one_line"]},
        "celery.worker.consumer.consumer": {"filters": ["one_line"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
