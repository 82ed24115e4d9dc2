"""Organisations and programmes are named with their acronym, once."""

from __future__ import annotations

import pytest

from tests.factories import OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [OrganisationFactory, ProgrammeFactory])
@pytest.mark.parametrize(
    ("name", "acronym", "said"),
    [
        ("African network", "ASToN", "African network (ASToN)"),
        ("ASToN network", "ASToN", "ASToN network"),
        ("African network (ASToN)", "ASToN", "African network (ASToN)"),
        ("African network", "", "African network"),
    ],
)
def test_an_acronym_that_the_name_holds_is_not_said_again(client, factory, name, acronym, said):
    record = factory(name_en=name, acronym_en=acronym)
    assert str(record) == said
    html = client.get(record.get_absolute_url()).content.decode()
    assert html.count("(ASToN)") <= html.count(said)
    assert "(ASToN) (ASToN)" not in html
