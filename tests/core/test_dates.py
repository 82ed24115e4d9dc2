"""Dates are shown no more precisely than they are known, in the reader's language."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format

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
        ("2009-04-01", "fr", "1er avril 2009"),
        ("2009-04-11", "fr", "11 avril 2009"),
        ("2009-04-01", "ar", "1 أبريل 2009"),
        ("2009-04", "ar", "أبريل 2009"),
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
        ("9999", (9999, 12, 31)),
        ("9999-S2", (9999, 12, 31)),
        ("9999-12", (9999, 12, 31)),
    ],
)
def test_the_last_day_a_date_may_mean(value, last):
    assert dates.last_day(value) == datetime.date(*last)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("٢٠١٢-٠٣-٠٨", "2012-03-08"),
        ("۲۰۱۲", "2012"),
        ("20١2", "2012"),
        ("2012-03", "2012-03"),
        ("", ""),
    ],
)
def test_digits_of_any_script_are_taken_and_kept_as_those_that_dates_are_found_by(typed, kept):
    assert dates.PartialDateField().clean(typed, None) == kept


def test_half_a_year_may_be_typed_in_digits_of_any_script():
    assert dates.HalfYearDateField().clean("٢٠١٠-S2", None) == "2010-S2"


@pytest.mark.parametrize(
    ("start", "end"),
    [("2012", "2012-01"), ("2012-03-08", "2012"), ("2012", ""), ("", "2012"), ("soon", "2012")],
)
def test_a_period_that_may_be_one_is_taken(start, end):
    dates.validate_period(start, end, "end")


@pytest.mark.parametrize(("start", "end"), [("2012", "2011"), ("2012-03-08", "2012-03-07")])
def test_a_period_does_not_end_before_it_begins(start, end):
    with pytest.raises(ValidationError) as refused:
        dates.validate_period(start, end, "end")
    assert set(refused.value.message_dict) == {"end"}


@pytest.mark.parametrize(
    ("lang", "shown"), [("en", "8 Mar 2012"), ("fr", "08/03/2012"), ("ar", "2012-03-08")]
)
def test_the_day_stands_before_the_month_in_short_dates_too(lang, shown):
    with translation.override(lang):
        assert date_format(datetime.date(2012, 3, 8), "SHORT_DATE_FORMAT") == shown
