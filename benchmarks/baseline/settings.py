"""The portal with two addresses more: `/<language>/wagtail-search/`, a page answered by Wagtail's
search, and `/wagtail-api/pages/`, Wagtail's own interface for programs.

`BASELINE_BACKEND` names its backend: `database`, or `elasticsearch` at ELASTICSEARCH_URL with
indexes that begin with `BASELINE_PREFIX`.
"""

from portal.settings.dev import *

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2", "rest_framework"]
ROOT_URLCONF = "benchmarks.baseline.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "benchmarks" / "baseline" / "templates"]
MODELSEARCH_BACKENDS = {
    "default": {"BACKEND": "modelsearch.backends.database"}
    if env.str("BASELINE_BACKEND") == "database"
    else {
        "BACKEND": "modelsearch.backends.elasticsearch8",
        "URLS": [ELASTICSEARCH_URL],
        "INDEX_PREFIX": env.str("BASELINE_PREFIX"),
        "TIMEOUT": 120,
    }
}
