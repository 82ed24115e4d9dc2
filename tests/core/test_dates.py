"""Dates are shown no more precisely than they are known, in the reader's language."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cms.core import dates


@pytest.mark.parametrize(
    ("value", "lang", "shown"),
    [
        ("2012", "en", "2012"),
        ("2012-03", "en", "March 2012"),
        ("2012-03", "fr", "mars 2012"),
        ("2012-03", "es", "marzo de 2012"),
        ("2012-03-08", "en", "8 March 2012"),
        ("2012-03-08", "fr", "8 mars 2012"),
        ("2012-03-08", "es", "8 de marzo de 2012"),
        ("2012-03-08", "ar", "8 مارس 2012"),
        ("", "en", ""),
    ],
)
def test_a_date_is_shown_to_its_precision(value, lang, shown):
    with translation.override(lang):
        assert dates.display(value) == shown


@pytest.mark.parametrize(
    "value", ["2012-13", "2012-02-30", "12", "March 2012", "2012-3-8", "2012-", "2012-S1"]
)
def test_what_is_no_date_is_refused(value):
    with pytest.raises(ValidationError):
        dates.validate_partial_date(value)


def test_dates_of_different_precision_sort_by_time():
    assert sorted(["2013", "2012-03-08", "2012", "2012-03"]) == [
        "2012",
        "2012-03",
        "2012-03-08",
        "2013",
    ]


def test_a_period_shows_both_ends_or_the_one_that_is_known():
    with translation.override("en"):
        assert dates.display_period("2010", "2012-03") == "2010 – March 2012"
        assert dates.display_period("2010", "") == "2010"
        assert dates.display_period("", "2012") == "2012"


def test_half_a_year_is_a_date_where_projects_report():
    dates.validate_half_year_date("2010-S2")
    assert dates.parse("2010-S2") == (datetime.date(2010, 7, 1), "half")
    with translation.override("en"):
        assert dates.display("2010-S1") == "first half of 2010"
        assert dates.display("2010-S2") == "second half of 2010"
    with pytest.raises(ValidationError):
        dates.validate_half_year_date("2010-S3")


@pytest.mark.parametrize(
    ("value", "last"),
    [
        ("2012", (2012, 12, 31)),
        ("2010-S1", (2010, 6, 30)),
        ("2010-S2", (2010, 12, 31)),
        ("2012-02", (2012, 2, 29)),
        ("2012-12", (2012, 12, 31)),
        ("2012-03-08", (2012, 3, 8)),
    ],
)
def test_the_last_day_a_date_may_mean(value, last):
    assert dates.last_day(value) == datetime.date(*last)
