"""Requests made up from the OpenAPI document: none is answered otherwise than it says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings

from tests.rounds import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def described(searchable, settings):
    """The document, with works to be found behind it."""
    settings.API_REQUESTS_PER_MINUTE = 0
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=rounds(15, 300),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case):
    case.call_and_validate()
