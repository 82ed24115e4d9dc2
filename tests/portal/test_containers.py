"""docker-compose.yml and Dockerfile agree with the settings, the commands and one another."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery.bin.celery import celery
from click.testing import CliRunner
from django.core.management import get_commands, load_command_class
from packaging.specifiers import SpecifierSet

from tests.portal.test_settings import SETTINGS, read, table

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
#: services that run the portal's own image
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "medina"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
#: what an operator fills in
FILLED_IN = {
    "SECRET_KEY": "a-key-for-this-test-only-0123456789-0123456789-abc",
    "POSTGRES_PASSWORD": "a-password",
    "ELASTICSEARCH_PASSWORD": "another",
    "SITE_URL": "https://medina.example.org",
    "ALLOWED_HOSTS": "medina.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://medina.example.org",
    "PROXY_COUNT": "1",
    "EMAIL_URL": "",
}


def substituted(text: str) -> str:
    """What Compose makes of a value with variables in it, given what the operator filled in."""

    def value(found: re.Match) -> str:
        name, default, required = found.groups()
        given = FILLED_IN.get(name, "")
        assert given or not required, f"{name} is asked for"
        return given or default or ""

    return re.sub(r"\$\{(\w+)(?::-([^}]*)|:\?([^}]*))?\}", value, text)


def steps(command: list[str]) -> list[list[str]]:
    """The commands that a service runs one after another."""
    if command[:2] == ["sh", "-c"]:
        return [shlex.split(step) for step in command[2].split("&&")]
    return [command]


def test_containers_are_given_settings_that_exist():
    known = set(table("## Settings")) | {"DJANGO_SETTINGS_MODULE"}
    for name, service in OURS.items():
        assert set(service["environment"]) <= known, name


def test_what_the_operator_writes_into_the_file_of_settings_reaches_every_container():
    for name, service in OURS.items():
        assert [each["path"] for each in service["env_file"]] == [".env"], name


def test_what_the_file_asks_for_is_in_the_operators_example():
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    example = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert asked
    assert asked <= example
    assert example == set(FILLED_IN)


def test_the_example_counts_the_proxy_that_the_containers_need():
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.M))
    assert example["PROXY_COUNT"] == FILLED_IN["PROXY_COUNT"]
    assert "PROXY_COUNT" not in OURS["web"]["environment"]


def test_production_starts_with_what_the_containers_are_given(tmp_path):
    given = {name: substituted(str(value)) for name, value in OURS["web"]["environment"].items()}
    code = (
        "import json, django; django.setup(); from django.conf import settings as s;"
        "print(json.dumps([s.DATABASES['default'], s.ALLOWED_HOSTS, s.SEARCH_ENGINE,"
        " s.CELERY_BROKER_URL, s.ELASTICSEARCH_SHARDS, s.EMAIL_BACKEND], default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "MEDINA_STATE_DIR": str(tmp_path), **given},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    database, hosts, engine, broker, shards, mail = json.loads(done.stdout)
    assert (database["HOST"], database["USER"], database["PASSWORD"], database["NAME"]) == (
        "postgres",
        SERVICES["postgres"]["environment"]["POSTGRES_USER"],
        FILLED_IN["POSTGRES_PASSWORD"],
        SERVICES["postgres"]["environment"]["POSTGRES_DB"],
    )
    assert hosts == ["medina.example.org", "127.0.0.1"]
    assert (engine, broker, shards) == ("elasticsearch", "redis://redis:6379/0", 1)
    assert mail.endswith("console.EmailBackend")


def test_the_defaults_of_the_containers_are_those_of_the_code_but_for_the_services():
    defaults = read(SETTINGS / "base.py")
    text = (ROOT / "docker-compose.yml").read_text()
    named = re.findall(r"^  (\w+): \$\{\1:-([^}]*)\}$", text, re.M)
    assert named
    for name, default in named:
        assert default == defaults[name].strip("`").replace("none", ""), name


def test_one_service_builds_the_image_that_all_use():
    assert [name for name, service in SERVICES.items() if "build" in service] == ["prepare"]
    assert {"prepare", "web", "worker", "beat"} == set(OURS)


def test_services_wait_for_services_that_say_when_they_are_ready():
    for name, service in SERVICES.items():
        for other, wanted in service.get("depends_on", {}).items():
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], (name, other)
            else:
                assert wanted["condition"] == "service_completed_successfully"
                assert SERVICES[other]["restart"] == "no"


def test_what_must_last_lies_in_volumes_that_are_declared():
    used = {
        mounted.split(":")[0] for service in SERVICES.values() for mounted in service["volumes"]
    }
    assert used == set(COMPOSE["volumes"])
    media = re.search(r"^VOLUME (\S+)$", DOCKERFILE, re.M)
    state = re.search(r"MEDINA_STATE_DIR=(\S+)", DOCKERFILE)
    assert media and state
    assert media.group(1) == f"{state.group(1)}/media"
    assert all(f"media:{media.group(1)}" in service["volumes"] for service in OURS.values())


def test_management_commands_of_the_containers_take_their_options():
    seen = []
    for service in OURS.values():
        for step in steps(service.get("command", [])):
            if step[:2] == ["python", "manage.py"]:
                command = load_command_class(get_commands()[step[2]], step[2])
                command.create_parser("manage.py", step[2]).parse_args(step[3:])
                seen.append(step[2])
    assert seen == ["migrate", "search_rebuild"]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_takes_the_options_of_its_containers(name):
    words = OURS[name]["command"]
    assert words[:4] == ["celery", "-A", "portal", name]
    # Help comes after the options have been read.
    understood = CliRunner().invoke(celery, [*words[1:], "--help"])
    assert understood.exit_code == 0, understood.output


def test_versions_are_the_same_wherever_they_are_named():
    services = (ROOT / "scripts" / "services").read_text()
    elasticsearch = re.search(r'^ELASTICSEARCH_VERSION = "(.+)"', services, re.M)
    assert elasticsearch
    assert SERVICES["elasticsearch"]["image"] == f"elasticsearch:{elasticsearch.group(1)}"
    project = (ROOT / "pyproject.toml").read_text()
    supported = re.search(r'^requires-python = "(.+)"', project, re.M)
    images = re.findall(r"^FROM python:([\d.]+)", DOCKERFILE, re.M)
    assert supported and len(images) == 2
    assert all(image in SpecifierSet(supported.group(1)) for image in images)


def test_the_image_runs_as_a_user_without_rights():
    last = DOCKERFILE.rindex("\nUSER ")
    assert DOCKERFILE[last:].startswith("\nUSER medina\n")
    assert "useradd" in DOCKERFILE[:last]
    assert "\nRUN " not in DOCKERFILE[last:]
