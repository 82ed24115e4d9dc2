"""Coordinators see what readers look for in vain, and do something about it."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.network.insight import actions
from cms.network.models import WritingRequest
from search.models import LoggedSearch, Outbox
from tests.acceptance.reading import visible_text
from tests.factories import (
    CaseStudyFactory,
    CityFactory,
    ConceptFactory,
    SchemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def search(text: str, total: int = 0, lang: str = "fr", **values) -> None:
    LoggedSearch.objects.create(
        text=text,
        lang=lang,
        interface=lang,
        total=total,
        milliseconds=40,
        hour=timezone.now(),
        **values,
    )


def read_in(user, lang: str) -> None:
    """Has a user read the administration in a language."""
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = lang
    profile.save()


@pytest.fixture
def moderator(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Moderators"))
    client.force_login(user)
    return user


def test_the_desk_shows_gaps_and_frequent_searches_apart(client, moderator):
    search("tramway"), search("eau", 4), search("eau", 4)
    page = client.get(reverse("searches"))
    assert [row.text for row in page.context["gaps"]] == ["tramway"]
    assert [row.text for row in page.context["frequent"]] == ["eau", "tramway"]
    assert f"{reverse('searches_label')}?text=tramway&amp;lang=fr" in page.content.decode()


def test_the_desk_tells_how_far_down_the_first_hit_opened_stood(client, moderator):
    search("eau", 9, opened=1), search("eau", 9, opened=4), search("tramway", 9)
    read_in(moderator, "fr")
    text = visible_text(client.get(reverse("searches")).content.decode())
    assert re.search(r"eau français 2 .{,20} 9 2 2,5 ", text)
    assert re.search(r"tramway français 1 .{,20} 9 0 – ", text)


def test_the_desk_says_why_a_search_was_in_vain(client, moderator):
    (
        search("tramway"),
        search("eau", 9, by_meaning=True),
        search("port", 9, by_meaning=True, opened=3),
    )
    page = client.get(reverse("searches"))
    text = visible_text(page.content.decode())
    assert [row.text for row in page.context["gaps"]] == ["tramway", "eau"]
    row = "{0} Add as a label ?: {0} .*: {0} French 1 .{{,20}}"
    assert re.search(row.format("tramway") + " 0 Nothing found ", text)
    assert re.search(row.format("eau") + " 9 Only works near in meaning, none opened ", text)


def test_the_desk_can_be_narrowed_to_a_language(client, moderator):
    search("tramway"), search("ترام", lang="ar")
    page = client.get(reverse("searches"), {"lang": "ar", "days": "7"})
    assert [row.text for row in page.context["gaps"]] == ["ترام"]


def test_the_desk_tells_how_much_each_language_asks_in_vain(client, moderator):
    search("tramway"), search("eau", 4), search("ترام", lang="ar")
    page = client.get(reverse("searches"))
    assert [(row.lang, row.times, row.in_vain) for row in page.context["languages"]] == [
        ("fr", 2, 1),
        ("ar", 1, 1),
    ]
    assert f"{reverse('searches')}?days=30&amp;lang=ar" in page.content.decode()


def test_the_desk_tells_the_share_in_vain_of_each_language(client, moderator):
    search("tramway"), search("eau", 4), search("port", 4), search("ترام", lang="ar")
    text = visible_text(client.get(reverse("searches")).content.decode())
    assert re.search(r"French 3 1 33 0 ↑ rising Arabic 1 1 100 0 ↑ rising", text)


def test_without_a_whole_period_before_the_desk_says_so_and_shows_no_trend(
    client, moderator, settings
):
    settings.SEARCH_LOG_DAYS = 90
    search("tramway")
    for days, compared in {"30": True, "90": False}.items():
        text = visible_text(client.get(reverse("searches"), {"days": days}).content.decode())
        assert ("rising" in text) == compared
        assert (" Before " in text and " In vain before " in text) == compared
        assert ("There is no trend" in text) == (not compared)


@pytest.mark.parametrize("query", ["?lang=xx", "?days=1e9", "?days=-1", "?requests=x"])
def test_an_address_that_is_not_understood_shows_the_desk(client, moderator, query):
    assert client.get(reverse("searches") + query).status_code == 200


def test_an_empty_desk_says_so(client, moderator):
    page = client.get(reverse("searches")).content.decode()
    assert "Nobody has searched in this period." in page
    assert "No request is open." in page


def test_the_number_of_queries_does_not_grow(client, moderator):
    def asked() -> int:
        client.get(reverse("searches"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("searches")).status_code == 200
        return len(captured)

    def more(number: int) -> None:
        search(f"word {number}")
        search(f"near {number}", 9, by_meaning=True), search(f"read {number}", 9, opened=2)
        WritingRequest.objects.create(
            city=CityFactory(), text=f"word {number}", lang="fr", asked_by=UserFactory()
        )

    more(0)
    few = asked()
    for number in range(1, 8):
        more(number)
    assert asked() == few


def test_words_become_a_label_and_the_works_are_indexed_again(client, moderator):
    concept = ConceptFactory()
    work = CaseStudyFactory(themes=[concept]).work
    Outbox.objects.all().delete()
    response = client.post(
        reverse("searches_label"),
        {"text": "tramway", "lang": "fr", "concept": concept.pk, "hidden": "on"},
        follow=True,
    )
    assert "is now a label of" in response.content.decode()
    concept.refresh_from_db()
    assert concept.hidden_labels_fr == "tramway"
    assert concept.latest_revision.user == moderator
    assert Outbox.objects.filter(work=str(work.pk)).exists()


def test_a_label_that_is_there_already_is_refused_with_a_message(client, moderator):
    concept = ConceptFactory(label_fr="Tramway")
    response = client.post(
        reverse("searches_label"), {"text": "tramway", "lang": "fr", "concept": concept.pk}
    )
    assert "The concept has this label already." in response.content.decode()


def test_a_city_is_asked_once_until_the_request_is_closed(client, moderator):
    city = CityFactory()
    data = {"text": "tramway", "lang": "fr", "city": city.pk, "note": "Has two lines."}
    assert "has been noted as asked" in (
        client.post(reverse("searches_ask"), data, follow=True).content.decode()
    )
    again = client.post(reverse("searches_ask"), data)
    assert "This city has been asked already." in again.content.decode()
    row = WritingRequest.objects.get()
    assert (row.asked_by, row.note) == (moderator, "Has two lines.")
    client.post(reverse("searches_close", args=[row.pk]))
    row.refresh_from_db()
    assert row.closed
    client.post(reverse("searches_ask"), data)
    assert WritingRequest.objects.count() == 2


def test_the_letter_to_a_city_stands_ready_in_each_language(client, moderator, settings):
    settings.SITE_NAME, settings.SITE_URL = "Réseau", "https://example.org"
    city = CityFactory(name_fr="Tripoli", name_ar="طرابلس")
    data = {"text": "tramway & bus", "lang": "fr", "city": city.pk}
    answer = client.post(reverse("searches_ask"), data, follow=True)
    (address, _status) = answer.redirect_chain[-1]
    assert address in client.get(reverse("searches")).content.decode()
    page = answer.content.decode()
    letters = {}
    for address in re.findall(r'href="(mailto:[^"]+)"', page):
        parts = urlsplit(html.unescape(address))
        assert parts.path == "", "whom it goes to is chosen in the mail program"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        search = re.search(
            r"https://example.org/(..)/search/\?q=tramway%20%26%20bus", asked["body"]
        )
        letters[search[1]] = asked
    assert set(letters) == {"fr", "en", "es", "ar"}
    assert letters["fr"]["subject"] == "Expérience recherchée\u00a0: tramway & bus"
    assert "Tripoli" in letters["fr"]["body"] and "Réseau" in letters["fr"]["body"]
    assert "طرابلس" in letters["ar"]["body"]
    shown = html.unescape(page)
    for letter in letters.values():
        assert letter["subject"] in shown and letter["body"].split("\r\n")[2] in shown
        assert "https://example.org/admin/\r\n" in letter["body"]
        assert "\n" not in letter["body"].replace("\r\n", "")


def test_forms_are_filled_with_the_words_of_the_row(client, moderator):
    page = client.get(reverse("searches_ask"), {"text": "ترام", "lang": "ar"})
    assert page.context["form"].initial == {"text": "ترام", "lang": "ar"}


ROLES = {"editor": False, "moderator": True, "administrator": True}


@pytest.mark.parametrize(("role", "may"), ROLES.items())
@pytest.mark.parametrize("name", ["searches", "searches_label", "searches_ask", "searches_letter"])
def test_who_may_open_the_desk_its_forms_and_its_letters(client, role, may, name):
    user = UserFactory(is_superuser=role == "administrator", is_staff=role == "administrator")
    if role != "administrator":
        user.groups.add(Group.objects.get(name=f"{role.title()}s"))
    client.force_login(user)
    row = WritingRequest.objects.create(city=CityFactory(), text="x", lang="fr")
    address = reverse(name, args=[row.pk] if name == "searches_letter" else [])
    assert (client.get(address).status_code == 200) == may


def test_the_actions_refuse_whoever_lacks_the_right():
    user, concept, city = UserFactory(), ConceptFactory(), CityFactory()
    with pytest.raises(PermissionDenied):
        actions.add_label(user=user, concept=concept, text="x", lang="fr", hidden=False)
    with pytest.raises(PermissionDenied):
        actions.ask_city(user=user, city=city, text="x", lang="fr")
    row = WritingRequest.objects.create(city=city, text="x", lang="fr")
    with pytest.raises(PermissionDenied):
        actions.close_request(user=user, request=row)


def test_an_unknown_language_of_a_request_is_refused():
    user = UserFactory(is_superuser=True)
    with pytest.raises(ValidationError):
        actions.ask_city(user=user, city=CityFactory(), text="x", lang="xx")


def test_goals_of_two_schemes_are_told_apart(client, moderator):
    for code in ("sdg", "mdg"):
        scheme = SchemeFactory(code=code)
        ConceptFactory(scheme=scheme, code=f"{code}-8", notation="8", label_en="Partnership")
    client.force_login(moderator)
    chooser = "wagtailsnippetchoosers_core_concept"
    assert reverse(f"{chooser}:choose") in client.get(reverse("searches_label")).content.decode()
    html = client.get(reverse(f"{chooser}:choose_results"), {"q": "partner"}).content.decode()
    assert "8 Partnership · Sdg" in html
    assert "8 Partnership · Mdg" in html
