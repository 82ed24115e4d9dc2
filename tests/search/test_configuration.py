"""Settings of the search that cannot be used are told before a reader meets them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"SEARCH_ENGINE": "solr"}, "'embedded' or 'elasticsearch'"),
        ({"SEARCH_EMBEDDER": "best"}, "full, light, service or none"),
        ({"SEARCH_EMBEDDER": "service", "SEARCH_EMBEDDER_URL": ""}, "SEARCH_EMBEDDER_URL"),
        ({"ELASTICSEARCH_CA": "/nowhere/http_ca.crt"}, "no file /nowhere/http_ca.crt"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_every_command(settings, wrong, told):
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(SystemCheckError, match=told):
        call_command("check")


def test_settings_that_can_be_used_pass_without_asking_a_service(settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", "http://127.0.0.1:1"
    settings.SEARCH_EMBEDDER, settings.SEARCH_EMBEDDER_MODEL = "service", "some-model"
    settings.SEARCH_EMBEDDER_URL = "http://127.0.0.1:1"
    call_command("check")
