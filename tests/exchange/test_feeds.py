"""Any search as Atom and RSS, read by a feed reader."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
from django.core.management import call_command

from cms.exchange import traces
from cms.exchange.models import Trace
from tests.factories import CaseStudyFactory, UserFactory

from .conftest import SECRETS, search_in

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("name", ["atom", "rss"])


def index(settings, directory) -> None:
    """Makes everything there is to be found by its words."""
    search_in(settings, directory)
    call_command("search_rebuild", verbosity=0)


def read(client, address: str):
    """A feed as a reader of feeds sees it."""
    response = client.get(address)
    assert response.status_code == 200
    found = feedparser.parse(
        response.content, response_headers={"content-type": response["Content-Type"]}
    )
    assert not found.bozo, found.bozo_exception
    return found


@BOTH
def test_a_feed_gives_what_the_search_finds_newest_first(client, searchable, name):
    found = read(client, f"/en/search/feed.{name}?theme=water")
    titles = [entry.title for entry in found.entries]
    assert titles == ["دليل المياه", "Water meters &amp; &lt;b&gt;pipes&lt;/b&gt;"] or titles == [
        "دليل المياه",
        "Water meters & <b>pipes</b>",
    ]
    assert found.feed.language == "en" if name == "rss" else found.feed.title
    assert found.entries[0].link.endswith(f"/en/w/{searchable.id('arabic')}/")
    assert all(entry.get("updated") or entry.get("published") for entry in found.entries)
    assert [e.title for e in read(client, f"/en/search/feed.{name}?q=report").entries][0] == (
        "=SUM(A1) of a report"
    )


@BOTH
def test_what_was_published_last_comes_first_whatever_its_date(
    client, shared, settings, tmp_path, monkeypatch, name
):
    monkeypatch.setattr("cms.exchange.feeds.MOST", 3)
    for title, date in (("Of the past", "1999"), ("Without a date", ""), ("Later", "2001-02")):
        CaseStudyFactory(title=title, date=date)
    index(settings, tmp_path)
    found = read(client, f"/en/search/feed.{name}")
    assert [entry.title for entry in found.entries] == ["Later", "Without a date", "Of the past"]


def test_an_entry_says_when_it_was_published_and_when_it_changed(client, searchable):
    page = searchable.arabic
    page.title = "دليل آخر"
    page.save_revision().publish()
    Trace.objects.filter(work=page.work).update(modified=datetime(2040, 5, 6, tzinfo=UTC))
    (entry,) = read(client, "/en/search/feed.atom?kind=manual").entries
    assert entry.published_parsed[:6] == page.first_published_at.utctimetuple()[:6]
    assert entry.updated.startswith("2040-05-06")


@BOTH
def test_a_title_in_another_language_says_so(client, searchable, name):
    found = read(client, f"/fr/search/feed.{name}?theme=water")
    languages = {entry.title: entry.title_detail.language for entry in found.entries}
    assert languages["دليل المياه"] == "ar"
    assert languages["Compteurs d’eau"] == "fr"
    summaries = {entry.title: entry.summary_detail.language for entry in found.entries}
    assert summaries["دليل المياه"] == "ar"


@BOTH
def test_a_feed_holds_nothing_private_and_everything_for_members(client, searchable, name):
    text = client.get(f"/ar/search/feed.{name}").content.decode()
    assert not [secret for secret in SECRETS if secret in text]
    client.force_login(UserFactory())
    response = client.get(f"/ar/search/feed.{name}")
    assert "Confidential work" in response.content.decode()
    assert "Cookie" in response["Vary"]


@BOTH
def test_an_entry_keeps_its_name_when_the_work_is_renamed(client, searchable, name):
    before = {entry.id for entry in read(client, f"/en/search/feed.{name}?kind=manual").entries}
    searchable.arabic.title = "دليل آخر"
    searchable.arabic.save_revision().publish()
    traces.sweep()
    found = read(client, f"/fr/search/feed.{name}?kind=manual")
    assert {entry.id for entry in found.entries} == before
    assert found.entries[0].title == "دليل آخر"


def test_odd_text_and_odd_parameters_do_no_harm(client, searchable):
    CaseStudyFactory(title="Odd \x08 & <i>title</i> ]]>", summary="\x0b & <b>")
    for query in ("?q=%00%01%ff&page=x&sort=nonsense&city=" + "x" * 300, "?page=99", "?q=%3Ci%3E"):
        for name in ("atom", "rss"):
            read(client, f"/en/search/feed.{name}{query}")


def test_the_search_page_leads_to_its_feeds_and_its_export(client, searchable):
    html = client.get("/en/search/?q=water&theme=water&sort=title&page=1").content.decode()
    assert 'type="application/atom+xml" title=' in html
    assert 'href="/en/search/feed.atom?q=water&amp;theme=water"' in html
    assert 'href="/en/search/feed.rss?q=water&amp;theme=water"' in html
    assert 'href="/en/search/export/?q=water&amp;theme=water&amp;sort=title"' in html


def test_a_feed_asks_the_database_as_often_for_many_as_for_few(
    client, searchable, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        client.get("/en/search/feed.atom?kind=case_study")
    for number in range(8):
        CaseStudyFactory(title=f"Work {number}")
    call_command("search_rebuild", verbosity=0)
    with django_assert_max_num_queries(len(few)):
        found = read(client, "/en/search/feed.atom?kind=case_study")
    assert len(found.entries) == 9
