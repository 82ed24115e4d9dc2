"""The portal with one address more, `/<language>/wagtail-search/`, answered by Wagtail's search.

`BASELINE_BACKEND` names its backend: `database`, or `elasticsearch` at ELASTICSEARCH_URL with
indexes that begin with `BASELINE_PREFIX`.
"""

from portal.settings.dev import *

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
