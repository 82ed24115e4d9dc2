"""Requests made up from the OpenAPI document: none is answered otherwise than it says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from tests.rounds import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.long]
#: what may be asked
OPERATIONS = (
    "/search",
    "/suggest",
    "/works",
    "/works/{id}",
    "/records/{kind}",
    "/records/{kind}/{id}",
)


@pytest.fixture
def described(searchable, settings):
    """The document, with works to be found behind it."""
    settings.API_REQUESTS_PER_MINUTE = 0
    # As Django's own client of tests does: the connection belongs to the test, not to a request.
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_answer_is_as_described(described, path):
    operation = described[path]["GET"]

    @given(case=operation.as_strategy())
    @settings(
        max_examples=rounds(10, 300),
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answered(case):
        # Without a server between, nothing unpacks what is compressed.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    answered()


def test_no_operation_is_left_out(described):
    assert {found.ok().path for found in described.get_all_operations()} == set(OPERATIONS)
