"""Whether the settings of the search can be used, told before a reader meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from .embedding import embedders
from .engines import engine


@register()
def check_settings(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A system check: engine and models are among those that there are, and have what they need.
    Nothing is asked of them."""
    problems = []
    for number, chosen in enumerate((engine, embedders), start=1):
        try:
            chosen()
        except ImproperlyConfigured as problem:
            problems.append(Error(str(problem), id=f"search.E00{number}"))
    authority = settings.ELASTICSEARCH_CA
    if authority and not Path(authority).is_file():
        problems.append(Error(f"ELASTICSEARCH_CA: there is no file {authority}", id="search.E003"))
    return problems
