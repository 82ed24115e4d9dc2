"""A sample that was loaded to its end is left to the editors."""

from __future__ import annotations

import pytest

from cms.sample import loaded
from tests.factories import CaseStudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _state(settings, tmp_path):
    settings.STATE_DIR = tmp_path


def test_nothing_is_taken_for_loaded_before_it_was():
    CaseStudyFactory()
    assert not loaded.is_whole()


def test_what_was_loaded_is_not_loaded_again():
    CaseStudyFactory()
    loaded.remember()
    assert loaded.is_whole()


def test_an_empty_database_is_filled_whatever_was_noted():
    loaded.remember()
    assert not loaded.is_whole()


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_another_database_is_filled(settings):
    CaseStudyFactory()
    loaded.remember()
    settings.DATABASES = {"default": {**settings.DATABASES["default"], "NAME": "another"}}
    assert not loaded.is_whole()
