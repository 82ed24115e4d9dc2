"""Dates known only to the year or the month, as sources give them (ISO 8601 reduced precision)."""

import calendar
import datetime
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Digits of any script: a date that came in past the forms can still be shown.
_PATTERN = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_HALF_YEAR = re.compile(r"^(\d{4})-S([12])$")


def parse(value: str) -> tuple[datetime.date, str]:
    """The first day that `value` ('2012', '2012-03', '2012-03-08' or '2012-S2', the second half
    of a year) may mean, and its precision: 'year', 'half', 'month' or 'day'. Raises ValueError
    for anything else."""
    half = _HALF_YEAR.match(value or "")
    if half:
        return datetime.date(int(half[1]), 1 if half[2] == "1" else 7, 1), "half"
    match = _PATTERN.match(value or "")
    if not match:
        raise ValueError(value)
    year, month, day = match.groups()
    first = datetime.date(int(year), int(month or 1), int(day or 1))
    return first, "day" if day else "month" if month else "year"


def last_day(value: str) -> datetime.date:
    """The last day that `value` may mean. Raises ValueError as `parse` does."""
    first, precision = parse(value)
    if precision == "day":
        return first
    month = first.month + {"year": 11, "half": 5, "month": 0}[precision]
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])


def validate_partial_date(value: str) -> None:
    """Raises ValidationError unless `value` is a year, a month or a day."""
    try:
        _first, precision = parse(value)
    except ValueError:
        precision = ""
    if precision in ("", "half"):
        raise ValidationError(_("Write a year (2012), a month (2012-03) or a day (2012-03-08)."))


def validate_half_year_date(value: str) -> None:
    """Raises ValidationError unless `value` is a year, half of one, a month or a day."""
    try:
        parse(value)
    except ValueError:
        raise ValidationError(
            _("Write a year (2012), half of one (2012-S1), a month (2012-03) or a day.")
        ) from None


_REVERSED = _("The end is before the start.")


def validate_period(start: str, end: str, field: str, message: str | Promise = _REVERSED) -> None:
    """Raises ValidationError at `field`, that of the end, if a period ends before it begins."""
    if not start or not end:
        return
    try:
        first, last = parse(start)[0], last_day(end)
    except ValueError:
        return  # One of them is no date: its own field says so.
    if last < first:
        raise ValidationError({field: message})


def in_ascii_digits(value: str) -> str:
    """`value` with the digits of any script ('٢٠١٢', '۲۰۱۲') as those that dates are kept in."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in value)


def day(date: datetime.date) -> str:
    """A day in the active language: '8 March 2012', '1er mars 2012'."""
    shown = formats.date_format(date, "DATE_FORMAT")
    # Django's formats have ordinals for English only.
    if date.day == 1 and (get_language() or "").startswith("fr"):
        return re.sub(r"^1\b", "1er", shown)
    return shown


def display(value: str) -> str:
    """The date in the active language, no more precise than it is known."""
    if not value:
        return ""
    first, precision = parse(value)
    if precision == "day":
        return day(first)
    if precision == "half":
        half = _("first half of %(year)s") if first.month == 1 else _("second half of %(year)s")
        return half % {"year": first.year}
    if precision == "month":
        return formats.date_format(first, "YEAR_MONTH_FORMAT")
    return str(first.year)


def display_period(start: str, end: str) -> str:
    """'2010 – 2012', or whichever end is known."""
    if start and end and start != end:
        return f"{display(start)} – {display(end)}"
    return display(start or end)


class PartialDateField(models.CharField):
    """A date to the precision known, kept as text that sorts by time."""

    default_validators = [RegexValidator(_PATTERN, _("This is not a date.")), validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", _("A year (2012), a month (2012-03) or a day (2012-03-08)."))
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return value and in_ascii_digits(value)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "blank", "default", "help_text"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


class HalfYearDateField(PartialDateField):
    """A partial date that may also be half of a year, as projects report: '2010-S2'."""

    default_validators = [validate_half_year_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault(
            "help_text",
            _("A year (2012), half of one (2012-S1), a month (2012-03) or a day (2012-03-08)."),
        )
        super().__init__(*args, **kwargs)
