"""While the search engine is away, nothing is sent that would pass for the result of a search."""

from __future__ import annotations

import pytest

from .conftest import search_in

pytestmark = pytest.mark.django_db
ADDRESSES = ("feed.atom", "feed.rss", "export/", "export.csv", "export.ris")


@pytest.fixture
def away(shared, settings, tmp_path):
    """The library of the tests, of which there is no index."""
    search_in(settings, tmp_path / "none")
    return shared


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_program_is_told_to_come_again_and_gets_nothing_else(client, away, address):
    answer = client.get(f"/fr/search/{address}?theme=water")
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Language"] == "fr"
    assert not [title for title in ("Water meters", "=SUM", "دليل") if title in answer.text]
    assert "X-Left-Out" not in answer


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_is_shown_a_page_that_says_why(client, away, address):
    answer = client.get(
        f"/en/search/{address}?theme=water", headers={"accept": "text/html,*/*;q=0.8"}
    )
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert int(answer["Retry-After"]) > 0
    assert "The search engine is away at the moment" in answer.text
    assert f'href="/en/search/{address}?theme=water"' in answer.text
    assert "Accept" in answer["Vary"]


def test_one_work_can_be_taken_along_all_the_same(client, away):
    assert client.get(f"/en/w/{away.id('open')}/export.csv").status_code == 200


def test_what_is_found_by_words_alone_is_sent(client, searchable):
    assert "Water meters" in client.get("/en/search/export.csv?theme=water").text
