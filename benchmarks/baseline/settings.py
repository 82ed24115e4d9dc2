"""The portal with one address more, `/<language>/wagtail-search/`, answered by Wagtail's search.

`BASELINE_BACKEND` names its backend: `database`, or `elasticsearch` at ELASTICSEARCH_URL.
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
        # Its indexes are told from the portal's by what their names begin with.
        "INDEX_PREFIX": "medina_benchmark_",
        "TIMEOUT": 120,
    }
}
