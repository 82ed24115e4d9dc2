"""What the log says: a line for each thing, in one form, and nothing of who asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from gunicorn.config import Config

from portal import gunicorn
from search import query
from search.engines import engine
from search.request import SearchRequest
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_a_line(client, settings, caplog):
    settings.ALLOWED_HOSTS = ["example.org"]
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400
    (record,) = [each for each in caplog.records if each.name == "django.security.DisallowedHost"]
    assert (record.exc_info, record.getMessage().count("\n")) == (None, 0)
    assert "ALLOWED_HOSTS" in record.getMessage()


@pytest.mark.django_db
def test_an_engine_that_is_away_is_a_line_for_each_search(settings, caplog, monkeypatch):
    def away(audience):
        engine().indexes()

    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", "http://127.0.0.1:1"
    monkeypatch.setattr(query, "_live", away)
    assert query.search(SearchRequest(text="water")).limited == "database"
    (record,) = caplog.records
    assert (record.name, record.exc_info) == ("search.query", None)


@pytest.mark.parametrize(("level", "told"), [("INFO", True), ("WARNING", False)])
def test_the_worker_logs_in_the_form_and_at_the_level_of_the_settings(tmp_path, level, told):
    code = (
        "import django, logging; django.setup(); from portal.celery import app;"
        "app.log.setup(loglevel='WARNING', redirect_stdouts=True);"
        "logging.getLogger('search').info('a thing was done')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "MEDINA_STATE_DIR": str(tmp_path),
            "LOG_LEVEL": level,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    line = r"^[\d-]+ [\d:,]+ INFO search: a thing was done$"
    assert bool(re.search(line, done.stderr, re.M)) == told


def test_requests_are_logged_without_who_asked_and_what():
    logged = set(re.findall(r"%\((\w+)\)s", gunicorn.access_log_format))
    # Address, user, whole line, question, referrer and program of the reader are left out.
    assert not logged & set("hurqfa")
    assert {"m", "U", "s"} <= logged


@pytest.mark.django_db
def test_a_key_that_opens_an_account_is_not_logged():
    user = UserFactory()
    key = default_token_generator.make_token(user)
    uid = user_pk_to_url_str(user)
    reset = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    confirm = reverse("account_confirm_email", args=["MQ:1abc:def"])
    log = gunicorn.AccessLog(Config())
    for path, logged in [
        (reset, "/account/password/reset/key/…/"),
        (confirm, "/account/confirm-email/…/"),
        ("/en/works/", "/en/works/"),
    ]:
        answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
        request = SimpleNamespace(headers=[])
        environ = {
            "REQUEST_METHOD": "GET",
            "RAW_URI": path,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "PATH_INFO": path,
        }
        line = gunicorn.access_log_format % log.atoms(answer, request, environ, timedelta(0))
        assert f" {logged} " in line
