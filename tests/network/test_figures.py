"""Figures of cities are said with their unit as one says them in the reader's language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.network.models import CityFigure


@pytest.mark.parametrize(
    ("lang", "low", "high", "unit", "said"),
    [
        ("en", "40", None, "percent", "40%"),
        ("fr", "40", None, "percent", "40\u00a0%"),
        ("en", "60000000", None, "MAD", "60,000,000 Moroccan dirhams"),
        ("fr", "60000000", None, "MAD", "60\u202f000\u202f000 de dirhams marocains"),
        ("fr", "60000001", None, "MAD", "60\u202f000\u202f001 dirhams marocains"),
        (
            "fr",
            "1000000",
            "2000000",
            "inhabitants",
            "de 1\u202f000\u202f000 à 2\u202f000\u202f000 d’habitants",
        ),
        ("es", "60000000", None, "EUR", "60.000.000 de euros"),
        ("es", "1.5", None, "EUR", "1,5 euros"),
        ("ar", "5", None, "MAD", "5 دراهم مغربية"),
        ("ar", "2.5", None, "MAD", "2.5 درهم مغربي"),
        ("en", "12", None, "count", "12"),
    ],
)
def test_a_figure_agrees_with_its_unit(lang, low, high, unit, said):
    figure = CityFigure(low=Decimal(low), high=high and Decimal(high), unit=unit)
    with translation.override(lang):
        shown = Template("{% load medina %}{% measured figure %}").render(
            Context({"figure": figure})
        )
    assert shown == said
