"""What these tests need on the machine."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skips, saying what to install; under CI, where nothing is skipped, fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"needs {what} (CI skips nothing)", pytrace=False)
    pytest.skip(f"needs {what}, then run the tests again")
