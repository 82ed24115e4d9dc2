"""Searches are logged without telling who asked, and kept a set time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import call_command

from search import log
from search.models import LoggedSearch
from search.request import Hit, Reason, SearchRequest, SearchResponse
from search.tasks import purge_log

from .conftest import drop_indexes
from .library import document
from .test_results import filled

pytestmark = pytest.mark.django_db


def asked(
    text: str,
    total: int = 0,
    days_ago: int = 0,
    found_by: tuple[Reason, ...] = (),
    limited: str = "",
    **request,
) -> str:
    hits = tuple(Hit(str(n), "manual", 3.0, reason=each) for n, each in enumerate(found_by))
    token = log.keep(
        SearchRequest(text=text, lang="fr", **request),
        SearchResponse(hits, total or len(hits), {}, query_lang="fr", limited=limited),
        seconds=0.0421,
    )
    if days_ago and token:
        row = LoggedSearch.objects.latest("pk")
        row.hour -= timedelta(days=days_ago)
        row.save()
    return token


def test_a_search_is_kept_with_its_words_languages_counts_and_time():
    asked("  Eau   POTABLE ", total=3)
    row = LoggedSearch.objects.get()
    assert (row.text, row.lang, row.interface, row.total) == ("eau potable", "fr", "fr", 3)
    assert (row.milliseconds, row.opened, row.filtered) == (42, None, False)
    assert (row.hour.minute, row.hour.second, row.hour.microsecond) == (0, 0, 0)


def test_the_log_has_no_column_that_could_tell_who_asked():
    columns = {field.name for field in LoggedSearch._meta.get_fields()}
    assert columns == {
        "id",
        "text",
        "lang",
        "interface",
        "total",
        "by_meaning",
        "filtered",
        "milliseconds",
        "opened",
        "hour",
    }


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("", {}),
        ("anna@example.org", {}),
        ("appeler +33 6 12 34 56 78", {}),
        ("0041229178332", {}),
        ("w " * 101, {}),
        ("eau", {"page": 2}),
    ],
)
def test_what_may_tell_of_a_person_or_is_no_new_search_is_not_kept(text, request_):
    assert asked(text, **request_) == ""
    assert not LoggedSearch.objects.exists()


def test_years_and_goals_are_not_taken_for_telephone_numbers():
    assert asked("budget 2019 2020")
    assert asked("ODD 11")


def test_an_outage_is_not_taken_for_a_gap():
    token = log.keep(
        SearchRequest(text="eau", lang="fr"),
        SearchResponse((), 0, {}, query_lang="fr", limited="database"),
        seconds=0.1,
    )
    assert token == ""


def test_with_the_log_turned_off_nothing_is_kept_and_the_rest_goes(settings):
    asked("eau")
    settings.SEARCH_LOG_DAYS = 0
    assert asked("déchets") == ""
    purge_log()
    assert not LoggedSearch.objects.exists()


def test_the_first_hit_opened_is_noted_once():
    token = asked("eau", total=9)
    assert log.opened(token, 4)
    assert not log.opened(token, 1)
    assert LoggedSearch.objects.get().opened == 4


@pytest.mark.parametrize(("token", "place"), [("", 1), ("forged", 1), (None, 0), (None, 100_000)])
def test_a_forged_token_or_place_notes_nothing(token, place):
    good = asked("eau", total=9)
    assert not log.opened(good if token is None else token, place)
    assert LoggedSearch.objects.get().opened is None


def test_what_is_older_than_the_set_time_is_removed(settings):
    settings.SEARCH_LOG_DAYS = 30
    asked("vieux", days_ago=31)
    asked("récent", days_ago=29)
    purge_log()
    assert [row.text for row in LoggedSearch.objects.all()] == ["récent"]


def test_the_most_frequent_come_first_with_their_trend():
    for days_ago in (1, 2, 3):
        asked("eau", total=4, days_ago=days_ago)
    for days_ago in (1, 40, 41, 42):
        asked("déchets", total=2, days_ago=days_ago)
    log.opened(asked("eau", total=4), 1)
    first, second = log.most_asked(30)
    assert (first.text, first.times, first.trend, first.found, first.opened) == (
        "eau",
        4,
        4,
        4.0,
        1,
    )
    assert (second.text, second.times, second.trend) == ("déchets", 1, -2)


def test_words_are_told_with_the_mean_place_of_the_first_hit_opened():
    for place in (1, 2, 2):
        log.opened(asked("eau", total=9), place)
    asked("eau", total=9), asked("tramway", total=9)
    log.opened(asked("eau", total=9, days_ago=40), 200)
    water, tram = log.most_asked(30)
    assert (water.opened, water.place) == (3, 1.7)
    assert (tram.opened, tram.place) == (0, None)


def test_gaps_are_searches_without_filters_that_found_nothing():
    asked("tramway", total=0)
    asked("eau", total=0, filters={"city": ("x",)})
    asked("écoles", total=1)
    assert [gap.text for gap in log.most_asked(30, in_vain=True)] == ["tramway"]
    assert log.most_asked(30, lang="ar", in_vain=True) == []


MEANING = Reason(meaning=True)


@pytest.mark.parametrize(
    "found_by",
    [
        (MEANING,),
        (MEANING, Reason(words=("lignes",), meaning=True)),
        (Reason(like=("lignes", "tramway"), meaning=True),),
    ],
    ids=["meaning", "one of two words", "words that are like them"],
)
def test_works_that_say_only_something_near_are_a_gap_while_none_is_opened(found_by):
    token = asked("Lignes de tramway", found_by=found_by)
    assert LoggedSearch.objects.get().by_meaning
    (gap,) = log.most_asked(30, in_vain=True)
    assert (gap.text, gap.found_nothing) == ("lignes de tramway", 0)
    assert log.by_language(30)[0].in_vain == 1
    log.opened(token, 2)
    assert log.most_asked(30, in_vain=True) == []
    assert log.by_language(30)[0].in_vain == 0


@pytest.mark.parametrize(
    "found",
    [
        {"found_by": (MEANING, Reason(words=("tramway", "lignes"), meaning=True))},
        {"found_by": (MEANING, Reason(concepts=("transport",), meaning=True))},
        {"found_by": (MEANING,), "filters": {"city": ("x",)}},
        {"found_by": (MEANING,), "sort": "newest"},
        {"found_by": (Reason(),), "limited": "words_only"},
    ],
    ids=["the words", "a theme", "filters", "the best are elsewhere", "no meaning looked at"],
)
def test_what_is_answered_or_cannot_be_told_is_no_gap(found):
    asked("lignes de tramway", **found)
    assert log.most_asked(30, in_vain=True) == []


def test_what_the_library_only_comes_near_to_is_told_from_what_it_says(
    client, library, settings, tmp_path
):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    settings.SEARCH_EMBEDDER = "light"
    filled(
        library,
        document("bus", "The city buys buses and draws new lines of public transport"),
        document("waste", "Household waste is sorted and composted"),
    )
    for words in ("tramway", "public transport", "xylophone"):
        client.get("/en/search/", {"q": words, "qlang": "en"})
    rows = LoggedSearch.objects.order_by("pk").values_list("total", "by_meaning")
    assert list(rows) == [(1, True), (1, False), (0, False)]
    drop_indexes()


def test_of_gaps_asked_as_often_those_that_found_nothing_come_first():
    asked("bus", found_by=(MEANING,)), asked("vélo"), asked("tramway", found_by=(MEANING,))
    asked("tramway", found_by=(MEANING,))
    gaps = log.most_asked(30, in_vain=True)
    assert [(gap.text, gap.found_nothing) for gap in gaps] == [
        ("tramway", 0),
        ("vélo", 1),
        ("bus", 0),
    ]


def test_each_language_is_told_with_what_it_asked_in_vain_now_and_before():
    asked("eau", total=4), asked("tramway")
    for days_ago in (1, 40, 41, 42):
        asked("déchets", total=0, days_ago=days_ago)
    asked("quartier", filters={"city": ("x",)})
    (french,) = log.by_language(30)
    assert (french.lang, french.times, french.in_vain, french.in_vain_before) == ("fr", 4, 2, 3)
    assert french.trend == -1
    assert french.share == 50
    assert log.by_language(2)[0].in_vain_before == 0


def test_a_language_that_asked_only_in_the_period_before_has_no_share():
    asked("eau", days_ago=40)
    (french,) = log.by_language(30)
    assert (french.times, french.share, french.trend) == (0, None, -1)


@pytest.mark.parametrize(("kept", "compared"), [(59, False), (60, True)])
def test_without_the_whole_period_before_there_is_no_trend(settings, kept, compared):
    settings.SEARCH_LOG_DAYS = kept
    asked("tramway")
    (words,), (french,) = log.most_asked(30), log.by_language(30)
    before, trend = (0, 1) if compared else (None, None)
    assert (words.times_before, words.trend) == (before, trend)
    assert (french.in_vain_before, french.trend) == (before, trend)


def test_the_page_of_results_tells_what_was_opened_by_its_token(client, settings, tmp_path):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    call_command("search_rebuild", verbosity=0)
    client.get("/en/search/", {"q": "drinking water"})
    row = LoggedSearch.objects.get()
    assert row.text == "drinking water"
    token = signing.dumps(row.pk, salt="search.log")
    assert client.post("/en/search/opened/", {"token": token, "place": "2"}).status_code == 204
    row.refresh_from_db()
    assert row.opened == 2
    assert client.post("/en/search/opened/", {"token": "x", "place": "y"}).status_code == 204
    assert client.get("/en/search/opened/").status_code == 405


def test_a_browsed_list_is_not_logged(client, settings, tmp_path):
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = "embedded", tmp_path
    call_command("search_rebuild", verbosity=0)
    client.get("/en/search/")
    assert not LoggedSearch.objects.exists()
