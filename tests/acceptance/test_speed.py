"""How long a search takes over HTTP, warm. Nothing is asserted about time: it is printed."""

from __future__ import annotations

import pytest

from benchmarks.http_search import QUERIES, measure, report

pytestmark = pytest.mark.alone


def test_the_time_of_a_search_is_printed(each_portal, capsys):
    measured = measure(each_portal.url, rounds=2 * len(QUERIES), clients=1)
    assert all(len(times) == 2 * len(QUERIES) for times in measured.values())
    with capsys.disabled():
        print(f"\n{each_portal.environment.get('SEARCH_ENGINE', 'embedded')} engine")
        print(report(measured))
