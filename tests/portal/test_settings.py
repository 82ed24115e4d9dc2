"""The settings are those of the README's table, and production refuses what is not for it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from modelsearch.backends import get_search_backend

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "portal" / "settings"
#: how the table names the settings that differ from those shared
SETS = {"base": "", "production": "", "dev": "development", "test": "tests"}


def read(path: Path) -> dict[str, Any]:
    """Variables that a settings module reads, with their default: None where it is computed."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "env"):
            continue
        name = ast.literal_eval(node.args[0])
        default = next(each.value for each in node.keywords if each.arg == "default")
        try:
            found[name] = shown(ast.literal_eval(default))
        except ValueError:
            found[name] = None
    return found


def shown(default: Any) -> str:
    """A default as the table shows it."""
    if default in ("", []):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def table(heading: str) -> dict[str, str]:
    """The defaults of the first table of the README that follows a text, by variable."""
    rows = (ROOT / "README.md").read_text().split(heading, 1)[1].strip().split("\n\n")
    lines = next(part for part in rows if part.startswith("| variable")).splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert all(len(row) == 3 and all(row) for row in cells), cells
    return {name.strip("`"): default for name, _what, default in cells}


def test_the_table_holds_every_variable_that_settings_read_and_no_other():
    read_somewhere = {name for module in SETS for name in read(SETTINGS / f"{module}.py")}
    assert set(table("## Settings")) == read_somewhere


def test_every_settings_module_is_looked_at():
    assert {path.stem for path in SETTINGS.glob("*.py")} == {"__init__", *SETS}


@pytest.mark.parametrize("module", SETS)
def test_the_table_gives_the_defaults_of_the_code(module):
    cells = table("## Settings")
    shared = read(SETTINGS / "base.py")
    for name, default in read(SETTINGS / f"{module}.py").items():
        if default is None:
            continue
        if SETS[module] and name in shared and default != shared[name]:
            assert f"({SETS[module]}: {default})" in cells[name], name
        else:
            assert cells[name].split(" (")[0] == default, name


def test_the_other_table_holds_what_scripts_and_containers_read():
    others = table("Commands and scripts read some more")
    sources = [*(ROOT / "scripts").iterdir(), *(ROOT / "cms").rglob("commands/*.py")]
    sources += [*(ROOT / "tests").rglob("*.py"), *(ROOT / "search").glob("*.py")]
    asked = set()
    for path in sources:
        if path.is_file() and path != Path(__file__):
            pattern = r'environ(?:\.get\(|\.setdefault\(|\[)"([A-Z_]+)"'
            asked |= set(re.findall(pattern, path.read_text()))
    compose = (ROOT / "docker-compose.yml").read_text()
    asked |= set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", compose))
    asked |= set(re.findall(r"^(?:export )?([A-Z_]+) \?=", (ROOT / "Makefile").read_text(), re.M))
    services = (ROOT / "scripts" / "services").read_text()
    asked |= set(re.findall(r"\bMEDINA_[A-Z0-9]+_PORT\b", services.split('"""')[1]))
    not_ours = {"PATH", "SOURCE_DATE_EPOCH"}
    assert asked - set(table("## Settings")) - not_ours <= set(others)


def test_what_the_container_example_asks_for_is_in_a_table():
    names = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    known = set(table("## Settings")) | set(table("Commands and scripts read some more"))
    assert names
    assert set(names) <= known


def test_every_language_is_in_the_chain_that_all_fall_back_to():
    codes = {code for code, _name in settings.LANGUAGES}
    assert set(settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]) == codes


class Production:
    """Processes under the settings of production, on a database of their own."""

    def __init__(self, state: Path):
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "MEDINA_STATE_DIR": str(state),
            "SECRET_KEY": "a-key-for-this-test-only-0123456789-0123456789-abc",
            "ALLOWED_HOSTS": "example.org",
            "SEARCH_EMBEDDER": "none",
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=300,
        )

    def manage(self, *arguments: str, **environment: str) -> str:
        done = self.run("manage.py", *arguments, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, **environment: str) -> subprocess.CompletedProcess:
        """Loads the application as gunicorn does."""
        return self.run("-c", "import portal.wsgi; print('started')", **environment)


@pytest.fixture
def production(tmp_path) -> Production:
    return Production(tmp_path)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Production:
    """Production with its tables."""
    made = Production(tmp_path_factory.mktemp("migrated"))
    made.manage("migrate")
    return made


def test_production_does_not_start_without_a_secret_key(production):
    refused = production.start(SECRET_KEY="")
    assert refused.returncode != 0
    assert "Set SECRET_KEY" in refused.stderr
    assert "started" not in refused.stdout


@pytest.mark.parametrize(
    "serves", ["import portal.wsgi", "import portal.celery as c; c.app.conf.beat_schedule"]
)
def test_what_serves_readers_is_in_production_unless_told_otherwise(production, serves):
    del production.environment["DJANGO_SETTINGS_MODULE"]
    refused = production.run("-c", serves, SECRET_KEY="")
    assert refused.returncode != 0
    assert "Set SECRET_KEY" in refused.stderr


def test_production_searches_no_open_cluster(production):
    refused = production.start(SEARCH_ENGINE="elasticsearch")
    assert refused.returncode != 0
    assert "Set ELASTICSEARCH_USER" in refused.stderr


def test_monitors_ask_for_health_without_the_proxy(migrated):
    asked = (
        "from django.test import Client; client = Client(headers={'host': 'example.org'});"
        "print([client.get(each).status_code for each in ('/healthz', '/readyz', '/en/')])"
    )
    assert migrated.manage("shell", "--no-imports", "-c", asked) == "[200, 200, 301]\n"


_LOSE_CONNECTION = """
import os

import django
django.setup()
from django.core.signals import request_finished, request_started
from django.db import connection
import psycopg

with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()")
    process = cursor.fetchone()[0]
request_finished.send(None)
assert connection.connection is not None, "kept for the next request"
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
    other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
request_started.send(None)
with connection.cursor() as cursor:
    cursor.execute("SELECT 1")
print("answered")
"""


def test_a_reader_after_a_restart_of_the_database_is_answered(production, postgres_url):
    done = production.run("-c", _LOSE_CONNECTION, DATABASE_URL=postgres_url)
    assert done.stdout == "answered\n", done.stderr


def test_messages_of_periodic_work_do_not_pile_up_while_no_worker_runs():
    for name, planned in settings.CELERY_BEAT_SCHEDULE.items():
        assert 0 < planned["options"]["expires"] <= max(planned["schedule"], 300), name


def test_production_does_not_start_with_the_sample_administrator(migrated):
    assert migrated.start().stdout == "started\n"
    made = "from cms.sample.administrator import ensure; ensure()"
    migrated.manage("shell", "-c", made, DJANGO_SETTINGS_MODULE="portal.settings.dev")

    refused = migrated.start()
    assert refused.returncode != 0
    assert "delete_sample_administrator" in refused.stderr
    checked = migrated.run("manage.py", "check", "--database", "default")
    assert checked.returncode != 0
    assert "members.E001" in checked.stderr
    in_production = migrated.run("manage.py", "shell", "-c", made)
    assert "exists in development only" in in_production.stderr

    migrated.manage("delete_sample_administrator")
    assert migrated.start().stdout == "started\n"


@pytest.mark.django_db
def test_the_search_of_the_administration_needs_no_service_but_the_database():
    engine = connection.vendor.replace("postgresql", "postgres")
    module = type(get_search_backend()).__module__
    assert module.startswith(f"modelsearch.backends.database.{engine}."), module
